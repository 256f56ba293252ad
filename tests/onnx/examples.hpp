// Exported models as files, each with inputs and what percept makes of them: where PERCEPT_ONNX_EXAMPLES
// names a folder, the tests write them there, for tools/check-onnx and tools/beside-onnxruntime.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "percept/io/files.hpp"
#include "percept/onnx/export.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {

inline const char* examples_folder() { return std::getenv("PERCEPT_ONNX_EXAMPLES"); }

/// An example of what goes in, and of what comes out for each of some precisions.
struct OnnxExample {
  Feeds feeds;
  std::map<std::string, Fetches> expected;  // by precision: exact, default

  /// What a plan gives for the feeds.
  static OnnxExample of(ParameterStore& store, const Program::Trace& trace, const Feeds& feeds) {
    OnnxExample example{feeds, {}};
    for (auto [name, precision] : {std::pair{"exact", Precision::exact}, {"default", Precision::single}}) {
      Program program = Program::inference(store, trace, precision);
      for (const auto& [fetch, tensor] : program.run(feeds).tensors())
        example.expected[name].set(fetch, tensor.clone());
    }
    return example;
  }
};

// [{"name", "dtype", "dims", "file"}], the elements in files of their own.
template <class Tensors>
nlohmann::json write_tensors(const std::filesystem::path& stem, const Tensors& tensors) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& [name, tensor] : tensors) {
    std::string file = stem.filename().string() + "." + std::to_string(list.size()) + ".bin";
    io::write_file(stem.parent_path() / file, std::span(tensor.raw(), tensor.bytes())).value();
    list.push_back({{"name", name},
                    {"dtype", name_of(tensor.dtype())},
                    {"dims", tensor.shape().dims()},
                    {"file", file}});
  }
  return list;
}

/// NAME.onnx, NAME.json and the files that it names.
inline void write_onnx(const std::filesystem::path& folder, const std::string& name,
                       const onnx::Exported& model, const std::vector<OnnxExample>& examples) {
  std::filesystem::create_directories(folder);
  io::write_file(folder / (name + ".onnx"), model.bytes).value();
  nlohmann::json list = nlohmann::json::array();
  for (const OnnxExample& example : examples) {
    std::string stem = name + "." + std::to_string(list.size());
    nlohmann::json object = {{"inputs", write_tensors(folder / (stem + ".in"), example.feeds.tensors())}};
    for (const auto& [precision, fetches] : example.expected)
      object["expected"][precision] = write_tensors(folder / (stem + "." + precision), fetches.tensors());
    list.push_back(object);
  }
  io::write_file(folder / (name + ".json"), list.dump()).value();
}

}  // namespace percept::proof
