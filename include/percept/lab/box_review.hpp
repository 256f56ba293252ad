// Pictures with the boxes of their annotation, and those that a detector found, held against each other.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/data/annotated.hpp"
#include "percept/metrics/detection.hpp"

namespace percept::lab {

/// What counts: boxes of that score or more, and those that overlap a true one so much.
struct BoxView {
  double score = 0.5;
  double overlap = 0.5;
  template <class V>
  void fields(V& v) {
    v("score", score, "found boxes of a smaller score are left out: 0 to 1");
    v("overlap", overlap, "a box is found where both cover so much of what either covers: above 0, to 1");
  }
};

/// One box as it is drawn.
struct ReviewedBox {
  std::int64_t label = 0;
  double left = 0, top = 0, right = 0, bottom = 0;
  std::optional<double> score;
  std::string state;  // "true": of the annotation, nobody looked yet
  template <class V>
  void fields(V& v) {
    v("label", label, "its place among the classes");
    v("left", left, "in pixels of the picture");
    v("top", top, "");
    v("right", right, "");
    v("bottom", bottom, "");
    v("score", score, "of a found box; null: one of the annotation");
    v("state", state, R"("true" | "found" | "missed" | "difficult" | "hit" | "false" | "ignored")");
  }
};

struct ReviewedPicture {
  std::string name;
  std::int64_t width = 0, height = 0;
  std::vector<ReviewedBox> boxes;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("width", width, "");
    v("height", height, "");
    v("boxes", boxes, "those of the annotation, then those that were found");
  }
};

/// A picture in a list: how much there is on it.
struct PictureTally {
  std::string name;
  std::int64_t boxes = 0, found = 0, missed = 0, wrong = 0;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("boxes", boxes, "of the annotation");
    v("found", found, "boxes that count, whatever they came to");
    v("missed", missed, "true boxes that were not found");
    v("wrong", wrong, "found boxes that are not right");
  }
};

/// Of one class over all pictures.
struct BoxTally {
  std::string name;
  std::int64_t truths = 0, difficult = 0, hits = 0, misses = 0, wrong = 0;
  std::optional<double> precision, recall, average_precision;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("truths", truths, "boxes of the annotation");
    v("difficult", difficult, "of them, those that need not be found");
    v("hits", hits, "found boxes that are right");
    v("misses", misses, "true boxes that were not found");
    v("wrong", wrong, "found boxes that are not right");
    v("precision", precision, "hits / (hits + wrong); null: nothing was found");
    v("recall", recall, "hits / (hits + misses); null: there is nothing to find, or nobody looked");
    v("average_precision", average_precision, "over all scores, as VOC has it since 2010; null likewise");
  }
};

struct BoxFlaw {
  std::string file;
  Message reason;
  template <class V>
  void fields(V& v) {
    v("file", file, "");
    v("reason", reason, "");
  }
};

struct BoxSummary {
  std::string folder, part, detections;
  std::int64_t pictures = 0, found = 0;
  std::vector<BoxTally> classes;
  std::optional<double> mean_average_precision;
  std::vector<BoxFlaw> flaws;
  std::int64_t more_flaws = 0;
  template <class V>
  void fields(V& v) {
    v("folder", folder, "");
    v("part", part, R"("train" | "val" | "test" | "": all)");
    v("detections", detections, "the name of the file with found boxes; empty: none");
    v("pictures", pictures, "");
    v("found", found, "boxes in that file");
    v("classes", classes, "");
    v("mean_average_precision", mean_average_precision,
      "the mean over the classes that have true boxes; null: none");
    v("flaws", flaws, "what is not as it should be in the folder, the first ones");
    v("more_flaws", more_flaws, "and how many more");
  }
};

/// Not thread-safe.
class BoxReview {
 public:
  /// A folder as Pascal VOC has it; `part` as in data::list_voc.
  static Result<BoxReview> open(const std::string& folder, const std::string& part);
  ~BoxReview();
  BoxReview(BoxReview&&) noexcept;
  BoxReview& operator=(BoxReview&&) noexcept;

  /// Takes found boxes from a CSV file: columns image (the picture's name, with or without ending), class,
  /// score, left, top, right, bottom, in any order; they stand in place of those before. A problem names the
  /// line and changes nothing.
  Result<> take_detections(std::span<const std::byte> csv, const std::string& name);
  void forget_detections();

  BoxSummary summary(const BoxView& view) const;
  /// Some pictures, from number `from` on.
  std::vector<ReviewedPicture> pictures(std::int64_t from, std::int64_t count, const BoxView& view) const;
  std::int64_t size() const;
  /// All pictures by name; where there are detections, those with the most mistakes (missed + wrong) first.
  std::vector<PictureTally> tallies(const BoxView& view) const;
  /// The picture of that name; nothing: there is none.
  std::optional<ReviewedPicture> picture(const std::string& name, const BoxView& view) const;
  /// Where the picture of that name stands; empty: there is none.
  std::string path_of(const std::string& name) const;

 private:
  struct Inner;
  explicit BoxReview(std::unique_ptr<Inner> inner);
  std::unique_ptr<Inner> inner_;
};

}  // namespace percept::lab
