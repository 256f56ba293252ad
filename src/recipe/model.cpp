#include "percept/recipe/model.hpp"

#include <algorithm>

#include "percept/base/spelling.hpp"

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

void load_weights(Model& model, std::map<std::string, Tensor> weights) {
  std::vector<std::int64_t> dims = {1};
  dims.insert(dims.end(), model.card.input.begin(), model.card.input.end());
  Graph graph(Mode::infer);
  model.net(graph.feed("image", {DType::f32, Shape(dims)}));
  Problem problem("recipe.weights");
  auto wrong = [&](const std::string& path, const std::string& have, const std::string& want) {
    problem.operands.push_back({path, have, want});
  };
  for (Value value : graph.parameters()) {
    const Parameter& parameter = graph.parameter_of(value);
    auto found = weights.find(parameter.path);
    if (found == weights.end()) {
      wrong(parameter.path, "-", to_string(parameter.type));
    } else if (found->second.dtype() != parameter.type.dtype ||
               found->second.shape() != parameter.type.shape) {
      wrong(parameter.path, to_string(found->second), to_string(parameter.type));
    } else {
      // Filled with the weights from the start: initial values are not worth drawing.
      Parameter filled = parameter;
      filled.initialize = nullptr;
      model.store->ensure(filled);
      model.store->set(parameter.path, found->second);
    }
    if (found != weights.end()) weights.erase(found);
  }
  for (const auto& [path, tensor] : weights) wrong(path, to_string(tensor), "-");
  if (problem.operands.empty()) return;
  if (problem.operands.size() > 8) problem.operands.resize(8);
  throw Error(std::move(problem).about(model.file.string()).with_hint("train.model.hint"));
}

}  // namespace

bool is_run(const std::string& run, const fs::path& runs) {
  fs::path path = find_run(run, runs);
  std::error_code ignored;
  return !path.empty() && (fs::is_directory(path, ignored) || path.extension() == ".safetensors");
}

Model open_model(const std::string& run, const fs::path& runs) {
  fs::path path = find_run(run, runs);
  if (path.empty()) throw Error(no_run(run, runs));
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    if (!fs::exists(path / "best.safetensors", ignored))
      throw Error(
          Problem("recipe.run.no_weights").about(path.string()).with_hint("recipe.run.no_weights.hint"));
    path /= "best.safetensors";
  }
  train::ModelFile file = train::read_model(path).value();
  Model model{.file = path, .card = std::move(file.card)};
  model.recipe = parse_recipe(model.card.recipe, path.string()).value();
  model.net = make_net(model.recipe, std::int64_t(model.card.classes.size()));
  model.store = std::make_unique<ParameterStore>();
  load_weights(model, std::move(file.weights));
  return model;
}

}  // namespace percept::recipe
