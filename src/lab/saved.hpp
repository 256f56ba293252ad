// A playground as a file or a link: settings, weights, and where the training stands.
#pragma once

#include "training.hpp"

namespace percept::lab {

std::string save_moment(const Moment& moment);
/// Fails, naming the place, where it is not what `save_moment` wrote.
Result<Moment> read_moment(std::string_view text);

}  // namespace percept::lab
