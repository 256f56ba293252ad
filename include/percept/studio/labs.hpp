// What the studio's server talks to: the one place where the labs are plugged in.
#pragma once

#include "percept/lab/training_lab.hpp"
#include "percept/studio/server.hpp"

namespace percept::studio {

/// Conversations with the labs. What they share (the sessions) lives as long as a copy of the function.
/// `place`: where the trainings of the training lab are.
Converse make_conversations(lab::TrainingPlace place = {});
/// The answers under /api/.
Route make_routes();

}  // namespace percept::studio
