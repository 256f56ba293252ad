#include "percept/lab/hand_net.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "percept/base/random.hpp"
#include "percept/io/json_depth.hpp"

namespace percept::lab {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestText = 1 << 16;
constexpr double kMostNumber = 1e6;

Error unusable(const char* field, const char* wanted) {
  return Error(Problem("lab.hand.field", {{"field", field}, {"wanted", "@" + std::string(wanted)}})
                   .with_hint("lab.hand.hint"));
}

std::vector<double> numbers_in(const Json& json, const char* field) {
  bool fits = json.is_array() && !json.empty() && json.size() <= HandNet::kMostUnits;
  std::vector<double> numbers;
  if (fits)
    for (const Json& each : json) {
      fits = fits && each.is_number() && std::abs(each.get<double>()) <= kMostNumber;
      if (fits) numbers.push_back(each.get<double>());
    }
  if (!fits) throw unusable(field, "lab.hand.numbers");
  return numbers;
}

HandLayer layer_in(const Json& json, std::size_t inputs) {
  bool fits = json.is_array() && !json.empty() && json.size() <= HandNet::kMostUnits;
  if (!fits) throw unusable("weights", "lab.hand.layers");
  HandLayer layer;
  for (const Json& row : json) {
    layer.weights.push_back(numbers_in(row, "weights"));
    if (layer.weights.back().size() != inputs) throw unusable("weights", "lab.hand.row");
  }
  layer.biases = {0};
  return layer;
}

void read_biases(const Json& json, HandNet& net) {
  if (!json.is_array() || json.size() != net.layers.size()) throw unusable("biases", "lab.hand.biases");
  for (std::size_t i = 0; i < json.size(); ++i) {
    HandLayer& layer = net.layers[i];
    layer.biases = numbers_in(json[i].is_array() ? json[i] : Json::array({json[i]}), "biases");
    if (layer.biases.size() != 1 && layer.biases.size() != layer.weights.size())
      throw unusable("biases", "lab.hand.biases");
  }
}

HandNet read(std::string_view text) {
  bool fits = text.size() <= kLongestText && io::is_shallow_json(text);
  Json json = fits ? Json::parse(text, nullptr, false) : Json();
  if (!json.is_object()) throw Error(Problem("lab.hand.json").with_hint("lab.hand.hint"));
  for (const auto& [field, value] : json.items()) {
    bool known =
        field == "inputs" || field == "targets" || field == "weights" || field == "biases" || field == "rate";
    if (!known)
      throw Error(Problem("lab.unknown_field", {{"field", field.substr(0, 60)}}).with_hint("lab.hand.hint"));
  }
  HandNet net;
  net.inputs = numbers_in(json.value("inputs", Json()), "inputs");
  net.targets = numbers_in(json.value("targets", Json()), "targets");
  const Json weights = json.value("weights", Json());
  if (!weights.is_array() || weights.empty() || weights.size() > HandNet::kMostLayers)
    throw unusable("weights", "lab.hand.layers");
  std::size_t width = net.inputs.size();
  for (const Json& layer : weights) {
    net.layers.push_back(layer_in(layer, width));
    width = net.layers.back().weights.size();
  }
  if (net.targets.size() != width) throw unusable("targets", "lab.hand.targets");
  if (json.contains("biases")) read_biases(json["biases"], net);
  if (json.contains("rate")) {
    const Json& rate = json["rate"];
    bool positive = rate.is_number() && rate.get<double>() > 0 && rate.get<double>() <= kMostNumber;
    if (!positive) throw unusable("rate", "lab.hand.rate");
    net.rate = rate.get<double>();
  }
  return net;
}

std::vector<std::int64_t> sizes_in(const std::string& words) {
  std::vector<std::int64_t> sizes;
  for (const char *at = words.data(), *end = at + words.size();;) {
    std::int64_t size = 0;
    auto [next, error] = std::from_chars(at, end, size);
    bool fits = error == std::errc() && size >= 1 && size <= std::int64_t(HandNet::kMostUnits);
    if (fits) sizes.push_back(size);
    bool more = fits && next < end && *next == '-';
    if (!more) {
      fits = fits && next == end && sizes.size() >= 2 && sizes.size() <= HandNet::kMostLayers + 1;
      if (fits) return sizes;
      throw Error(Problem("lab.hand.sizes", {{"sizes", words.substr(0, 60)}})
                      .with_hint("lab.hand.sizes.hint",
                                 {{"layers", HandNet::kMostLayers}, {"units", HandNet::kMostUnits}}));
    }
    at = next + 1;
  }
}

}  // namespace

HandNet mazur_net() {
  return {.inputs = {.05, .10},
          .targets = {.01, .99},
          .layers = {{{{.15, .20}, {.25, .30}}, {.35}}, {{{.40, .45}, {.50, .55}}, {.60}}}};
}

// Rounded to two digits, as one would choose them by hand.
HandNet drawn_net(const std::string& words, std::uint64_t seed) {
  std::vector<std::int64_t> sizes = sizes_in(words);
  RandomSequence random(RandomStream(seed, "hand_net"));
  auto draw = [&](std::int64_t count, float from) {
    std::vector<double> numbers;
    for (std::int64_t i = 0; i < count; ++i)
      numbers.push_back(std::round(100 * double(random.uniform(from, 1))) / 100);
    return numbers;
  };
  HandNet net{.inputs = draw(sizes.front(), 0), .targets = draw(sizes.back(), 0)};
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    HandLayer& layer = net.layers.emplace_back();
    for (std::int64_t unit = 0; unit < sizes[i]; ++unit) layer.weights.push_back(draw(sizes[i - 1], -1));
    layer.biases = draw(sizes[i], -1);
  }
  return net;
}

Result<HandNet> parse_hand_net(std::string_view text) {
  try {
    return read(text);
  } catch (const Error& error) {
    return error.problem();
  }
}

std::string to_json(const HandNet& net) {
  Json json = {{"inputs", net.inputs}, {"targets", net.targets}};
  json["weights"] = Json::array();
  json["biases"] = Json::array();
  for (const HandLayer& layer : net.layers) {
    json["weights"].push_back(layer.weights);
    bool shared = layer.biases.size() == 1;
    json["biases"].push_back(shared ? Json(layer.biases.front()) : Json(layer.biases));
  }
  json["rate"] = net.rate;
  return json.dump();
}

std::string unit_name(const HandNet& net, std::size_t layer, std::size_t unit) {
  std::string number = std::to_string(unit + 1);
  if (layer == 0) return "i" + number;
  if (layer == net.layers.size()) return "o" + number;
  return (net.layers.size() > 2 ? "h" + std::to_string(layer) + "." : "h") + number;
}

std::string weight_name(const HandNet& net, std::size_t layer, std::size_t unit, std::size_t input) {
  std::size_t before = 0;
  for (std::size_t i = 0; i < layer; ++i)
    before += net.layers[i].weights.size() * net.layers[i].weights.front().size();
  return "w" + std::to_string(before + unit * net.layers[layer].weights.front().size() + input + 1);
}

std::string bias_name(const HandNet& net, std::size_t layer, std::size_t unit) {
  std::size_t before = 0;
  for (std::size_t i = 0; i < layer; ++i) before += net.layers[i].biases.size();
  return "b" + std::to_string(before + (net.layers[layer].biases.size() == 1 ? 0 : unit) + 1);
}

}  // namespace percept::lab
