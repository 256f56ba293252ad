// What a page asks of the slope tab: everything at once, so that an answer needs no memory.
#pragma once

#include "percept/lab/slope_lab.hpp"

namespace percept::studio {

struct AskSlope : lab::SlopeQuestion {
  static constexpr const char* kAsk = "slope";
  static constexpr const char* kDoc = "-> slope";
};

}  // namespace percept::studio
