#include "exports.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cpp_program.hpp"
#include "percept/recipe/export.hpp"
#include "points.hpp"

namespace percept::lab {
namespace {

std::string onnx_model(Training& training) {
  const Settings& settings = training.settings();
  recipe::Recipe recipe = whole_recipe(settings);
  std::int64_t inputs = settings.mode == "curve" ? 1 : 2;
  train::ModelCard card{.name = recipe.name,
                        .recipe = recipe::format_recipe(recipe),
                        .classes = training.points().classes,
                        .outputs = training.network().outputs,
                        .input = Shape{inputs}};
  std::map<std::string, Tensor> weights;
  for (const auto& [path, entry] : training.store().entries()) weights[path] = entry.value;
  return train::export_net(recipe::make_net(recipe, training.network().outputs), card, weights).bytes;
}

std::string in_shell(const std::string& word) {
  std::string out = "'";
  for (char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The built-in recipe `mlp`, and every field in which this one differs.
std::string command(const Settings& settings) {
  recipe::Recipe recipe = whole_recipe(settings), base = recipe::load_recipe("mlp").value();
  base.train.optimizer = recipe.train.optimizer;
  base.train.schedule = recipe.train.schedule;
  std::map<std::string, std::string> mine = recipe::list_fields(recipe), theirs = recipe::list_fields(base);
  std::string line = "percept train mlp";
  auto field = [&](const std::string& name, const std::string& value) {
    line += " \\\n  " + in_shell(name + "=" + value);
  };
  for (const char* first : {"train.optimizer.name", "train.schedule.name"}) field(first, mine[first]);
  for (const auto& [name, value] : mine) {
    bool own = name.starts_with("train.optimizer.") || name.starts_with("train.schedule.");
    if (own ? !name.ends_with(".name") : !theirs.contains(name) || theirs[name] != value) field(name, value);
  }
  return line + "\n";
}

}  // namespace

ExportedFile export_training(Training& training, const std::string& form) {
  const Settings& settings = training.settings();
  if (form == "onnx") return {"playground.onnx", onnx_model(training), true};
  if (form == "cpp") return {"playground.cpp", cpp_program(training)};
  if (form == "recipe") return {"playground.toml", recipe::format_recipe(whole_recipe(settings))};
  if (form == "command") return {"playground.sh", command(settings)};
  if (form == "csv") return {"points.csv", points_csv(settings)};
  throw Error(Problem("lab.no_form", {{"form", form.substr(0, 40)}}));
}

Message what_changed(std::string_view changes) {
  using Json = nlohmann::ordered_json;
  Json json = Json::parse(changes, nullptr, false);
  if (!json.is_object() || json.empty()) return {"lab.edit.settings"};
  const std::string& path = json.begin().key();
  const Json& value = json.begin().value();
  if (json.size() > 1 || value.is_structured()) return {"lab.edit.setting", {{"field", path}}};
  return {"lab.edit.value",
          {{"field", path},
           {"value", value.is_string() ? value.get<std::string>().substr(0, 60) : value.dump()}}};
}

}  // namespace percept::lab
