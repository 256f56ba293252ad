// What a session of the training lab keeps of the review of its run.
#pragma once

#include "review_requests.hpp"

namespace percept::studio {

/// On the session's thread. Each request gives the text of its answer, or throws `Error`.
class ReviewDesk {
 public:
  /// Of the run in this folder.
  std::string answer(double id, const AskReview& request, const std::filesystem::path& folder);
  std::string answer(double id, const AskReviewCell& request);
  std::string answer(double id, const AskHistogram& request);
  void stop();

 private:
  std::filesystem::path folder_;  // of what is or was looked at
  lab::RunReview review_;
};

}  // namespace percept::studio
