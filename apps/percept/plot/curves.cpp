// percept plot RUN... --what curves: how loss and metrics went, in training and in the test, over the epochs.
#include <algorithm>

#include "percept/base/spelling.hpp"
#include "percept/lab/run_figures.hpp"
#include "picture.hpp"

namespace percept::cli {
namespace {

constexpr std::size_t kMostRuns = 8, kMostPanels = 4, kFewPoints = 40;
constexpr double kSmooth = 0.9;

struct Run {
  std::string name;
  lab::RunFigures figures;
  double epoch_steps = 0;  // 0: not known
};

// Of test figures there is one an epoch: the steps of an epoch follow from the last one.
double epoch_steps(const lab::RunFigures& figures) {
  for (const char* split : {"test/", "val/", "train/"})
    for (auto epoch = figures.epochs.rbegin(); epoch != figures.epochs.rend(); ++epoch)
      for (const auto& [name, figure] : epoch->second)
        for (const lab::RunCurve& curve : figures.curves)
          if (name.starts_with(split) && curve.name() == name && epoch->first > 0)
            return double(curve.buckets().back().step) / double(epoch->first);
  return 0;
}

Run read_run(const std::string& word) {
  std::filesystem::path folder = recipe::find_run_folder(word);
  Run run{.name = folder.filename().string(), .figures = lab::read_figures(folder)};
  run.epoch_steps = epoch_steps(run.figures);
  if (run.figures.curves.empty())
    throw Error(
        Problem("percept.plot.no_curves").about(folder.string()).with_hint("percept.plot.no_curves.hint"));
  return run;
}

// loss of train/loss.
std::string figure_of(const std::string& curve) { return curve.substr(curve.find('/') + 1); }
std::string split_of(const std::string& curve) { return curve.substr(0, curve.find('/')); }

std::vector<std::string> figures_of(const std::vector<Run>& runs, const PlotWords& words) {
  std::vector<std::string> known;
  for (const Run& run : runs)
    for (const lab::RunCurve& curve : run.figures.curves)
      if (std::string figure = figure_of(curve.name());
          std::find(known.begin(), known.end(), figure) == known.end())
        known.push_back(figure);
  if (words.figure.empty()) {
    std::erase_if(known, [](const std::string& figure) { return figure != "loss" && figure != "accuracy"; });
    return known;
  }
  std::vector<std::string> wanted = between_commas(words.figure);
  for (const std::string& figure : wanted)
    if (std::find(known.begin(), known.end(), figure) == known.end())
      throw CallError(unknown_word(Problem("percept.plot.figure", {{"word", figure}}), figure, known));
  if (wanted.size() > kMostPanels)
    throw CallError(Problem("percept.plot.many_figures", {{"count", wanted.size()}, {"most", kMostPanels}}));
  return wanted;
}

// s_i = a s_(i-1) + (1 - a) y_i, begun without the pull of a first value: divided by 1 - a^i.
std::vector<double> smoothed(const std::vector<double>& values, double share) {
  std::vector<double> out;
  double sum = 0, weight = 0;
  for (double value : values) {
    sum = share * sum + (1 - share) * value;
    weight = share * weight + (1 - share);
    out.push_back(sum / weight);
  }
  return out;
}

struct Look {
  plot::Colour colour;
  plot::Dash dash = plot::Dash::solid;
  std::string name;
};

// One run by its splits, several by their own colours, training dotted.
Look look_of(const std::vector<Run>& runs, std::size_t run, const std::string& split) {
  bool train = split == "train";
  std::string word = train            ? text("percept.plot.train")
                     : split == "val" ? text("percept.plot.val")
                                      : text("percept.plot.test");
  if (runs.size() == 1)
    return {train            ? plot::kTrain
            : split == "val" ? plot::class_colour(0)
                             : plot::kTest,
            train ? plot::Dash::solid : plot::Dash::dashed, word};
  return {plot::class_colour(std::int64_t(run) + 1), train ? plot::Dash::dotted : plot::Dash::solid,
          runs[run].name + ", " + word};
}

void add_curve(plot::Panel& panel, const lab::RunCurve& curve, const Look& look, double epoch_steps,
               double smooth) {
  plot::Line line{.name = look.name, .colour = look.colour, .dash = look.dash};
  for (const lab::RunCurve::Bucket& bucket : curve.buckets()) {
    line.x.push_back(double(bucket.step) / epoch_steps);
    line.y.push_back(bucket.mean());
  }
  bool few = line.x.size() <= kFewPoints;
  if (smooth > 0 && !few) {
    plot::Line raw = line;
    raw.name.clear();
    raw.width = 1;
    raw.opacity = 0.28;
    raw.dash = plot::Dash::solid;
    panel.layers.emplace_back(std::move(raw));
    line.y = smoothed(line.y, smooth);
  }
  plot::Points points{.x = line.x, .y = line.y, .colour = look.colour};
  panel.layers.emplace_back(std::move(line));
  if (few) panel.layers.emplace_back(std::move(points));
}

double smooth_of(const PlotWords& words) {
  if (words.smooth.empty()) return kSmooth;
  double share = not_negative_of("--smooth", words.smooth);
  if (share >= 1)
    throw CallError(Problem("percept.call.number", {{"option", "--smooth"}, {"word", words.smooth}})
                        .with_hint("percept.plot.smooth.hint"));
  return share;
}

// Names of figures that stand in a language; the others stay as they are.
std::string label_of(const std::string& figure) {
  if (figure == "loss") return text("percept.plot.loss");
  if (figure == "accuracy") return text("percept.plot.accuracy");
  return figure;
}

}  // namespace

Drawn draw_curves(const Call&, const PlotWords& words) {
  require_given(!words.inputs.empty(), text("percept.argument.run_name"), "plot");
  if (words.inputs.size() > kMostRuns)
    throw CallError(Problem("percept.plot.many_runs", {{"count", words.inputs.size()}, {"most", kMostRuns}}));
  double smooth = smooth_of(words);
  std::vector<Run> runs;
  for (const std::string& word : words.inputs) runs.push_back(read_run(word));
  bool epochs = std::all_of(runs.begin(), runs.end(), [](const Run& run) { return run.epoch_steps > 0; });
  Drawn drawn;
  for (const std::string& figure : figures_of(runs, words)) {
    plot::Panel panel{.title = label_of(figure)};
    panel.x.label = text(epochs ? "percept.plot.epoch" : "percept.plot.step");
    panel.y.logarithmic = words.log && figure != "accuracy";
    for (std::size_t r = 0; r < runs.size(); ++r)
      for (const lab::RunCurve& curve : runs[r].figures.curves)
        if (std::string split = split_of(curve.name()); figure_of(curve.name()) == figure)
          add_curve(panel, curve, look_of(runs, r, split), epochs ? runs[r].epoch_steps : 1,
                    split == "train" ? smooth : 0);
    drawn.figure.panels.push_back(std::move(panel));
    drawn.facts["figures"].push_back(figure);
  }
  drawn.figure.title = runs.size() == 1 ? runs.front().name : text("percept.plot.curves_title");
  drawn.figure.width = drawn.figure.panels.size() > 1 ? 960 : 720;
  drawn.figure.height = 420;
  return drawn;
}

}  // namespace percept::cli
