#include "percept/lab/settings.hpp"

#include <cmath>

#include "models.hpp"
#include "percept/base/spelling.hpp"
#include "percept/io/json_depth.hpp"
#include "percept/lab/catalogue.hpp"
#include "rules.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kLongest = 4 << 20;  // of 20,000 points

Result<Json> parse(std::string_view text) {
  if (text.size() > kLongest) return Problem("lab.json.long", {{"most", kLongest}});
  if (!io::is_shallow_json(text)) return Problem("lab.json");
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Problem("lab.json");
  return json;
}

Result<Settings> settings_of(const Json& json) {
  try {
    Settings settings;
    JsonReader reader(json, "");
    settings.fields(reader);
    reader.require_no_others();
    require_sound(settings);
    return settings;
  } catch (const Error& error) {
    return with_remedy(error.problem());
  }
}

// The features that a mode has: a curve's is x, the plane's are x1 and x2.
void fit_features(Json& json) {
  bool curve = json["mode"] == "curve";
  json["features"] = curve ? Json::array({"x"}) : Json::array({"x1", "x2"});
}

void set_path(Json& json, const std::string& path, const Json& value) {
  Json* place = &json;
  std::size_t begin = 0;
  for (int depth = 0; depth < 8; ++depth) {
    std::size_t dot = path.find('.', begin);
    std::string key = path.substr(begin, dot - begin);
    Json* next = nullptr;
    if (place->is_array()) {
      std::size_t index = 0;
      for (char c : key)
        index = c >= '0' && c <= '9' && index < 1000 ? index * 10 + std::size_t(c - '0') : 1000;
      if (!key.empty() && index < place->size()) next = &(*place)[index];
    } else if (place->is_object()) {
      next = &(*place)[key];
    }
    if (!next) break;
    if (dot == path.npos) return void(*next = value);
    place = next;
    begin = dot + 1;
  }
  throw Error(Problem("lab.unknown_field", {{"field", path.substr(0, 200)}}).at(path.substr(0, 200)));
}

void apply(Json& json, const std::string& path, const Json& value) {
  if (path == "optimizer.name" || path == "schedule.name") {
    Json& part = json[path.substr(0, path.find('.'))];
    Json fresh = {{"name", value}};
    if (path == "optimizer.name" && part.contains("lr")) fresh["lr"] = part["lr"];
    part = std::move(fresh);
    return;
  }
  if (path == "layers.activation" || path == "layers.units") {  // of all layers
    for (Json& layer : json["layers"]) layer[path.substr(path.find('.') + 1)] = value;
    return;
  }
  if (path == "model") {
    if (!value.is_string()) wrong_type(path, "lab.type.text");
    return choose_model(json, value.get<std::string>());
  }
  if (path == "degree") return choose_degree(json, value);
  set_path(json, path, value);
  if (path == "rule" && value == kLeastSquares) json["loss"] = usual_loss(0);  // what it makes least
  if (path == "layers" && value.is_array() && !value.empty()) json["rule"] = kGradient;  // a network
  if (path == "data.set") {
    const DataKind* kind = value.is_string() ? find_data(value.get<std::string>()) : nullptr;
    if (kind && kind->name != "own" && json["data"]["train"] == 1)
      json["data"]["train"] = DataSettings().train;
    if (kind && kind->name != "own" && json["mode"] != std::string(kind->mode)) {
      json["mode"] = std::string(kind->mode);
      json["data"]["points"] = Json::array();
      fit_features(json);
    }
  }
  if (path == "mode") {
    json["data"]["set"] = value == "curve" ? "sine" : "circle";
    json["data"]["points"] = Json::array();
    fit_features(json);
  }
}

void require_known(const std::string& field, const std::string& word, std::vector<std::string> known) {
  if (std::find(known.begin(), known.end(), word) == known.end())
    throw Error(
        unknown_word(Problem("lab.unknown_word", {{"field", field}, {"word", word}}), word, known).at(field));
}

template <class Kinds>
std::vector<std::string> names(const Kinds& kinds) {
  std::vector<std::string> all;
  for (const auto& kind : kinds) {
    if constexpr (requires { kind.name; })
      all.emplace_back(kind.name);
    else
      all.emplace_back(kind);
  }
  return all;
}

void require_sound(const DataSettings& data, bool curve) {
  require_known("data.set", data.set, names(data_kinds()));
  require_range("data.count", double(data.count), 10, double(kMostPoints));
  require_range("data.noise", double(data.noise), 0, 1);
  require_range("data.label_noise", double(data.label_noise), 0, 0.5);
  require_range("data.imbalance", double(data.imbalance), 0, 0.95);
  require_range("data.classes", double(data.classes), 3, 10);
  if (data.set != "own" || data.train != 1) require_range("data.train", double(data.train), 0.1, 0.9);
  require_range("data.seed", double(data.seed), 0, 0x1p32);
  for (std::size_t i = 0; i < data.points.size(); ++i) {
    std::string field = "data.points." + std::to_string(i);
    if (data.points[i].size() != (curve ? 2 : 3))
      throw Error(Problem(curve ? "lab.point.curve" : "lab.point").at(field));
    for (double number : data.points[i]) require_range(field, number, -1e6, 1e6);
  }
}

void require_sound(const std::vector<LayerSettings>& layers) {
  require_range("layers", double(layers.size()), 0, 12);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    std::string field = "layers." + std::to_string(i) + ".";
    require_range(field + "units", double(layers[i].units), 1, 256);
    require_range(field + "dropout", double(layers[i].dropout), 0, 0.95);
    require_known(field + "activation", layers[i].activation, names(activation_kinds()));
    for (std::int64_t from : layers[i].skip) require_range(field + "skip", double(from), 0, double(i) - 1);
  }
}

}  // namespace

void require_range(const std::string& field, double value, double low, double high) {
  if (!(value >= low && value <= high))
    throw Error(
        Problem("lab.range", {{"field", field}, {"value", value}, {"low", low}, {"high", high}}).at(field));
}

Problem with_remedy(Problem problem) {
  if (!problem.hint) problem.hint = Message("lab.remedy");
  return problem;
}

Result<Settings> parse_settings(std::string_view text) {
  Result<Json> json = parse(text);
  if (!json) return with_remedy(std::move(json).problem());
  return settings_of(*json);
}

std::string format_settings(Settings settings) { return JsonWriter::written(settings).dump(); }

Result<Settings> change_settings(const Settings& settings, std::string_view changes) {
  Result<Json> asked = parse(changes);
  if (!asked) return with_remedy(std::move(asked).problem());
  Json json = Json::parse(format_settings(settings));
  try {
    for (const auto& [path, value] : asked->items()) apply(json, path, value);
  } catch (const Error& error) {
    return with_remedy(error.problem());
  } catch (const Json::exception&) {  // a path through what is no object
    return with_remedy(Problem("lab.json"));
  }
  if (!asked->contains("rule")) drop_unfit_solver(json);
  const Json& loss = json["loss"];
  bool undecided = loss.is_string() && loss.get_ref<const std::string&>().empty();
  if (undecided) json["loss"] = usual_loss(0);
  Result<Settings> changed = settings_of(json);
  // A loss that nobody has just chosen follows the data.
  if (changed && !asked->contains("loss")) {
    std::int64_t classes = classes_of(*changed);
    bool fits_rule = rule_fits(changed->rule, classes);
    if (asked->contains("model") && !fits_rule)
      return Problem("lab.model.classes").with_hint("lab.model.classes.hint").at("model");
    bool fits = find_loss(changed->loss)->fits(classes);
    if (!fits_rule || (!fits && changed->loss == "perceptron_loss")) forget_rule(*changed);
    if (undecided || !fits) changed->loss = usual_loss(classes);
  }
  return changed;
}

std::int64_t classes_of(const Settings& settings) {
  const DataKind* kind = find_data(settings.data.set);
  if (kind && kind->name == "blobs") return settings.data.classes;
  if (!kind || kind->name != "own") return kind ? kind->classes : 0;
  if (settings.mode == "curve") return 0;
  std::int64_t most = 1;
  for (const PointRow& point : settings.data.points) {
    if (point[2] != std::floor(point[2]) || point[2] < 0 || point[2] > 9) return 0;
    most = std::max(most, std::int64_t(point[2]));
  }
  return most + 1;
}

void require_sound(const Settings& settings) {
  require_known("mode", settings.mode, {"plane", "curve"});
  bool curve = settings.mode == "curve";
  require_sound(settings.data, curve);
  const DataKind* kind = find_data(settings.data.set);
  if (kind->name != "own" && kind->mode != settings.mode)
    throw Error(Problem("lab.mode", {{"set", settings.data.set}, {"mode", settings.mode}}).at("data.set"));
  require_range("features", double(settings.features.size()), 1, 16);
  require_sound(settings.layers);
  require_known("rule", settings.rule, names(rule_names()));
  if (settings.rule != kGradient && !settings.layers.empty())
    throw Error(Problem("lab.rule.layers").with_hint("lab.rule.layers.hint").at("rule"));
  if (settings.rule == kLeastSquares && !is_solvable(settings))
    throw Error(Problem("lab.rule.powers").with_hint("lab.rule.powers.hint").at("rule"));
  require_range("k", double(settings.k), 1, 25);
  require_known("initial", settings.initial, names(initial_kinds()));
  require_known("loss", settings.loss, names(loss_kinds()));
  std::vector<std::string> schedules = optim::names_of<optim::AnySchedule>();
  schedules.emplace_back("plateau");
  require_known("schedule.name", settings.schedule.name, schedules);
  require_range("l1", double(settings.l1), 0, 100);
  require_range("l2", double(settings.l2), 0, 100);
  require_range("batch", double(settings.batch), 1, double(kMostPoints));
  require_range("seed", double(settings.seed), 0, 0x1p32);
  require_range("stop.loss", double(settings.stop.loss), 0, 1e6);
  require_range("stop.patience", double(settings.stop.patience), 0, 1e9);
  require_range("stop.epochs", double(settings.stop.epochs), 0, 1e9);
}

}  // namespace percept::lab
