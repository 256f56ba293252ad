#include "percept/metrics/detection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace percept::metrics {
namespace {

struct Candidate {
  const Truth* truth;
  std::int64_t number;  // of the truths
  bool taken = false;
};
using ByImage = std::map<std::int64_t, std::vector<Candidate>>;

// Holds a detection against the truths of its image and takes the one it finds.
Match judge(const Detection& detection, std::vector<Candidate>& candidates, const DetectionOptions& options) {
  Candidate* best = nullptr;
  double overlap = 0;
  for (Candidate& candidate : candidates) {
    double now = iou(detection.box, candidate.truth->box);
    if (now < options.iou) continue;
    bool better = !best || now > overlap;
    if (options.matching == Matching::best_free) {
      if (candidate.taken) continue;
      // One that must be found goes before one that need not.
      if (best && candidate.truth->difficult != best->truth->difficult) better = best->truth->difficult;
    }
    if (better) best = &candidate, overlap = now;
  }
  if (!best) return {Verdict::miss};
  if (best->truth->difficult) return {Verdict::nothing, best->number};
  if (std::exchange(best->taken, true)) return {Verdict::miss};
  return {Verdict::hit, best->number};
}

std::vector<const Detection*> ranked(const std::vector<Detection>& detections, std::int64_t label,
                                     std::int64_t most_per_image) {
  std::vector<const Detection*> order;
  for (const Detection& detection : detections)
    if (detection.label == label) order.push_back(&detection);
  // A score that is NaN stands last: sorting needs an order.
  auto key = [](const Detection* d) { return std::isnan(d->score) ? -INFINITY : d->score; };
  std::stable_sort(order.begin(), order.end(),
                   [&](const Detection* a, const Detection* b) { return key(a) > key(b); });
  if (!most_per_image) return order;
  std::map<std::int64_t, std::int64_t> count;
  std::erase_if(order,
                [&](const Detection* detection) { return ++count[detection->image] > most_per_image; });
  return order;
}

struct Judged {
  const Detection* detection;
  Match match;
};

// The detections of a label by falling score.
std::vector<Judged> judged(const std::vector<Detection>& detections, const std::vector<Truth>& truths,
                           std::int64_t label, const DetectionOptions& options) {
  ByImage images;
  for (std::size_t i = 0; i < truths.size(); ++i)
    if (truths[i].label == label) images[truths[i].image].push_back({&truths[i], std::int64_t(i)});
  std::vector<Judged> all;
  for (const Detection* detection : ranked(detections, label, options.most_per_image))
    all.push_back({detection, judge(*detection, images[detection->image], options)});
  return all;
}

}  // namespace

double iou(const Box& a, const Box& b) {
  double width = std::min(a.right, b.right) - std::max(a.left, b.left);
  double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  if (!(width > 0 && height > 0)) return 0;
  auto area = [](const Box& box) { return (box.right - box.left) * (box.bottom - box.top); };
  double both = width * height;
  return both / (area(a) + area(b) - both);
}

std::vector<Match> match_detections(const std::vector<Detection>& detections,
                                    const std::vector<Truth>& truths, const DetectionOptions& options) {
  std::set<std::int64_t> labels;
  for (const Detection& detection : detections) labels.insert(detection.label);
  std::vector<Match> matches(detections.size());
  for (std::int64_t label : labels)
    for (const Judged& each : judged(detections, truths, label, options))
      matches[std::size_t(each.detection - detections.data())] = each.match;
  return matches;
}

// Recalls are compared as whole numbers: found / truths >= i / parts.
double average_precision(const std::vector<bool>& hits, std::int64_t truths, Interpolation interpolation) {
  if (truths <= 0) return std::numeric_limits<double>::quiet_NaN();
  // best[f]: the best precision once f truths, or more, are found.
  std::vector<double> best(std::size_t(truths) + 1, 0);
  std::int64_t found = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    found += hits[i];
    if (found > truths) break;
    double& here = best[std::size_t(found)];
    here = std::max(here, double(found) / double(i + 1));
  }
  for (std::size_t f = best.size() - 1; f-- > 0;) best[f] = std::max(best[f], best[f + 1]);
  double sum = 0;
  if (interpolation == Interpolation::all_points) {
    for (std::size_t f = 1; f < best.size(); ++f) sum += best[f];
    return sum / double(truths);
  }
  std::int64_t parts = interpolation == Interpolation::points11 ? 10 : 100;
  for (std::int64_t i = 0; i <= parts; ++i) sum += best[std::size_t((i * truths + parts - 1) / parts)];
  return sum / double(parts + 1);
}

double average_precision(const std::vector<Detection>& detections, const std::vector<Truth>& truths,
                         std::int64_t label, const DetectionOptions& options) {
  std::int64_t wanted = 0;
  for (const Truth& truth : truths) wanted += truth.label == label && !truth.difficult;
  std::vector<bool> hits;
  for (const Judged& each : judged(detections, truths, label, options))
    if (each.match.verdict != Verdict::nothing) hits.push_back(each.match.verdict == Verdict::hit);
  return average_precision(hits, wanted, options.interpolation);
}

double mean_average_precision(const std::vector<Detection>& detections, const std::vector<Truth>& truths,
                              const DetectionOptions& options) {
  std::set<std::int64_t> labels;
  for (const Truth& truth : truths)
    if (!truth.difficult) labels.insert(truth.label);
  double sum = 0;
  for (std::int64_t label : labels) sum += average_precision(detections, truths, label, options);
  return sum / double(labels.size());
}

double coco_average_precision(const std::vector<Detection>& detections, const std::vector<Truth>& truths) {
  DetectionOptions options{.interpolation = Interpolation::points101, .most_per_image = 100};
  double sum = 0;
  for (int i = 0; i < 10; ++i) {
    options.iou = double(50 + 5 * i) / 100;
    sum += mean_average_precision(detections, truths, options);
  }
  return sum / 10;
}

}  // namespace percept::metrics
