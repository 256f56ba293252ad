#include "review_desk.hpp"

#include "../lab/json_fields.hpp"
#include "answers.hpp"

namespace percept::studio {
namespace {

template <class T>
std::string text_of(double id, T answer) {
  lab::Json json = {{"reply", id}};
  json.update(lab::JsonWriter::written(answer));
  return json.dump(-1, ' ', false, lab::Json::error_handler_t::replace);
}

}  // namespace

std::string ReviewDesk::answer(double id, const AskReview& request, const std::filesystem::path& folder) {
  if (request.anew || folder != folder_) {
    review_.begin(folder, request.wish);
    folder_ = folder;
  }
  return text_of(id, review_.progress(request.seen));
}

std::string ReviewDesk::answer(double id, const AskReviewCell& request) {
  return text_of(id, review_.cell(request.truth, request.guess));
}

std::string ReviewDesk::answer(double id, const AskHistogram& request) {
  return text_of(id, review_.histogram(request.path));
}

void ReviewDesk::stop() {
  folder_.clear();
  review_.stop();
}

}  // namespace percept::studio
