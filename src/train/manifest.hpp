// manifest.json: what a run is and how far it came.
#pragma once

#include <string>

#include "percept/train/run_folder.hpp"

namespace percept::train {

/// The time of day, UTC: 2026-01-31T12:00:00Z.
std::string time_of_day();

/// `status` is running, interrupted or finished; `outcome` null until the end.
std::string format_manifest(const RunConfig& config, const Training& trainer, const std::string& run,
                            const std::string& began, const char* status, const Outcome* outcome);

}  // namespace percept::train
