// What a page asks of the learning of a kernel. Each is answered by the state, and pictures where asked for.
#pragma once

#include "percept/lab/kernel_learning.hpp"

namespace percept::studio {

struct AskLearning {
  static constexpr const char* kAsk = "learning";
  static constexpr const char* kDoc = "-> learning, and pictures";
  bool pictures = false;
  template <class V>
  void fields(V& v) {
    v("pictures", pictures, "");
  }
};
struct SetLearning : lab::LearningSettings {
  static constexpr const char* kAsk = "learn_set";
  static constexpr const char* kDoc = "begins anew";
};
struct PlayLearning {
  static constexpr const char* kAsk = "learn_play";
  static constexpr const char* kDoc = "0: as fast as it can";
  double steps_per_second = 0;
  template <class V>
  void fields(V& v) {
    v("steps_per_second", steps_per_second, "");
  }
};
struct PauseLearning {
  static constexpr const char* kAsk = "learn_pause";
  static constexpr const char* kDoc = "";
  template <class V>
  void fields(V&) {}
};
struct StepLearning {
  static constexpr const char* kAsk = "learn_step";
  static constexpr const char* kDoc = "1 to 10000";
  std::int64_t count = 1;
  template <class V>
  void fields(V& v) {
    v("count", count, "");
  }
};
struct ResetLearning {
  static constexpr const char* kAsk = "learn_reset";
  static constexpr const char* kDoc = "to step 0, with the editor's kernel as it stands";
  template <class V>
  void fields(V&) {}
};
struct RevealLearning {
  static constexpr const char* kAsk = "learn_reveal";
  static constexpr const char* kDoc = "shows the surprise";
  template <class V>
  void fields(V&) {}
};
struct OpenAfter {
  static constexpr const char* kAsk = "learn_after";
  static constexpr const char* kDoc = "a PNG or JPEG file: what the hidden kernel has made of the picture";
  std::string name, base64;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("base64", base64, "");
  }
};

}  // namespace percept::studio
