// A trained network in one safetensors file: the weights, and in the metadata all that using them takes.
#pragma once

#include <map>

#include "percept/data/normalization.hpp"
#include "percept/io/safetensors.hpp"

namespace percept::train {

struct ModelCard {
  std::string name;                  // of the recipe
  std::string recipe;                // its resolved text, from which the net is built again
  std::vector<std::string> classes;  // by label; empty where numbers are said
  std::int64_t outputs = 0;          // classes, or numbers
  Shape input;                       // of one example: C, H, W of an image
  data::Normalization normalization;
  std::string schema;            // how text became numbers, see data::Dataset::schema
  double border_brightness = 0;  // mean of the outermost pixels of the training images, 0 black to 1 white
};

/// The card as a file keeps it beside the weights, by key; lists and numbers as JSON.
std::map<std::string, std::string> to_metadata(const ModelCard& card);
/// What `to_metadata` wrote; fails, naming the file `name` and the key, where one is missing or of no use.
Result<ModelCard> from_metadata(const std::map<std::string, std::string>& metadata, const std::string& name);

struct ModelFile {
  ModelCard card;
  std::map<std::string, Tensor> weights;  // by the parameters' paths
};

/// Says neither time nor machine: the same training gives the same bytes.
Result<> write_model(const std::filesystem::path& path, const ModelFile& model);
Result<ModelFile> read_model(const std::filesystem::path& path);
Result<ModelFile> parse_model(std::span<const std::byte> bytes, const std::string& name);

}  // namespace percept::train
