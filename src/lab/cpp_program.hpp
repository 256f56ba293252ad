// A trained network as a C++ program that needs nothing but a compiler.
#pragma once

#include <string>

#include "training.hpp"

namespace percept::lab {

/// Reads places from its arguments or from lines, and says what the network does of each.
std::string cpp_program(Training& training);

}  // namespace percept::lab
