#include "percept/recipe/model.hpp"

#include <algorithm>

#include "initial_weights.hpp"
#include "model_card.hpp"
#include "percept/base/spelling.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "percept/train/weights.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;

// Where RUN may stand: as it is written, and within the folder of runs.
fs::path find_run(const std::string& run, const fs::path& runs) {
  std::error_code ignored;
  for (const fs::path& path : {fs::path(run), runs / run})
    if (!run.empty() && fs::exists(path, ignored)) return path;
  return {};
}

Problem no_run(const std::string& run, const fs::path& runs) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(runs, ignored))
    names.push_back((runs / entry.path().filename()).string());
  std::sort(names.begin(), names.end());
  Problem problem("recipe.run.unknown", {{"run", run}});
  if (names.empty()) return std::move(problem).with_hint("recipe.run.none.hint");
  return unknown_word(std::move(problem), run, names);
}

// How many examples a model keeps; where it keeps none, of no account.
std::int64_t kept_examples(const std::map<std::string, Tensor>& weights) {
  auto labels = weights.find("examples.labels");
  return labels == weights.end() ? 1 : labels->second.size();
}

}  // namespace

fs::path find_run_folder(const std::string& run, const fs::path& runs) {
  fs::path path = find_run(run, runs);
  std::error_code ignored;
  if (path.empty() || !fs::is_directory(path, ignored)) throw Error(no_run(run, runs));
  return path;
}

bool is_run(const std::string& run, const fs::path& runs) {
  fs::path path = find_run(run, runs);
  std::error_code ignored;
  return !path.empty() && (fs::is_directory(path, ignored) || path.extension() == ".safetensors");
}

fs::path weights_file(const std::string& run, const fs::path& runs) {
  fs::path path = find_run(run, runs);
  if (path.empty()) throw Error(no_run(run, runs));
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) return path;
  if (!fs::exists(path / "best.safetensors", ignored))
    throw Error(
        Problem("recipe.run.no_weights").about(path.string()).with_hint("recipe.run.no_weights.hint"));
  return path / "best.safetensors";
}

Model make_model(train::ModelCard card, const std::map<std::string, Tensor>& weights, const fs::path& file) {
  Model model{.file = file, .card = std::move(card)};
  model.recipe = parse_recipe(model.card.recipe, file.string()).value();
  model.net = make_net(model.recipe, model.card.outputs, kept_examples(weights));
  model.store = std::make_unique<ParameterStore>();
  Graph graph(Mode::infer);
  trace_one_image(graph, model.net, model.card.input);
  train::WeightsReport report = train::load_weights(*model.store, graph, weights);
  if (!report.ok()) throw Error(report.problem().about(file.string()).with_hint("train.model.hint"));
  return model;
}

Model initial_model(const Recipe& recipe, const fs::path& runs) {
  if (!recipe.model.is_network())
    throw Error(Problem("recipe.kind.untrained", {{"kind", recipe.model.kind}})
                    .with_hint("recipe.kind.untrained.hint", {{"name", recipe.name}}));
  train::DataSets data = open_data(recipe);
  Model model{.file = recipe.file,
              .card = card_of(recipe, *data.train, data::survey(*data.train)),
              .recipe = recipe,
              .net = make_net(recipe, *data.train),
              .store = std::make_unique<ParameterStore>(std::uint64_t(recipe.seed))};
  initialize_from(*model.store, recipe, model.net, model.card.input, runs);
  Graph graph(Mode::infer);
  trace_one_image(graph, model.net, model.card.input);
  for (Value parameter : graph.parameters()) model.store->ensure(graph.parameter_of(parameter));
  return model;
}

Model open_model(const std::string& run, const fs::path& runs) {
  if (is_onnx(run)) return open_onnx(run);
  fs::path path = weights_file(run, runs);
  train::ModelFile file = train::read_model(path).value();
  return make_model(std::move(file.card), file.weights, path);
}

}  // namespace percept::recipe
