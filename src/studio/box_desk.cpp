#include "box_desk.hpp"

#include <algorithm>
#include <cstdlib>

#include "cases.hpp"
#include "percept/base/base64.hpp"
#include "percept/io/image.hpp"

namespace percept::studio {
namespace {

constexpr std::size_t kMostJobs = 32;             // that wait
constexpr std::int64_t kMostRows = 200;           // of the list at once
constexpr std::int64_t kMostPixels = 16'000'000;  // of a picture that is shown
constexpr std::int64_t kLongestSide = 1280;       // as it is sent

// As a shell has it: ~ is the home of who runs the studio.
std::string with_home(const std::string& path) {
  const char* home = std::getenv("HOME");
  bool asks = path == "~" || path.starts_with("~/");
  return asks && home ? home + path.substr(1) : path;
}

const lab::BoxView& checked(const lab::BoxView& view) {
  if (!(view.score >= 0 && view.score <= 1))
    throw Error(Problem("lab.boxes.score", {{"score", view.score}}).at("boxes.score"));
  if (!(view.overlap > 0 && view.overlap <= 1))
    throw Error(Problem("lab.boxes.overlap", {{"overlap", view.overlap}}).at("boxes.overlap"));
  return view;
}

Problem not_listed(const std::string& name) {
  return Problem("lab.boxes.image", {{"image", name.substr(0, 200)}});
}

// At most so many pixels on its longer side, in the same proportions.
Tensor reduced(const Tensor& image) {
  std::int64_t height = image.shape()[0], width = image.shape()[1], longer = std::max(height, width);
  if (longer <= kLongestSide) return image;
  auto side = [&](std::int64_t whole) {
    return int(std::max<std::int64_t>(1, whole * kLongestSide / longer));
  };
  return io::resize_image(image, side(height), side(width));
}

}  // namespace

void BoxDesk::put(std::shared_ptr<Outbox> outbox, double id, BoxRequest request) {
  auto job = [this, outbox = std::move(outbox), id, request = std::move(request)]() mutable {
    outbox->say(
        answered(AskedOf<BoxRequest>{id, std::move(request)}, [&](double id, const BoxRequest& request) {
          return std::visit([&](auto& each) { return answer(id, each); }, request);
        }));
  };
  if (!worker_.give(std::move(job), kMostJobs))
    throw Error(Problem("lab.boxes.busy", {{"count", kMostJobs}}).with_hint("lab.boxes.busy.hint"));
}

lab::BoxReview& BoxDesk::review() {
  if (!review_) throw Error(Problem("lab.boxes.no_folder").with_hint("lab.boxes.no_folder.hint"));
  return *review_;
}

std::string BoxDesk::answer(double id, const OpenBoxes& request) {
  if (request.folder.empty())
    throw Error(Problem("lab.boxes.no_folder").with_hint("lab.boxes.no_folder.hint").at("boxes.folder"));
  const std::vector<std::string> parts = {"", "train", "val", "test"};  // it becomes a part of a path
  if (std::find(parts.begin(), parts.end(), request.part) == parts.end())
    throw Error(
        unknown_word(Problem("lab.unknown_word", {{"field", "part"}, {"word", request.part.substr(0, 40)}}),
                     request.part, parts)
            .at("boxes.part"));
  review_ = lab::BoxReview::open(with_home(request.folder), request.part).value();
  return reply_text(id);
}

std::string BoxDesk::answer(double id, const TakeDetections& request) {
  std::string bytes = decode_base64(request.base64).value(), name = request.name.substr(0, 200);
  review().take_detections(std::as_bytes(std::span(bytes)), name.empty() ? "CSV" : name).value();
  return reply_text(id);
}

std::string BoxDesk::answer(double id, const ForgetDetections&) {
  review().forget_detections();
  return reply_text(id);
}

std::string BoxDesk::answer(double id, const AskBoxes& request) {
  return any_reply_text(id, review_ ? review_->summary(checked(request.view)) : lab::BoxSummary());
}

std::string BoxDesk::answer(double id, const AskBoxList& request) {
  std::vector<lab::PictureTally> all = review().tallies(checked(request.view));
  auto total = std::int64_t(all.size());
  std::int64_t from = std::clamp<std::int64_t>(request.from, 0, total);
  std::int64_t count = std::clamp<std::int64_t>(request.count, 0, std::min(kMostRows, total - from));
  return any_reply_text(id, BoxList{total, {all.begin() + from, all.begin() + from + count}});
}

std::string BoxDesk::answer(double id, const AskBoxPicture& request) {
  std::optional<lab::ReviewedPicture> picture = review().picture(request.name, checked(request.view));
  if (!picture) throw Error(not_listed(request.name));
  return any_reply_text(id, *std::move(picture));
}

std::string BoxDesk::answer(double id, const AskBoxImage& request) {
  std::string path = review().path_of(request.name);  // of the list, never what the page says
  if (path.empty()) throw Error(not_listed(request.name));
  Shape shape = io::read_image_shape(path).value();
  std::int64_t pixels = shape[0] * shape[1];
  if (pixels > kMostPixels)
    throw Error(Problem("lab.boxes.large", {{"pixels", pixels}, {"most", kMostPixels}})
                    .about(path)
                    .with_hint("lab.boxes.large.hint"));
  io::Bytes png = io::encode_png(reduced(io::read_image(path).value())).value();
  BoxImage answer{.width = shape[1], .height = shape[0]};
  append_base64(png, answer.png);
  return any_reply_text(id, std::move(answer));
}

}  // namespace percept::studio
