// Everything that a run's metrics say, read to their end, in a space that does not grow with it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "percept/lab/run_curve.hpp"

namespace percept::lab {

struct RunFigures {
  /// Of an epoch: means over its steps of what training gave, and what was last evaluated.
  struct Figure {
    double sum = 0;
    std::int64_t count = 0;
    double mean() const { return sum / double(count); }
  };
  struct Note {
    std::int64_t step = 0;
    std::string text;
  };
  std::vector<RunCurve> curves;
  std::map<std::int64_t, std::map<std::string, Figure>> epochs;  // "test/loss" and so on of each
  std::vector<Note> notes;
  bool whole = true;  // false: there was more than is held
};

/// What is no line of metrics.jsonl is passed over; there is nothing where there is no such file.
RunFigures read_figures(const std::filesystem::path& folder);

}  // namespace percept::lab
