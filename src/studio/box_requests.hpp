// What a page asks of pictures with boxes, and what it is answered.
#pragma once

#include <concepts>
#include <variant>

#include "percept/lab/box_review.hpp"

namespace percept::studio {

struct OpenBoxes {
  static constexpr const char* kAsk = "open_boxes";
  static constexpr const char* kDoc = "a folder laid out as Pascal VOC is; for all pages of the session";
  std::string folder, part;
  template <class V>
  void fields(V& v) {
    v("folder", folder, "");
    v("part", part, "");
  }
};
struct TakeDetections {
  static constexpr const char* kAsk = "take_detections";
  static constexpr const char* kDoc = "found boxes, a CSV file: in place of those before";
  std::string name, base64;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("base64", base64, "");
  }
};
struct ForgetDetections {
  static constexpr const char* kAsk = "forget_detections";
  static constexpr const char* kDoc = "";
  template <class V>
  void fields(V&) {}
};
struct AskBoxes {
  static constexpr const char* kAsk = "boxes";
  static constexpr const char* kDoc = "-> BoxSummary; its folder is empty where none is open";
  lab::BoxView view;
  template <class V>
  void fields(V& v) {
    view.fields(v);
  }
};
struct AskBoxList {
  static constexpr const char* kAsk = "box_list";
  static constexpr const char* kDoc = "-> BoxList, 200 pictures at most, from number `from` on";
  lab::BoxView view;
  std::int64_t from = 0, count = 0;
  template <class V>
  void fields(V& v) {
    view.fields(v);
    v("from", from, "");
    v("count", count, "");
  }
};
struct AskBoxPicture {
  static constexpr const char* kAsk = "box_picture";
  static constexpr const char* kDoc = "-> ReviewedPicture, of a name in the list";
  lab::BoxView view;
  std::string name;
  template <class V>
  void fields(V& v) {
    view.fields(v);
    v("name", name, "");
  }
};
struct AskBoxImage {
  static constexpr const char* kAsk = "box_image";
  static constexpr const char* kDoc = "-> BoxImage, of a name in the list";
  std::string name;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
  }
};

using BoxRequest = std::variant<OpenBoxes, TakeDetections, ForgetDetections, AskBoxes, AskBoxList,
                                AskBoxPicture, AskBoxImage>;
template <class R>
concept OfBoxes = std::constructible_from<BoxRequest, R>;

// Answers.

struct BoxList {
  std::int64_t total = 0;
  std::vector<lab::PictureTally> rows;
  template <class V>
  void fields(V& v) {
    v("total", total, "pictures of the folder");
    v("rows", rows, "by name; with found boxes, those with the most mistakes first");
  }
};
struct BoxImage {
  std::int64_t width = 0, height = 0;
  std::string png;
  template <class V>
  void fields(V& v) {
    v("width", width, "of the file");
    v("height", height, "");
    v("png", png, "base64; reduced to 1280 pixels on its longer side");
  }
};

}  // namespace percept::studio
