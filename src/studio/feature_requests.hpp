// What a page of the convolution lab asks of features and of the kernels of trained networks.
#pragma once

#include <string>

#include "percept/lab/feature_study.hpp"

namespace percept::studio {

struct StartFeatures {
  static constexpr const char* kAsk = "start_features";
  static constexpr const char* kDoc =
      "compares them anew, beside all else; only_kernels: trains the small network alone";
  std::string data = "digits";
  std::int64_t epochs = 5, train = 10'000, seeds = 1;
  bool only_kernels = false;
  template <class V>
  void fields(V& v) {
    v("data", data, "");
    v("epochs", epochs, "");
    v("train", train, "");
    v("seeds", seeds, "");
    v("only_kernels", only_kernels, "");
  }
};
struct StopFeatures {
  static constexpr const char* kAsk = "stop_features";
  static constexpr const char* kDoc = "";
  template <class V>
  void fields(V&) {}
};
struct AskFeatures {
  static constexpr const char* kAsk = "features";
  static constexpr const char* kDoc = "-> FeatureProgress";
  template <class V>
  void fields(V&) {}
};
struct AskFeaturePictures {
  static constexpr const char* kAsk = "feature_pictures";
  static constexpr const char* kDoc = "-> FeaturePictures, of a test example counted from 0";
  std::int64_t example = 0;
  template <class V>
  void fields(V& v) {
    v("example", example, "");
  }
};
struct AskKernelSources {
  static constexpr const char* kAsk = "kernel_sources";
  static constexpr const char* kDoc = "-> KernelSources";
  template <class V>
  void fields(V&) {}
};
struct OpenRunKernels {
  static constexpr const char* kAsk = "open_run_kernels";
  static constexpr const char* kDoc =
      "-> KernelFile; of the run of that name, \"\": of the small network that was trained here";
  std::string run;
  template <class V>
  void fields(V& v) {
    v("run", run, "");
  }
};
struct OpenKernelFile {
  static constexpr const char* kAsk = "open_kernel_file";
  static constexpr const char* kDoc = "-> KernelFile; of a file, .safetensors or .onnx";
  std::string name, base64;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("base64", base64, "");
  }
};
struct TakeKernels {
  static constexpr const char* kAsk = "take_kernels";
  static constexpr const char* kDoc =
      "a layer of the file opened last, whole, in the place of this stage: its first 16 filters";
  std::int64_t layer = 0;
  template <class V>
  void fields(V& v) {
    v("layer", layer, "");
  }
};
struct AskLayerKernels {
  static constexpr const char* kAsk = "layer_kernels";
  static constexpr const char* kDoc =
      "-> LayerKernels, of the file opened last; layer and channel counted from 0";
  std::int64_t layer = 0, channel = 0;
  template <class V>
  void fields(V& v) {
    v("layer", layer, "");
    v("channel", channel, "");
  }
};

// Answers.

struct KernelSources {
  std::vector<std::string> runs;
  bool small = false;
  template <class V>
  void fields(V& v) {
    v("runs", runs, "with weights, the newest first");
    v("small", small, "whether the small network was trained here");
  }
};
struct KernelLayerShape {
  std::string path;
  std::int64_t filters = 0, channels = 0, height = 0, width = 0;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("filters", filters, "");
    v("channels", channels, "");
    v("height", height, "");
    v("width", width, "");
  }
};
struct KernelFile {
  std::string source;
  std::vector<KernelLayerShape> layers;
  template <class V>
  void fields(V& v) {
    v("source", source, "");
    v("layers", layers, "");
  }
};
struct LayerKernels {
  KernelLayerShape shape;
  std::int64_t channel = 0;
  std::vector<std::vector<double>> kernels;
  std::vector<double> biases;
  template <class V>
  void fields(V& v) {
    v("shape", shape, "");
    v("channel", channel, "");
    v("kernels", kernels, "of the first 256 filters, the numbers for that channel, row by row");
    v("biases", biases, "");
  }
};

}  // namespace percept::studio
