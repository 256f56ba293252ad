// Boxes found in images, against those that are there.
#pragma once

#include <cstdint>
#include <vector>

namespace percept::metrics {

/// Edges, so that the area is (right - left) (bottom - top).
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};
/// The area common to both over the area covered by either; 0 where they do not meet.
double iou(const Box& a, const Box& b);

struct Truth {
  std::int64_t image = 0, label = 0;
  Box box;
  bool difficult = false;  // need not be found; what finds it counts for nothing
};
struct Detection {
  std::int64_t image = 0, label = 0;
  double score = 0;
  Box box;
};

/// Where the curve of precision over recall is read: at all its steps (VOC since 2010), at recall 0, 0.1,
/// ..., 1 (VOC 2007), at 0, 0.01, ..., 1 (COCO). Everywhere the precision at a recall is the best one at that
/// recall or a higher one.
enum class Interpolation { all_points, points11, points101 };
/// Which true box a detection is held against: the free one that overlaps it most (COCO), or the one that
/// overlaps it most, though another has taken it and the detection then counts as false (VOC).
enum class Matching { best_free, best };

struct DetectionOptions {
  double iou = 0.5;  // the least overlap that counts as found
  Interpolation interpolation = Interpolation::all_points;
  Matching matching = Matching::best_free;
  std::int64_t most_per_image = 0;  // only so many detections of a label, those of the highest scores; 0: all
};

/// What a detection came to: it found an object; it found none, or one that another had found; or it counts
/// for nothing, for what it found is difficult, or too many of its image and label have higher scores.
enum class Verdict { hit, miss, nothing };
struct Match {
  Verdict verdict = Verdict::nothing;
  std::int64_t truth = -1;  // of a hit, and of a difficult object: which of the truths
};
/// By falling score (of equal scores the first) each detection is held against the truths of its image and
/// label that overlap it enough, each truth found at most once. One match for each detection.
std::vector<Match> match_detections(const std::vector<Detection>& detections,
                                    const std::vector<Truth>& truths, const DetectionOptions& options = {});

/// The area under the curve of a ranking: hits[i], whether detection i, the highest score first, found one of
/// so many truths. NaN where there are none.
double average_precision(const std::vector<bool>& hits, std::int64_t truths,
                         Interpolation interpolation = Interpolation::all_points);
/// The same of the boxes of one label, matched as `match_detections` does.
double average_precision(const std::vector<Detection>& detections, const std::vector<Truth>& truths,
                         std::int64_t label, const DetectionOptions& options = {});
/// The mean over the labels that have truths; NaN where none has.
double mean_average_precision(const std::vector<Detection>& detections, const std::vector<Truth>& truths,
                              const DetectionOptions& options = {});
/// COCO's AP: the mean over overlaps 0.50, 0.55, ..., 0.95, at 101 points, of 100 detections an image and
/// label.
double coco_average_precision(const std::vector<Detection>& detections, const std::vector<Truth>& truths);

}  // namespace percept::metrics
