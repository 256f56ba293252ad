// What a page asks of the convolution lab: one struct a request, as web/src/protocol.ts has them.
#pragma once

#include "feature_requests.hpp"
#include "learning_requests.hpp"
#include "percept/lab/convolution_lab.hpp"
#include "requests.hpp"

namespace percept::studio {

struct ChangeKernel {
  static constexpr const char* kAsk = "kernel";
  static constexpr const char* kDoc =
      "a name of catalogue.changes or .kernels; of a layer it is one filter's for one channel";
  std::string change;
  std::int64_t filter = 0, slice = 0;
  template <class V>
  void fields(V& v) {
    v("change", change, "");
    v("filter", filter, "");
    v("slice", slice, "");
  }
};
struct ChangeChain {
  static constexpr const char* kAsk = "chain";
  static constexpr const char* kDoc =
      "\"choose\" | \"add\" (a copy behind it) | \"blur\" (one behind it) | \"remove\" | \"earlier\" | "
      "\"later\"";
  std::string change;
  std::int64_t stage = 0;
  template <class V>
  void fields(V& v) {
    v("change", change, "");
    v("stage", stage, "");
  }
};
struct TakeLayer {
  static constexpr const char* kAsk = "take_layer";
  static constexpr const char* kDoc = "a name of catalogue.layers, in the place of this stage";
  std::string name;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
  }
};
struct TakeChain {
  static constexpr const char* kAsk = "take_chain";
  static constexpr const char* kDoc = "a name of catalogue.chains, in the place of all stages";
  std::string name;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
  }
};
struct OpenPicture {
  static constexpr const char* kAsk = "open_picture";
  static constexpr const char* kDoc = "a PNG or JPEG file; makes the picture \"own\"";
  std::string name, base64;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("base64", base64, "");
  }
};
struct TypePicture {
  static constexpr const char* kAsk = "type_picture";
  static constexpr const char* kDoc = "the same as numbers: \"1 0; 0 1\"";
  std::string numbers;
  template <class V>
  void fields(V& v) {
    v("numbers", numbers, "");
  }
};
struct WalkTo {
  static constexpr const char* kAsk = "walk";
  static constexpr const char* kDoc = "-> Walk, counted from 0";
  std::int64_t channel = 0, row = 0, column = 0;
  template <class V>
  void fields(V& v) {
    v("channel", channel, "");
    v("row", row, "");
    v("column", column, "");
  }
};
struct AskMatrix {
  static constexpr const char* kAsk = "matrix";
  static constexpr const char* kDoc = "-> ConvolutionMatrix";
  template <class V>
  void fields(V&) {}
};

struct AskPatches {
  static constexpr const char* kAsk = "patches";
  static constexpr const char* kDoc = "-> patches of a channel, counted from 0";
  std::int64_t channel = 0;
  template <class V>
  void fields(V& v) {
    v("channel", channel, "");
  }
};
struct AskTimes {
  static constexpr const char* kAsk = "times";
  static constexpr const char* kDoc = "measures for a second or two, -> times";
  bool layer = false;
  template <class V>
  void fields(V& v) {
    v("layer", layer, "a typical layer instead of this picture and kernel");
  }
};
struct AskSpectrum {
  static constexpr const char* kAsk = "spectrum";
  static constexpr const char* kDoc = "-> spectrum";
  template <class V>
  void fields(V&) {}
};
/// The two that come with pixels: the head of a binary message, and what stands behind it.
struct FilterFrame {
  static constexpr const char* kAsk = "frame";
  static constexpr const char* kDoc =
      "these pixels are filtered and forgotten; answered by a picture of the kind \"live\" alone";
  lab::PixelSize size;
  std::int64_t map = 0;
  std::string_view pixels;  // of the message
  template <class V>
  void fields(V& v) {
    size.fields(v);
    v("map", map, "of a layer's output: the one that is shown");
  }
};
struct TakePixels {
  static constexpr const char* kAsk = "pixels";
  static constexpr const char* kDoc = "makes the picture \"own\"";
  std::string name;
  lab::PixelSize size;
  bool instead = false;
  std::string_view pixels;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    size.fields(v);
    v("instead", instead, "of the own picture at hand: undo knows one of both");
  }
};

using ConvolutionRequest =
    std::variant<Next, Edit, Undo, Redo, ChangeKernel, ChangeChain, TakeLayer, TakeChain, OpenPicture,
                 TypePicture, WalkTo, AskMatrix, AskPatches, AskTimes, AskSpectrum, AskLearning, SetLearning,
                 PlayLearning, PauseLearning, StepLearning, ResetLearning, RevealLearning, OpenAfter,
                 StartFeatures, StopFeatures, AskFeatures, AskFeaturePictures, AskKernelSources,
                 OpenRunKernels, OpenKernelFile, AskLayerKernels, TakeKernels>;

AskedOf<ConvolutionRequest> read_convolution_request(std::string_view text);

using ConvolutionUpload = std::variant<FilterFrame, TakePixels>;
/// A binary message. What it gives sees the message's bytes.
AskedOf<ConvolutionUpload> read_convolution_upload(std::string_view message);

}  // namespace percept::studio
