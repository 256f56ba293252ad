#include "percept/train/model_file.hpp"

#include <nlohmann/json.hpp>

namespace percept::train {
namespace {

using nlohmann::json;

constexpr const char* kKeys[] = {"name",  "recipe",        "classes",          "outputs",
                                 "input", "normalization", "border_brightness"};

Problem unfit(const std::filesystem::path& path, const std::string& key) {
  return Problem("train.model.metadata", {{"key", key}}).about(path.string()).with_hint("train.model.hint");
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

Result<ModelCard> from_metadata(const std::map<std::string, std::string>& metadata,
                                const std::filesystem::path& file) {
  for (const char* key : kKeys)
    if (!metadata.contains(key)) return unfit(file, key);
  const char* reading = "";
  auto parsed = [&](const char* key) { return json::parse(metadata.at(reading = key)); };
  ModelCard card{.name = metadata.at("name"), .recipe = metadata.at("recipe")};
  if (auto schema = metadata.find("schema"); schema != metadata.end()) card.schema = schema->second;
  try {
    card.classes = parsed("classes").get<std::vector<std::string>>();
    card.outputs = parsed("outputs").get<std::int64_t>();
    card.input = Shape(parsed("input").get<std::vector<std::int64_t>>());
    json normalization = parsed("normalization");
    card.normalization = {normalization.at("mean").get<std::vector<float>>(),
                          normalization.at("deviation").get<std::vector<float>>()};
    card.border_brightness = parsed("border_brightness").get<double>();
  } catch (const json::exception&) {
    return unfit(file, reading);
  }
  // Sizes that an example can have, and a normalisation of as many channels.
  if (card.outputs < 1 || (!card.classes.empty() && card.outputs != std::int64_t(card.classes.size())))
    return unfit(file, "outputs");
  if (card.input.rank() < 1 || card.input.rank() > 3) return unfit(file, "input");
  for (std::int64_t size : card.input)
    if (size < 1 || size > 1 << 24) return unfit(file, "input");
  auto channels = std::size_t(card.input[0]);
  if (card.normalization.mean.size() != channels || card.normalization.deviation.size() != channels)
    return unfit(file, "normalization");
  return card;
}

Result<> write_model(const std::filesystem::path& path, const ModelFile& model) {
  return io::write_safetensors(path, {.tensors = model.weights, .metadata = to_metadata(model.card)});
}

Result<ModelFile> read_model(const std::filesystem::path& path) {
  Result<io::Safetensors> contents = io::read_safetensors(path);
  if (!contents) return std::move(contents).problem();
  Result<ModelCard> card = from_metadata(contents->metadata, path);
  if (!card) return std::move(card).problem();
  return ModelFile{*std::move(card), std::move(contents->tensors)};
}

}  // namespace percept::train
