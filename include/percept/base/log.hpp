// The library prints nothing. What it has to say beside its results goes to this callback.
#pragma once

#include <functional>
#include <string>

#include "percept/base/problem.hpp"

namespace percept {

using LogCallback = std::function<void(const Message&)>;

/// Sets who receives the library's remarks (none at start). Not thread-safe: set it once, at the beginning.
void set_log(LogCallback callback);
void log(const Message& message);

}  // namespace percept
