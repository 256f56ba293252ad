#include "percept/train/model_file.hpp"

#include <nlohmann/json.hpp>

#include "percept/io/json_depth.hpp"

namespace percept::train {
namespace {

using nlohmann::json;

constexpr const char* kKeys[] = {"name",  "recipe",        "classes",          "outputs",
                                 "input", "normalization", "border_brightness"};

Problem unfit(const std::string& name, const std::string& key) {
  return Problem("train.model.metadata", {{"key", key}}).about(name).with_hint("train.model.hint");
}

}  // namespace

std::map<std::string, std::string> to_metadata(const ModelCard& card) {
  std::map<std::string, std::string> metadata = {
      {"format", "percept"},
      {"name", card.name},
      {"recipe", card.recipe},
      {"classes", json(card.classes).dump()},
      {"outputs", json(card.outputs).dump()},
      {"input", json(card.input.dims()).dump()},
      {"normalization",
       json{{"mean", card.normalization.mean}, {"deviation", card.normalization.deviation}}.dump()},
      {"border_brightness", json(card.border_brightness).dump()},
  };
  if (!card.schema.empty()) metadata["schema"] = card.schema;
  return metadata;
}

Result<ModelCard> from_metadata(const std::map<std::string, std::string>& metadata, const std::string& name) {
  for (const char* key : kKeys)
    if (!metadata.contains(key)) return unfit(name, key);
  const char* reading = "";
  auto parsed = [&](const char* key) {
    const std::string& text = metadata.at(reading = key);
    return io::is_shallow_json(text) ? json::parse(text) : json();
  };
  ModelCard card{.name = metadata.at("name"), .recipe = metadata.at("recipe")};
  if (auto schema = metadata.find("schema"); schema != metadata.end()) card.schema = schema->second;
  try {
    card.classes = parsed("classes").get<std::vector<std::string>>();
    card.outputs = parsed("outputs").get_ref<const json::number_integer_t&>();
    std::vector<std::int64_t> dims;
    json input = parsed("input");
    for (const json& size : input.get_ref<const json::array_t&>())
      dims.push_back(size.get_ref<const json::number_integer_t&>());
    card.input = Shape(std::move(dims));
    json normalization = parsed("normalization");
    card.normalization = {normalization.at("mean").get<std::vector<float>>(),
                          normalization.at("deviation").get<std::vector<float>>()};
    card.border_brightness = parsed("border_brightness").get<double>();
  } catch (const json::exception&) {
    return unfit(name, reading);
  }
  // Sizes that an example can have, and a normalisation of as many channels.
  if (card.outputs < 1 || (!card.classes.empty() && card.outputs != std::int64_t(card.classes.size())))
    return unfit(name, "outputs");
  if (card.input.rank() < 1 || card.input.rank() > 3) return unfit(name, "input");
  for (std::int64_t size : card.input)
    if (size < 1 || size > 1 << 24) return unfit(name, "input");
  auto channels = std::size_t(card.input[0]);
  if (card.normalization.mean.size() != channels || card.normalization.deviation.size() != channels)
    return unfit(name, "normalization");
  return card;
}

namespace {

Result<ModelFile> taken_apart(Result<io::Safetensors> contents, const std::string& name) {
  if (!contents) return std::move(contents).problem();
  Result<ModelCard> card = from_metadata(contents->metadata, name);
  if (!card) return std::move(card).problem();
  return ModelFile{*std::move(card), std::move(contents->tensors)};
}

}  // namespace

Result<> write_model(const std::filesystem::path& path, const ModelFile& model) {
  return io::write_safetensors(path, {.tensors = model.weights, .metadata = to_metadata(model.card)});
}

Result<ModelFile> read_model(const std::filesystem::path& path) {
  return taken_apart(io::read_safetensors(path), path.string());
}

Result<ModelFile> parse_model(std::span<const std::byte> bytes, const std::string& name) {
  return taken_apart(io::parse_safetensors(bytes, name), name);
}

}  // namespace percept::train
