// A playground as a file or a link: settings, weights, and where the training stands.
#pragma once

#include "training.hpp"

namespace percept::lab {

/// The problem of a file that is no such playground; `where` within it.
Problem not_saved(const std::string& where);

std::string save_moment(const Moment& moment);
/// Fails, naming the place, where it is not what `save_moment` wrote.
Result<Moment> read_moment(std::string_view text);

}  // namespace percept::lab
