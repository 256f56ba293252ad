#include "requests.hpp"

#include "convolution_requests.hpp"
#include "training_requests.hpp"

#include "../lab/json_fields.hpp"
#include "percept/io/json_depth.hpp"

namespace percept::studio {
namespace {

using lab::Json;

constexpr std::size_t kLongestText = 16 << 20;  // of a saved playground or a table
constexpr std::size_t kLongestHead = 4 << 10;   // of a binary message

// A visitor that knows the two kinds of values which the lab reads itself.
class FieldReader {
 public:
  explicit FieldReader(const Json& object) : reader_(object, "", kLongestText) {}
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view doc) {
    if constexpr (std::is_same_v<T, Edit::Changes>) {
      Json json;
      reader_(name, json, doc);
      value.text = json.dump();
    } else if constexpr (std::is_same_v<T, std::vector<lab::JsonValue>>) {
      std::vector<Json> list;
      reader_(name, list, doc);
      for (const Json& each : list) value.push_back({each.dump()});
    } else {
      reader_(name, value, doc);
    }
  }
  void require_no_others() {
    double id = 0;
    std::string ask;
    reader_("id", id, "");
    reader_("ask", ask, "");
    reader_.require_no_others();
  }

 private:
  lab::JsonReader reader_;
};

template <class Request, std::size_t i = 0>
Result<Request> read_as(const std::string& ask, const Json& json) {
  if constexpr (i == std::variant_size_v<Request>) {
    return lab::with_remedy(Problem("lab.unknown_request", {{"ask", ask.substr(0, 40)}}));
  } else {
    using Kind = std::variant_alternative_t<i, Request>;
    if (ask != Kind::kAsk) return read_as<Request, i + 1>(ask, json);
    Kind request;
    FieldReader reader(json);
    request.fields(reader);
    reader.require_no_others();
    return Request(std::move(request));
  }
}

template <class Request>
AskedOf<Request> read(std::string_view text) {
  AskedOf<Request> asked{.id = -1, .request = lab::with_remedy(Problem("lab.no_request"))};
  if (!io::is_shallow_json(text)) return asked;
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return asked;
  auto id = json.find("id"), ask = json.find("ask");
  if (id != json.end() && id->is_number()) asked.id = id->get<double>();
  if (asked.id == -1 || ask == json.end() || !ask->is_string()) return asked;
  try {
    asked.request = read_as<Request>(ask->get<std::string>(), json);
  } catch (const Error& error) {
    asked.request = lab::with_remedy(error.problem());
  }
  return asked;
}

// [u32 little-endian: bytes of the head][the head, padded with spaces to a multiple of 4][bytes]
template <class Upload>
AskedOf<Upload> read_upload(std::string_view message) {
  AskedOf<Upload> none{.id = -1, .request = lab::with_remedy(Problem("lab.no_head"))};
  if (message.size() < 4) return none;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) size |= std::size_t(static_cast<unsigned char>(message[i])) << 8 * i;
  message.remove_prefix(4);
  if (size % 4 != 0 || size > kLongestHead || size > message.size()) return none;
  auto asked = read<Upload>(message.substr(0, size));
  if (asked.request)
    std::visit([&](auto& request) { request.pixels = message.substr(size); }, *asked.request);
  return asked;
}

}  // namespace

Asked read_request(std::string_view text) { return read<PageRequest>(text); }

AskedOf<ConvolutionRequest> read_convolution_request(std::string_view text) {
  return read<ConvolutionRequest>(text);
}

AskedOf<ConvolutionUpload> read_convolution_upload(std::string_view message) {
  return read_upload<ConvolutionUpload>(message);
}

AskedOf<TrainingRequest> read_training_request(std::string_view text) { return read<TrainingRequest>(text); }

AskedOf<TrainingUpload> read_training_upload(std::string_view message) {
  return read_upload<TrainingUpload>(message);
}

}  // namespace percept::studio
