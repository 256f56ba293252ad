// The network of a playground in other forms: each runs without the studio.
#pragma once

#include "percept/lab/playground.hpp"
#include "training.hpp"

namespace percept::lab {

/// "onnx": a model of the weights as they are. "cpp": a program of its own, weights and all, with no library.
/// "recipe": what `percept train` takes. "command": a line for the shell that trains it anew. "csv": its
/// points. Throws `Error` where there is no such form.
ExportedFile export_training(Training& training, const std::string& form);

/// What an edit is called on the timeline, by the changes it asks for.
Message what_changed(std::string_view changes);

}  // namespace percept::lab
