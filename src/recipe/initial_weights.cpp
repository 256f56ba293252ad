#include "initial_weights.hpp"

#include "faults.hpp"
#include "percept/base/log.hpp"
#include "percept/base/spelling.hpp"
#include "percept/recipe/model.hpp"
#include "percept/train/weights.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;
using train::Fit;

// RUN first, and what is none may be a file, which then says itself that it is not there.
fs::path file_of(const std::string& from, const fs::path& runs) {
  bool named_as_file = fs::path(from).has_extension() && !is_run(from, runs);
  return named_as_file ? fs::path(from) : weights_file(from, runs);
}

std::map<std::string, Tensor> read(const Recipe& recipe, const fs::path& runs, std::string& file) try {
  file = file_of(recipe.init.from, runs).string();
  return train::read_weights(file).value();
} catch (const Error& error) {
  Problem problem = error.problem();
  if (problem.where.empty()) problem.where = recipe.place("init.from");
  throw Error(std::move(problem));
}

// The layers that could begin afresh, as they are written in a recipe; where nothing fits, or hardly
// anything, that would be no cure.
Problem with_hint(Problem problem, const train::WeightsReport& report) {
  constexpr std::size_t kFew = 8;
  std::vector<std::string> layers = report.layers_at_fault();
  if (report.loaded() == 0 || layers.size() > kFew) return std::move(problem).with_hint("recipe.init.hint");
  for (std::string& layer : layers) layer.insert(0, 1, '"').push_back('"');
  return std::move(problem).with_hint("recipe.init.skip.hint", {{"layers", joined(layers)}});
}

void tell(const train::WeightsReport& report, const std::string& file) {
  log({"recipe.init.loaded",
       {{"file", file}, {"loaded", report.loaded()}, {"fresh", report.count(Fit::fresh)}}});
  if (!report.removed.empty()) log({"recipe.init.removed", {{"prefix", report.removed}}});
  if (!report.added.empty()) log({"recipe.init.added", {{"prefix", report.added}}});
  if (report.count(Fit::rounded)) log({"recipe.init.rounded", {{"count", report.count(Fit::rounded)}}});
}

}  // namespace

void initialize_from(ParameterStore& store, const Recipe& recipe, const train::Net& net, const Shape& image,
                     const fs::path& runs) {
  if (recipe.init.from.empty()) return;
  std::string file;
  std::map<std::string, Tensor> weights = read(recipe, runs, file);
  Graph graph(Mode::infer);
  for (const std::string& path : recipe.model.freeze) graph.freeze(path);
  trace_one_image(graph, net, image);
  train::WeightsReport report = train::load_weights(store, graph, weights, {.skip = recipe.init.skip});
  if (!report.ok())
    throw Error(with_hint(report.problem().about(file), report).at(recipe.place("init.from")));
  tell(report, file);
}

}  // namespace percept::recipe
