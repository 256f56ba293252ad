// What ctc_loss and its gradient share.
#pragma once

#include "percept/ops/ctc.hpp"
#include "rules.hpp"

namespace percept {

/// The five things of a CTC loss stand from input `first` on; gives whether they fit.
inline bool require_ctc(ShapeContext& c, int first) {
  auto o = c.options<CtcLossOptions>();
  int scores = first, targets = first + 1;
  bool sound = c.require_float(scores);  // all is said at once, so nothing is cut short
  sound &= c.require_rank(scores, 3);
  sound &= c.require_rank(targets, 2);
  constexpr const char* kWhole[] = {"targets", "input_lengths", "target_lengths"};
  for (int i = 0; i < 3; ++i)
    sound &= c.require(is_integer(c.dtype(targets + i)), "ops.integer",
                       {{"input", kWhole[i]}, {"actual", name_of(c.dtype(targets + i))}});
  if (!sound) return false;
  std::int64_t batch = c.shape(scores)[1], classes = c.shape(scores)[2];
  sound &= c.require(c.shape(targets)[0] == batch && c.shape(targets + 1) == Shape{batch} &&
                         c.shape(targets + 2) == Shape{batch},
                     "ops.ctc.batch", {{"batch", batch}});
  sound &= c.require(o.blank >= 0 && o.blank < classes, "ops.ctc.blank",
                     {{"blank", o.blank}, {"classes", classes}});
  return sound;
}

}  // namespace percept
