#include "percept/lab/run_figures.hpp"

#include <algorithm>
#include <cmath>

#include "metrics_tail.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kMostPoints = 512, kMostEpochs = 1000, kMostNames = 12, kMostNotes = 200;
constexpr std::size_t kPiece = 1 << 20, kMostPieces = 1024;

void add(RunFigures& figures, const MetricLine& line) {
  auto epoch = figures.epochs.find(line.epoch);
  if (epoch == figures.epochs.end()) {
    if (figures.epochs.size() == kMostEpochs) return void(figures.whole = false);
    epoch = figures.epochs.try_emplace(line.epoch).first;
  }
  std::string name = line.split + "/" + line.name;
  if (!epoch->second.contains(name) && epoch->second.size() == kMostNames) return void(figures.whole = false);
  RunFigures::Figure& figure = epoch->second[name];
  if (line.split != "train") figure = {};
  figure.sum += line.value;
  ++figure.count;
}

}  // namespace

RunFigures read_figures(const std::filesystem::path& folder) {
  RunFigures figures;
  MetricsTail tail(folder / "metrics.jsonl");
  tail.restarted = [&] { figures = {}; };
  tail.line = [&](const MetricLine& line) {
    if (line.name.empty()) {
      if (figures.notes.size() == kMostNotes)
        figures.whole = false;
      else
        figures.notes.push_back({line.step, line.note});
      return;
    }
    if (!std::isfinite(line.value)) return;
    RunCurve* curve = find_curve(figures.curves, line.split, line.name, kMostPoints);
    if (!curve) return void(figures.whole = false);
    curve->add(line.step, line.value);
    add(figures, line);
  };
  std::size_t pieces = 0;
  while (tail.read(kPiece))
    if (++pieces == kMostPieces) {
      figures.whole = false;
      break;
    }
  return figures;
}

}  // namespace percept::lab
