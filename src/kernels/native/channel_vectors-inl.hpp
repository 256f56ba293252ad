// The loop over the vectors of one image's group of channels, for each target of Highway.
#if defined(PERCEPT_CHANNEL_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PERCEPT_CHANNEL_VECTORS_INL
#undef PERCEPT_CHANNEL_VECTORS_INL
#else
#define PERCEPT_CHANNEL_VECTORS_INL
#endif

#include <hwy/highway.h>

#include <algorithm>

#include "channel_view.hpp"
#include "vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

constexpr std::int64_t kTogether =
    64;  // places of a block that are in the first cache while its channels pass

// Calls body.begin(access, b), body.step<k>(access, offset) and body.end(access, b) for the vectors of a
// group. With one channel a block a vector is of neighbouring places, else of channels from b on.
// Neighbouring steps have different k < 4, so that a sum can be kept in four parts.
template <class Body>
HWY_INLINE void each_vector(const ChannelGroup& s, Body body) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  auto steps = [&](auto access, std::int64_t at, std::int64_t stride, std::int64_t count) HWY_ATTR {
    std::int64_t i = 0;
    for (; i + 4 <= count; i += 4, at += 4 * stride) {
      body.template step<0>(access, at);
      body.template step<1>(access, at + stride);
      body.template step<2>(access, at + 2 * stride);
      body.template step<3>(access, at + 3 * stride);
    }
    for (; i < count; ++i, at += stride) body.template step<0>(access, at);
  };
  if (s.block == 1) {
    body.begin_one();
    std::int64_t whole = s.places / lanes;
    steps(Whole(), 0, lanes, whole);
    if (std::int64_t rest = s.places - whole * lanes)
      body.template step<0>(Some{hn::FirstN(d, std::size_t(rest))}, whole * lanes);
    body.end_one();
    return;
  }
  for (std::int64_t p = 0; p < s.places; p += kTogether) {
    std::int64_t count = std::min(kTogether, s.places - p);
    for (std::int64_t b = 0; b < s.block; b += lanes) {
      auto pass = [&](auto access) HWY_ATTR {
        body.begin(access, b);
        steps(access, p * s.block + b, s.block, count);
        body.end(access, b);
      };
      if (b + lanes <= s.block)
        pass(Whole());
      else
        pass(Some{hn::FirstN(d, std::size_t(s.block - b))});
    }
  }
}

/// Two sums of a channel, each in four parts.
struct SumsBody {
  float *first, *second;
  V a[4], b[4];
  void begin_one() {
    for (int k = 0; k < 4; ++k) a[k] = b[k] = hn::Zero(D());
  }
  static V sum_of(const V* parts) {
    return hn::Add(hn::Add(parts[0], parts[1]), hn::Add(parts[2], parts[3]));
  }
  void end_one() {
    *first += hn::GetLane(hn::SumOfLanes(D(), sum_of(a)));
    *second += hn::GetLane(hn::SumOfLanes(D(), sum_of(b)));
  }
  template <class Access>
  void end(Access access, std::int64_t channel) {
    access.store(hn::Add(access.load(first + channel), sum_of(a)), first + channel);
    access.store(hn::Add(access.load(second + channel), sum_of(b)), second + channel);
  }
};

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
