#include "weight_line.hpp"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "percept/base/base64.hpp"
#include "percept/io/json_depth.hpp"

namespace percept::lab {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds kPause{100}, kLongPause{5000};  // the long one after a refusal
constexpr int kShare = 4;                              // so many times what an answer took is waited
constexpr std::size_t kLongestLine = 96 << 20;         // 64 MiB of tensors as text

const Json* field(const Json& object, const char* key) {
  auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

const std::string* word(const Json& object, const char* key) {
  const Json* found = field(object, key);
  return found && found->is_string() ? found->get_ptr<const std::string*>() : nullptr;
}

// The bytes of what the network has under that path; nothing where they are not as many.
std::optional<Tensor> tensor_of(const Json& json, const Tensor& like) {
  const std::string *dtype = word(json, "dtype"), *data = word(json, "data");
  if (!dtype || *dtype != name_of(like.dtype()) || !data) return std::nullopt;
  Result<std::string> bytes = decode_base64(*data);
  if (!bytes || bytes->size() != like.bytes()) return std::nullopt;
  Tensor tensor(like.dtype(), like.shape());
  std::memcpy(tensor.raw(), bytes->data(), bytes->size());
  return tensor;
}

std::optional<Weights> weights_of(const Json& tensors, const ParameterStore& store) {
  Weights weights;
  for (const Json& each : tensors) {
    const std::string* path = each.is_object() ? word(each, "path") : nullptr;
    const ParameterStore::Entry* entry = path ? store.find(*path) : nullptr;
    if (!entry) continue;  // of the optimiser, for one
    std::optional<Tensor> tensor = tensor_of(each, entry->value);
    if (!tensor) return std::nullopt;
    weights.insert_or_assign(*path, std::move(*tensor));
  }
  if (weights.size() != store.entries().size()) return std::nullopt;
  return weights;
}

}  // namespace

std::unique_ptr<WeightLine> WeightLine::open(const std::filesystem::path& folder) {
  Result<train::ControlClient> client = train::ControlClient::connect(folder, kLongestLine);
  if (!client) return nullptr;
  return std::unique_ptr<WeightLine>(new WeightLine(*std::move(client)));
}

std::optional<WeightTimeline::Snapshot> WeightLine::look(const ParameterStore& store) {
  Clock::time_point now = Clock::now();
  if (!asked_ && now >= next_) {
    asked_ = true;
    asked_at_ = now;
    over_ |= !client_.say(R"({"command": "weights", "id": 1})");
  }
  std::vector<std::string> lines;
  over_ |= !client_.take(lines);
  for (const std::string& line : lines) {
    if (!io::is_shallow_json(line)) continue;
    Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !asked_) continue;
    asked_ = false;
    const Json *ok = field(json, "ok"), *error = field(json, "error");
    if (error && error->is_object()) {
      next_ = Clock::now() + kLongPause;
      const std::string* reason = word(*error, "message");
      throw Error(Problem("lab.inspection.refused", {{"reason", reason ? reason->substr(0, 1000) : ""}})
                      .with_hint("lab.inspection.refused.hint"));
    }
    const Json *step = ok && ok->is_object() ? field(*ok, "step") : nullptr,
               *tensors = step ? field(*ok, "tensors") : nullptr;
    std::optional<Weights> weights;
    if (tensors && tensors->is_array() && step->is_number_integer()) weights = weights_of(*tensors, store);
    Clock::time_point done = Clock::now();
    if (!weights) {
      next_ = done + kLongPause;
      throw Error(Problem("lab.inspection.other").with_hint("lab.inspection.other.hint"));
    }
    next_ = std::max(asked_at_ + kPause, done + (done - asked_at_) * kShare);
    if (step->get<std::int64_t>() == step_) return std::nullopt;  // it is paused
    step_ = step->get<std::int64_t>();
    return WeightTimeline::Snapshot{step_, std::move(*weights)};
  }
  return std::nullopt;
}

}  // namespace percept::lab
