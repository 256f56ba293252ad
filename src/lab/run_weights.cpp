#include "run_weights.hpp"

#include <poll.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "percept/base/base64.hpp"
#include "percept/io/json_depth.hpp"

namespace percept::lab {
namespace {

using Json = nlohmann::json;
using std::chrono::steady_clock;

constexpr std::size_t kLongestLine = 100 << 20;  // 64 MiB of numbers in base64, and what stands around
constexpr int kGlance = 50;                      // milliseconds between two looks at `stop`

Problem unreadable() { return Problem("lab.review.weights").with_hint("lab.review.weights.hint"); }

std::optional<Tensor> tensor_of(const Json& json) {
  if (!json.is_object() || json.value("dtype", Json()) != "f32") return std::nullopt;
  auto shape = json.find("shape"), data = json.find("data");
  if (shape == json.end() || data == json.end() || !shape->is_array() || !data->is_string())
    return std::nullopt;
  Result<std::string> bytes = decode_base64(data->get_ref<const std::string&>());
  if (!bytes) return std::nullopt;
  std::vector<std::int64_t> dims;
  std::uint64_t elements = 1, most = bytes->size();
  for (const Json& each : *shape) {
    if (!each.is_number_unsigned()) return std::nullopt;
    auto dim = each.get<std::uint64_t>();
    if (dim > most || (elements *= dim) > most) return std::nullopt;
    dims.push_back(std::int64_t(dim));
  }
  if (elements * sizeof(float) != bytes->size()) return std::nullopt;
  Tensor tensor(DType::f32, Shape(std::move(dims)));
  std::copy_n(reinterpret_cast<const std::byte*>(bytes->data()), bytes->size(), tensor.raw());
  return tensor;
}

}  // namespace

Result<RunWeights> parse_run_weights(const std::string& line) {
  if (!io::is_shallow_json(line)) return unreadable();
  Json json = Json::parse(line, nullptr, false);
  auto ok = json.is_object() ? json.find("ok") : json.end();
  if (!json.is_object() || ok == json.end() || !ok->is_object()) return unreadable();
  auto step = ok->find("step"), tensors = ok->find("tensors");
  if (step == ok->end() || !step->is_number_unsigned() || tensors == ok->end() || !tensors->is_array())
    return unreadable();
  RunWeights weights{.step = step->get<std::int64_t>()};
  for (const Json& each : *tensors) {
    std::optional<Tensor> tensor = tensor_of(each);
    auto path = each.is_object() ? each.find("path") : each.end();
    if (!tensor || path == each.end() || !path->is_string()) return unreadable();
    weights.tensors.emplace(path->get<std::string>(), *std::move(tensor));
  }
  return weights;
}

Result<WeightsLine> WeightsLine::open(const std::filesystem::path& folder) {
  Result<train::ControlClient> client = train::ControlClient::connect(folder, kLongestLine);
  if (!client) return client.problem();
  return WeightsLine(*std::move(client));
}

Result<RunWeights> WeightsLine::ask(const std::atomic<bool>& stop, std::chrono::milliseconds patience) {
  auto until = steady_clock::now() + patience;
  bool there = client_.say(R"({"command": "weights"})");
  while (there && !stop && steady_clock::now() < until) {
    std::vector<std::string> lines;
    there = client_.take(lines);
    if (!lines.empty()) return parse_run_weights(lines.front());
    pollfd wait{.fd = client_.descriptor(), .events = POLLIN, .revents = 0};
    ::poll(&wait, 1, kGlance);
  }
  return Problem("lab.review.silent").with_hint("lab.review.silent.hint");
}

}  // namespace percept::lab
