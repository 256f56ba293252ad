// A file of weights by what it is: safetensors, numpy's files, or something that cannot be read safely.
#include <array>
#include <fstream>

#include "percept/io/npy.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/train/weights.hpp"

namespace percept::train {
namespace {

// A pickle (protocol 2 and later), or the zip of pickles that PyTorch writes. Loading either runs what is
// written in it.
bool is_pickle(const std::filesystem::path& file) {
  for (const char* extension : {".pt", ".pth", ".pkl", ".pickle"})
    if (file.extension() == extension) return true;
  std::array<char, 4> first{};
  std::ifstream(file, std::ios::binary).read(first.data(), first.size());
  bool zip = first == std::array{'P', 'K', '\x03', '\x04'};
  return zip || (first[0] == '\x80' && first[1] >= 2 && first[1] <= 5);
}

}  // namespace

Result<std::map<std::string, Tensor>> read_weights(const std::filesystem::path& file) {
  std::error_code ignored;
  if (file.extension() == ".npz") return io::read_npz(file);
  if (file.extension() == ".npy") {
    Result<Tensor> tensor = io::read_npy(file);
    if (!tensor) return std::move(tensor).problem();
    return std::map<std::string, Tensor>{{file.stem().string(), *std::move(tensor)}};
  }
  if (std::filesystem::is_regular_file(file, ignored) && is_pickle(file))
    return Problem("train.weights.pickle")
        .about(file.string())
        .with_hint("train.weights.pickle.hint",
                   {{"file", file.filename().string()}, {"stem", file.stem().string()}});
  Result<io::Safetensors> contents = io::read_safetensors(file);
  if (!contents) return std::move(contents).problem();
  return std::move(contents->tensors);
}

}  // namespace percept::train
