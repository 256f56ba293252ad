#include "saved.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "percept/base/base64.hpp"
#include "percept/io/json_depth.hpp"

namespace percept::lab {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKind = "percept playground 1";
constexpr std::size_t kLongest = 16 << 20;
constexpr std::int64_t kMostSteps = std::int64_t(1) << 40;

Tensor read_tensor(const std::string& path, const Json& json) {
  static constexpr std::pair<const char*, DType> kTypes[] = {
      {"f32", DType::f32}, {"f64", DType::f64}, {"i64", DType::i64}};
  for (const auto& [name, dtype] : kTypes) {
    if (json.at("type") != name) continue;
    auto dims = json.at("shape").get<std::vector<std::int64_t>>();
    std::int64_t elements = 1;
    for (std::int64_t size : dims) {
      if (size < 0 || size > 1 << 20 || dims.size() > 4) throw Error(not_saved(path));
      elements *= std::max<std::int64_t>(size, 1);
      if (elements > 1 << 22) throw Error(not_saved(path));
    }
    Result<std::string> bytes = decode_base64(json.at("data").get_ref<const std::string&>());
    Tensor tensor(dtype, Shape(dims));
    if (!bytes || bytes->size() != tensor.bytes()) throw Error(not_saved(path));
    std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(tensor.raw()));
    if (dtype != DType::i64)
      for (std::int64_t i = 0; i < tensor.size(); ++i)
        if (!std::isfinite(tensor.at(i))) throw Error(not_saved(path));
    return tensor;
  }
  throw Error(not_saved(path));
}

std::int64_t read_count(const Json& json, const char* name) {
  const Json& value = json.at(name);
  if (!value.is_number_integer()) throw Error(not_saved(name));
  auto count = value.get<std::int64_t>();
  if (count < 0 || count > kMostSteps) throw Error(not_saved(name));
  return count;
}

}  // namespace

Problem not_saved(const std::string& where) {
  return Problem("lab.saved").with_hint("lab.saved.hint").at(where);
}

std::string save_moment(const Moment& moment) {
  Json json = {{"kind", kKind},
               {"settings", Json::parse(format_settings(*moment.settings))},
               {"step", moment.step},
               {"epoch", moment.epoch},
               {"position", moment.position},
               {"locks", Json::array()},
               {"tensors", Json::object()}};
  for (const Lock& lock : moment.locks)
    json["locks"].push_back({{"path", lock.path}, {"index", lock.index}, {"value", lock.value}});
  for (const auto& [path, tensor] : moment.tensors) {
    std::string_view bytes(reinterpret_cast<const char*>(tensor.raw()), tensor.bytes());
    json["tensors"][path] = {
        {"type", name_of(tensor.dtype())},
        {"shape", std::vector<std::int64_t>(tensor.shape().begin(), tensor.shape().end())},
        {"data", encode_base64(bytes)}};
  }
  return json.dump();
}

Result<Moment> read_moment(std::string_view text) {
  if (text.size() > kLongest || !io::is_shallow_json(text)) return not_saved("");
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("kind", Json()) != kKind) return not_saved("kind");
  try {
    Moment moment;
    Result<Settings> settings = parse_settings(json.at("settings").dump());
    if (!settings) return std::move(settings).problem();
    moment.settings = std::make_shared<const Settings>(*std::move(settings));
    moment.plateau = optim::Plateau(moment.settings->schedule.plateau);
    moment.step = read_count(json, "step");
    moment.epoch = read_count(json, "epoch");
    moment.tally.from_zero = moment.step == 0;
    moment.position = read_count(json, "position");
    for (const Json& lock : json.at("locks")) {
      moment.locks.push_back(
          {lock.at("path").get<std::string>(), read_count(lock, "index"), lock.at("value").get<float>()});
      if (!std::isfinite(moment.locks.back().value)) return not_saved("locks");
    }
    for (const auto& [path, tensor] : json.at("tensors").items())
      moment.tensors[path] = read_tensor(path, tensor);
    return moment;
  } catch (const Error& error) {
    return error.problem();
  } catch (const Json::exception&) {
    return not_saved("");
  }
}

}  // namespace percept::lab
