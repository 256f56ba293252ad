// The sums over a batch that batch norm and its gradient begin with, shared out among threads.
//
// They are in f32 over about a thousand places and in f64 beyond. Each thread takes its images in the second
// pass from the last to the first, as these may still be in its cache.
#pragma once

#include <algorithm>

#include "channel_view.hpp"
#include "percept/base/threads.hpp"

namespace percept::native {

inline constexpr std::int64_t kGrain = 16 * 1024;  // elements worth a thread
inline constexpr std::int64_t kInSingle = 1024;    // places that are summed in f32

// The images are shared out among threads, and what each sums stands in its own part of the scratch memory:
// f64 sums first, then f32 vectors, each of all channels.
class NormKernel : public Kernel {
 protected:
  static constexpr std::int64_t kVectors = 3;  // of a part: shift, and two sums in f32
  static constexpr std::int64_t kShared = 4;   // at most: mean, scale, shift, slope

  NormKernel(const ChannelView& view, double epsilon)
      : v_(view), epsilon_(epsilon), group_{view.places, view.block} {
    std::int64_t most = std::min<std::int64_t>(thread_count(), view.images);
    parts_ = std::clamp<std::int64_t>(view.images * view.image() / kGrain, 1, most);
    padded_ = (view.padded_channels() + 15) / 16 * 16;
    scratch_bytes =
        std::size_t(padded_) *
        (std::size_t(parts_) * (2 * sizeof(double) + kVectors * sizeof(float)) + kShared * sizeof(float));
  }

  double* sums(void* scratch, std::int64_t part) const {
    return static_cast<double*>(scratch) + part * 2 * padded_;
  }
  float* vectors(void* scratch, std::int64_t part) const {
    return reinterpret_cast<float*>(sums(scratch, parts_)) + part * kVectors * padded_;
  }
  float* shared(void* scratch, std::int64_t which) const {
    return vectors(scratch, parts_) + which * padded_;
  }
  std::int64_t first_image(std::int64_t part) const { return v_.images * part / parts_; }

  template <class Body>  // body(part, first image, behind the last)
  void each_part(Body&& body) const {
    parallel_for(parts_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t part = first; part < last; ++part)
        body(part, first_image(part), first_image(part + 1));
    });
  }
  template <class Body>  // body(offset of the elements, of the channels)
  void each_group(std::int64_t image, Body&& body) const {
    for (std::int64_t g = 0; g < v_.groups; ++g) body(image * v_.image() + g * v_.group(), g * v_.block);
  }

  // add(offset, channel, first, second) adds a group's two sums to vectors in f32; this makes a part's f64
  // sums of the images.
  template <class Add>
  void sum(void* scratch, std::int64_t part, std::int64_t begin, std::int64_t end, Add&& add) const {
    double *first = sums(scratch, part), *second = first + padded_;
    float *a = vectors(scratch, part) + padded_, *b = a + padded_;
    std::fill_n(first, 2 * padded_, 0.0);
    std::int64_t together = std::max<std::int64_t>(kInSingle / std::max<std::int64_t>(v_.places, 1), 1);
    for (std::int64_t n = begin; n < end;) {
      std::fill_n(a, 2 * padded_, 0.0f);
      for (std::int64_t last = std::min(n + together, end); n < last; ++n)
        each_group(n, [&](std::int64_t at, std::int64_t c) { add(at, c, a + c, b + c); });
      for (std::int64_t c = 0; c < v_.channels; ++c) first[c] += double(a[c]), second[c] += double(b[c]);
    }
  }

  ChannelView v_;
  double epsilon_;
  ChannelGroup group_;
  std::int64_t parts_, padded_;
};

}  // namespace percept::native
