// What a page of the training lab asks of the review of a run.
#pragma once

#include <string>

#include "percept/lab/run_review.hpp"

namespace percept::studio {

struct AskReview {
  static constexpr const char* kAsk = "review";
  static constexpr const char* kDoc = "-> ReviewProgress; anew: of a look that begins now";
  lab::ReviewWish wish;
  bool anew = false;
  std::int64_t seen = 0;
  template <class V>
  void fields(V& v) {
    wish.fields(v);
    v("anew", anew, "");
    v("seen", seen, "version of the result that the page has");
  }
};
struct StopReview {
  static constexpr const char* kAsk = "stop_review";
  static constexpr const char* kDoc = "nobody looks any more";
  template <class V>
  void fields(V&) {}
};
struct AskReviewCell {
  static constexpr const char* kAsk = "review_cell";
  static constexpr const char* kDoc = "-> ReviewedCell: examples of a class that were taken for another";
  std::int64_t truth = 0, guess = 0;
  template <class V>
  void fields(V& v) {
    v("truth", truth, "");
    v("guess", guess, "");
  }
};
struct AskHistogram {
  static constexpr const char* kAsk = "review_histogram";
  static constexpr const char* kDoc = "-> ParameterHistogram";
  std::string path;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
  }
};

}  // namespace percept::studio
