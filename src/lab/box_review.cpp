#include "percept/lab/box_review.hpp"

#include <algorithm>
#include <cmath>

#include "detections_file.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kMostFlaws = 20;  // that are told one by one

std::optional<double> share(std::int64_t part, std::int64_t rest) {
  if (part + rest == 0) return std::nullopt;
  return double(part) / double(part + rest);
}

std::optional<double> finite(double number) {
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

ReviewedBox drawn(std::int64_t label, const metrics::Box& box, std::optional<double> score,
                  const char* state) {
  return {label, box.left, box.top, box.right, box.bottom, score, state};
}

}  // namespace

struct BoxReview::Inner {
  std::string folder, part, file;
  data::AnnotatedPictures pictures;
  std::vector<metrics::Truth> truths;          // of all pictures, in their order
  std::vector<metrics::Detection> detections;  // all, whatever their score

  /// The detections that count, what each found, and which truths are found.
  struct Matched {
    std::vector<metrics::Detection> detections;
    std::vector<metrics::Match> matches;
    std::vector<bool> found;
  };

  metrics::DetectionOptions options(const BoxView& view) const { return {.iou = view.overlap}; }

  Matched match(const BoxView& view) const {
    Matched result;
    for (const metrics::Detection& each : detections)
      if (each.score >= view.score) result.detections.push_back(each);
    result.matches = metrics::match_detections(result.detections, truths, options(view));
    result.found.resize(truths.size());
    for (const metrics::Match& match : result.matches)
      if (match.truth >= 0) result.found[std::size_t(match.truth)] = true;
    return result;
  }

  std::optional<std::size_t> place_of(const std::string& name) const {
    const auto& all = pictures.pictures;  // sorted by name
    auto found = std::lower_bound(
        all.begin(), all.end(), name,
        [](const data::AnnotatedPicture& each, const std::string& want) { return each.name < want; });
    if (found == all.end() || found->name != name) return std::nullopt;
    return std::size_t(found - all.begin());
  }

  const char* state_of(std::size_t truth, const Matched& matched) const {
    if (truths[truth].difficult) return "difficult";
    if (file.empty()) return "true";
    return matched.found[truth] ? "found" : "missed";
  }
};

BoxReview::BoxReview(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
BoxReview::~BoxReview() = default;
BoxReview::BoxReview(BoxReview&&) noexcept = default;
BoxReview& BoxReview::operator=(BoxReview&&) noexcept = default;

Result<BoxReview> BoxReview::open(const std::string& folder, const std::string& part) {
  Result<data::AnnotatedPictures> pictures = data::list_voc(folder, part);
  if (!pictures) return std::move(pictures).problem();
  auto inner = std::make_unique<Inner>();
  inner->folder = folder;
  inner->part = part;
  inner->pictures = *std::move(pictures);
  for (std::size_t i = 0; i < inner->pictures.pictures.size(); ++i)
    for (const data::LabelledBox& box : inner->pictures.pictures[i].boxes)
      inner->truths.push_back(
          {std::int64_t(i), box.label, {box.left, box.top, box.right, box.bottom}, box.difficult});
  return BoxReview(std::move(inner));
}

Result<> BoxReview::take_detections(std::span<const std::byte> csv, const std::string& name) {
  auto detections = read_detections(csv, name, inner_->pictures);
  if (!detections) return std::move(detections).problem();
  inner_->detections = *std::move(detections);
  inner_->file = name;
  return Done{};
}

void BoxReview::forget_detections() {
  inner_->detections.clear();
  inner_->file.clear();
}

BoxSummary BoxReview::summary(const BoxView& view) const {
  const Inner& in = *inner_;
  BoxSummary summary{.folder = in.folder, .part = in.part, .detections = in.file};
  summary.pictures = std::int64_t(in.pictures.pictures.size());
  summary.found = std::int64_t(in.detections.size());
  for (const std::string& name : in.pictures.classes) summary.classes.push_back({.name = name});
  Inner::Matched matched = in.match(view);
  auto tally = [&](std::int64_t label) -> BoxTally& { return summary.classes[std::size_t(label)]; };
  for (std::size_t i = 0; i < in.truths.size(); ++i) {
    const metrics::Truth& truth = in.truths[i];
    ++tally(truth.label).truths;
    tally(truth.label).difficult += truth.difficult;
    tally(truth.label).misses += !truth.difficult && !matched.found[i];
  }
  for (std::size_t i = 0; i < matched.matches.size(); ++i) {
    BoxTally& of = tally(matched.detections[i].label);
    of.hits += matched.matches[i].verdict == metrics::Verdict::hit;
    of.wrong += matched.matches[i].verdict == metrics::Verdict::miss;
  }
  if (!in.file.empty()) {
    for (std::size_t label = 0; label < summary.classes.size(); ++label) {
      BoxTally& of = summary.classes[label];
      of.precision = share(of.hits, of.wrong);
      of.recall = share(of.hits, of.misses);
      of.average_precision =
          finite(metrics::average_precision(in.detections, in.truths, std::int64_t(label), in.options(view)));
    }
    summary.mean_average_precision =
        finite(metrics::mean_average_precision(in.detections, in.truths, in.options(view)));
  }
  const std::vector<Problem>& flaws = in.pictures.flaws;
  for (std::size_t i = 0; i < std::min(flaws.size(), kMostFlaws); ++i)
    summary.flaws.push_back({flaws[i].where, flaws[i].reasons.front()});
  summary.more_flaws = std::int64_t(flaws.size() - summary.flaws.size());
  return summary;
}

std::vector<ReviewedPicture> BoxReview::pictures(std::int64_t from, std::int64_t count,
                                                 const BoxView& view) const {
  const Inner& in = *inner_;
  std::int64_t begin = std::clamp<std::int64_t>(from, 0, size());
  std::int64_t end = begin + std::clamp<std::int64_t>(count, 0, size() - begin);
  std::vector<ReviewedPicture> shown;
  for (std::int64_t i = begin; i < end; ++i) {
    const data::AnnotatedPicture& picture = in.pictures.pictures[std::size_t(i)];
    shown.push_back({picture.name, picture.width, picture.height, {}});
  }
  Inner::Matched matched = in.match(view);
  auto add = [&](std::int64_t image, ReviewedBox box) {
    if (image >= begin && image < end) shown[std::size_t(image - begin)].boxes.push_back(std::move(box));
  };
  for (std::size_t i = 0; i < in.truths.size(); ++i)
    add(in.truths[i].image,
        drawn(in.truths[i].label, in.truths[i].box, std::nullopt, in.state_of(i, matched)));
  constexpr const char* kStates[] = {"hit", "false", "ignored"};  // by Verdict
  for (std::size_t i = 0; i < matched.matches.size(); ++i) {
    const metrics::Detection& each = matched.detections[i];
    add(each.image, drawn(each.label, each.box, each.score, kStates[int(matched.matches[i].verdict)]));
  }
  return shown;
}

std::int64_t BoxReview::size() const { return std::int64_t(inner_->pictures.pictures.size()); }

std::vector<PictureTally> BoxReview::tallies(const BoxView& view) const {
  const Inner& in = *inner_;
  std::vector<PictureTally> tallies;
  for (const data::AnnotatedPicture& picture : in.pictures.pictures)
    tallies.push_back({.name = picture.name, .boxes = std::int64_t(picture.boxes.size())});
  if (in.file.empty()) return tallies;
  Inner::Matched matched = in.match(view);
  for (std::size_t i = 0; i < in.truths.size(); ++i)
    tallies[std::size_t(in.truths[i].image)].missed += !in.truths[i].difficult && !matched.found[i];
  for (std::size_t i = 0; i < matched.matches.size(); ++i) {
    PictureTally& of = tallies[std::size_t(matched.detections[i].image)];
    ++of.found;
    of.wrong += matched.matches[i].verdict == metrics::Verdict::miss;
  }
  std::stable_sort(tallies.begin(), tallies.end(), [](const PictureTally& a, const PictureTally& b) {
    return a.missed + a.wrong > b.missed + b.wrong;
  });
  return tallies;
}

std::optional<ReviewedPicture> BoxReview::picture(const std::string& name, const BoxView& view) const {
  std::optional<std::size_t> place = inner_->place_of(name);
  if (!place) return std::nullopt;
  return std::move(pictures(std::int64_t(*place), 1, view).front());
}

std::string BoxReview::path_of(const std::string& name) const {
  std::optional<std::size_t> place = inner_->place_of(name);
  return place ? inner_->pictures.pictures[*place].path : "";
}

}  // namespace percept::lab
