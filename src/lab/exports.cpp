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
  return train::export_net(
             recipe::make_net(recipe, training.network().outputs, training.points().train.size()), card,
             weights)
      .bytes;
}

std::string in_shell(const std::string& word) {
  std::string out = "'";
  for (char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The built-in recipe `mlp`, and every field in which this one differs.
std::string command(const Settings& settings) {
  recipe::Recipe recipe = training_recipe(settings);
  std::string name = recipe.model.is_network() ? "mlp" : recipe.model.kind;
  recipe::Recipe base = recipe::load_recipe(name).value();
  base.train.optimizer = recipe.train.optimizer;
  base.train.schedule = recipe.train.schedule;
  std::map<std::string, std::string> mine = recipe::list_fields(recipe), theirs = recipe::list_fields(base);
  std::string line = "percept train " + name;
  auto field = [&](const std::string& name, const std::string& value) {
    line += " \\\n  " + in_shell(name + "=" + value);
  };
  for (const char* first : {"train.optimizer.name", "train.schedule.name"})
    if (mine.contains(first)) field(first, mine[first]);
  for (const auto& [name, value] : mine) {
    bool own = name.starts_with("train.optimizer.") || name.starts_with("train.schedule.");
    if (own ? !name.ends_with(".name") : !theirs.contains(name) || theirs[name] != value) field(name, value);
  }
  return line + "\n";
}

bool is_known(const std::string& id) { return render(Message(id)) != id; }

// "layers.0.units" is what the catalogue calls lab.setting.layers_units; the path itself where it calls it
// nothing.
std::string title_of(const std::string& path) {
  std::string word;
  for (std::size_t i = 0; i < path.size(); ++i) {
    bool index =
        path[i] == '.' && i + 1 < path.size() && std::isdigit(static_cast<unsigned char>(path[i + 1]));
    if (index)
      while (i + 1 < path.size() && path[i + 1] != '.') ++i;
    else
      word += path[i] == '.' ? '_' : path[i];
  }
  std::string id = "lab.setting." + word;
  if (is_known(id)) return "@" + id;
  // A field of an optimiser or a schedule is a symbol of the field's own: beta1.
  std::size_t dot = path.find('.');
  return dot == path.npos ? path.substr(0, 60) : path.substr(dot + 1, 60);
}

// What a setting becomes, by its title where the catalogue has one.
std::string choice_of(const std::string& path, const nlohmann::ordered_json& value) {
  if (value.is_boolean()) return "@" + std::string(value.get<bool>() ? "lab.edit.on" : "lab.edit.off");
  if (!value.is_string()) return value.dump();
  auto word = value.get<std::string>();
  for (const auto& [ending, prefix] : {std::pair("data.set", "lab.data."),
                                       {"activation", "lab.activation."},
                                       {"loss", "lab.loss."},
                                       {"optimizer.name", "lab.optimizer."},
                                       {"schedule.name", "lab.schedule."},
                                       {"initial", "lab.initial."},
                                       {"rule", "lab.rule_name."},
                                       {"model", "lab.model."}})
    if (path.ends_with(ending) && is_known(prefix + word)) return "@" + (prefix + word);
  return word.substr(0, 60);
}

}  // namespace

ExportedFile export_training(Training& training, const std::string& form) {
  const Settings& settings = training.settings();
  if (form == "onnx") return {"playground.onnx", onnx_model(training), true};
  if (form == "cpp") return {"playground.cpp", cpp_program(training)};
  if (form == "recipe") return {"playground.toml", recipe::format_recipe(training_recipe(settings))};
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
  Argument title("title", title_of(path));
  if (json.size() > 1 || value.is_structured()) return {"lab.edit.setting", {std::move(title)}};
  if (value.is_number()) return {"lab.edit.value", {std::move(title), {"choice", value.get<double>()}}};
  return {"lab.edit.value", {std::move(title), {"choice", choice_of(path, value)}}};
}

}  // namespace percept::lab
