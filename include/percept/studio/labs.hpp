// What the studio's server talks to: the one place where the labs are plugged in.
#pragma once

#include "percept/studio/server.hpp"

namespace percept::studio {

/// Conversations with the labs. What they share (the sessions) lives as long as a copy of the function.
Converse make_conversations();
/// The answers under /api/.
Route make_routes();

}  // namespace percept::studio
