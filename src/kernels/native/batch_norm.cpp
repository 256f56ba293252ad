// native:batch_norm, its gradient and native:scale_channels, in any order of the channels, in two passes over
// the memory: sums, then the result. Each thread takes its images in the second pass from the last to the
// first, as these may still be in its cache.
//
// Sums are of distances from a channel's mean over a thread's first images, so that little cancels, in f32
// over about a thousand places and in f64 beyond; the threads' moments are joined by Chan's formula (Chan,
// Golub & LeVeque 1983).
#include <algorithm>
#include <cmath>
#include <optional>

#include "channel_view.hpp"
#include "percept/base/threads.hpp"
#include "percept/ops/normalization.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/batch_norm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef PERCEPT_NATIVE_BATCH_NORM
#define PERCEPT_NATIVE_BATCH_NORM
namespace percept::native {

/// One group of one image: `places` of `block` channels.
struct NormGroup {
  std::int64_t places, block;
};
/// What the vectors of a group's channels are: y = (x - mean) scale + shift in the forward pass, dx = g scale
/// + (x - mean) slope + shift in the backward one.
struct NormFactors {
  const float *mean, *scale, *slope, *shift;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// How a vector comes from memory and goes there: whole, or its first elements.
struct Whole {
  V load(const float* from) const { return hn::LoadU(D(), from); }
  void store(V v, float* to) const { hn::StoreU(v, D(), to); }
};
struct Some {
  hn::Mask<D> mask;
  V load(const float* from) const { return hn::MaskedLoad(mask, D(), from); }
  void store(V v, float* to) const { hn::BlendedStore(v, mask, D(), to); }
};

constexpr std::int64_t kTogether =
    64;  // places of a block that are in the first cache while its channels pass

// Calls body.begin(access, b), body.step<k>(access, offset) and body.end(access, b) for the vectors of a
// group. With one channel a block a vector is of neighbouring places, else of channels from b on.
// Neighbouring steps have different k < 4, so that a sum can be kept in four parts.
template <class Body>
HWY_INLINE void each_vector(const NormGroup& s, Body body) {
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

// first += sum of x - mean, second += sum of (x - mean)^2.
struct MomentsBody {
  const float *x, *mean;
  float *first, *second;
  V m, a[4], b[4];
  void clear() {
    for (int k = 0; k < 4; ++k) a[k] = b[k] = hn::Zero(D());
  }
  void begin_one() { m = hn::Set(D(), *mean), clear(); }
  template <class Access>
  void begin(Access access, std::int64_t channel) {
    m = access.load(mean + channel), clear();
  }
  template <int k>
  void step(Whole access, std::int64_t at) {
    const V u = hn::Sub(access.load(x + at), m);
    a[k] = hn::Add(a[k], u), b[k] = hn::MulAdd(u, u, b[k]);
  }
  template <int k>
  void step(Some access, std::int64_t at) {
    const V u = hn::IfThenElseZero(access.mask, hn::Sub(access.load(x + at), m));
    a[k] = hn::Add(a[k], u), b[k] = hn::MulAdd(u, u, b[k]);
  }
  V sum_of(const V* parts) const { return hn::Add(hn::Add(parts[0], parts[1]), hn::Add(parts[2], parts[3])); }
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

// first += sum of g, second += sum of g (x - mean), g being zero where the relu's output is not positive.
template <bool relu>
struct GradientSumsBody : MomentsBody {
  const float *g, *y;
  template <int k, class Access>
  void step(Access access, std::int64_t at) {
    V grad = access.load(g + at);  // zeros beyond a partial vector's end, so that they add nothing
    if (relu) grad = hn::IfThenElseZero(hn::Gt(access.load(y + at), hn::Zero(D())), grad);
    a[k] = hn::Add(a[k], grad), b[k] = hn::MulAdd(grad, hn::Sub(access.load(x + at), m), b[k]);
  }
};

struct FactorsBody {
  NormFactors f;
  V mean, scale, slope, shift;
  void begin_one() {
    const D d;
    mean = hn::Set(d, *f.mean), scale = hn::Set(d, *f.scale), shift = hn::Set(d, *f.shift);
    slope = f.slope ? hn::Set(d, *f.slope) : hn::Zero(d);
  }
  template <class Access>
  void begin(Access access, std::int64_t channel) {
    mean = access.load(f.mean + channel), scale = access.load(f.scale + channel);
    shift = access.load(f.shift + channel);
    slope = f.slope ? access.load(f.slope + channel) : hn::Zero(D());
  }
  void end_one() {}
  template <class Access>
  void end(Access, std::int64_t) {}
};

// y = (x - mean) scale + shift (+ residual) (held at least at 0).
template <bool residual, bool relu>
struct ForwardBody : FactorsBody {
  const float *x, *r;
  float* y;
  template <int k, class Access>
  void step(Access access, std::int64_t at) {
    V v = hn::MulAdd(hn::Sub(access.load(x + at), mean), scale, shift);
    if (residual) v = hn::Add(v, access.load(r + at));
    if (relu) v = hn::IfThenZeroElse(hn::Le(v, hn::Zero(D())), v);
    access.store(v, y + at);
  }
};

// dx = g scale + (x - mean) slope + shift.
template <bool relu>
struct BackwardBody : FactorsBody {
  const float *g, *x, *y;
  float* dx;
  template <int k, class Access>
  void step(Access access, std::int64_t at) {
    V grad = access.load(g + at);
    if (relu) grad = hn::IfThenElseZero(hn::Gt(access.load(y + at), hn::Zero(D())), grad);
    const V centred = hn::Sub(access.load(x + at), mean);
    access.store(hn::MulAdd(grad, scale, hn::MulAdd(centred, slope, shift)), dx + at);
  }
};

void Moments(const NormGroup& s, const float* x, const float* mean, float* first, float* second) {
  MomentsBody body;
  body.x = x, body.mean = mean, body.first = first, body.second = second;
  each_vector(s, body);
}

template <bool relu>
void gradient_sums(const NormGroup& s, const float* g, const float* x, const float* y, const float* mean,
                   float* first, float* second) {
  GradientSumsBody<relu> body;
  body.x = x, body.mean = mean, body.first = first, body.second = second, body.g = g, body.y = y;
  each_vector(s, body);
}
void GradientSums(const NormGroup& s, const float* g, const float* x, const float* y, const float* mean,
                  float* first, float* second) {
  y ? gradient_sums<true>(s, g, x, y, mean, first, second)
    : gradient_sums<false>(s, g, x, y, mean, first, second);
}

template <bool residual, bool relu>
void forward(const NormGroup& s, const NormFactors& f, const float* x, const float* r, float* y) {
  ForwardBody<residual, relu> body;
  body.f = f, body.x = x, body.r = r, body.y = y;
  each_vector(s, body);
}
void NormForward(const NormGroup& s, const NormFactors& f, const float* x, const float* r, bool relu,
                 float* y) {
  if (r)
    relu ? forward<true, true>(s, f, x, r, y) : forward<true, false>(s, f, x, r, y);
  else
    relu ? forward<false, true>(s, f, x, r, y) : forward<false, false>(s, f, x, r, y);
}

template <bool relu>
void backward(const NormGroup& s, const NormFactors& f, const float* g, const float* x, const float* y,
              float* dx) {
  BackwardBody<relu> body;
  body.f = f, body.g = g, body.x = x, body.y = y, body.dx = dx;
  each_vector(s, body);
}
void NormBackward(const NormGroup& s, const NormFactors& f, const float* g, const float* x, const float* y,
                  float* dx) {
  y ? backward<true>(s, f, g, x, y, dx) : backward<false>(s, f, g, x, y, dx);
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(Moments);
HWY_EXPORT(GradientSums);
HWY_EXPORT(NormForward);
HWY_EXPORT(NormBackward);

namespace {

constexpr std::int64_t kGrain = 16 * 1024;  // elements worth a thread
constexpr std::int64_t kInSingle = 1024;    // places that are summed in f32

// The images are shared out among threads, and what each sums stands in its own part of the scratch memory:
// f64 sums first, then f32 vectors, each of all channels.
class NormKernel : public Kernel {
 protected:
  static constexpr std::int64_t kVectors = 3;  // of a part: shift, and two sums in f32
  static constexpr std::int64_t kShared = 4;   // mean, scale, slope, shift

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
  NormGroup group_;
  std::int64_t parts_, padded_;
};

class BatchNormKernel final : public NormKernel {
 public:
  BatchNormKernel(const ChannelView& view, BatchNormOptions o) : NormKernel(view, o.epsilon), relu_(o.relu) {}

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto moments = HWY_DYNAMIC_DISPATCH(Moments);
    auto forward = HWY_DYNAMIC_DISPATCH(NormForward);
    const float *x = static_cast<const float*>(inputs[0]), *residual = given(inputs, 3);
    float* y = static_cast<float*>(outputs[0]);
    each_part([&](std::int64_t part, std::int64_t begin, std::int64_t end) {
      float *shift = vectors(scratch, part), *first = shift + padded_, *second = first + padded_;
      std::fill_n(shift, 3 * padded_, 0.0f);
      std::int64_t some = std::clamp<std::int64_t>(64 / v_.places, 1, end - begin);
      for (std::int64_t n = begin; n < begin + some; ++n)
        each_group(n, [&](std::int64_t at, std::int64_t c) {
          moments(group_, x + at, shift + c, first + c, second + c);
        });
      for (std::int64_t c = 0; c < v_.channels; ++c) shift[c] = first[c] / float(some * v_.places);
      sum(scratch, part, begin, end, [&](std::int64_t at, std::int64_t c, float* a, float* b) {
        moments(group_, x + at, shift + c, a, b);
      });
    });
    join(inputs, outputs, scratch);
    each_part([&](std::int64_t, std::int64_t begin, std::int64_t end) {
      for (std::int64_t n = end; n-- > begin;)
        each_group(n, [&](std::int64_t at, std::int64_t c) {
          NormFactors f{shared(scratch, 0) + c, shared(scratch, 1) + c, nullptr, shared(scratch, 3) + c};
          forward(group_, f, x + at, residual ? residual + at : nullptr, relu_, y + at);
        });
    });
  }

 private:
  const float* given(void* const* inputs, std::size_t i) const {
    return i < input_layouts.size() ? static_cast<const float*>(inputs[i]) : nullptr;
  }

  // The parts' moments become the channels' mean, variance and factors; the channels added as padding get
  // factors of zero, so that they stay zero.
  void join(void* const* inputs, void* const* outputs, void* scratch) const {
    const float *weight = given(inputs, 1), *bias = given(inputs, 2);
    float *means = shared(scratch, 0), *scales = shared(scratch, 1), *shifts = shared(scratch, 3);
    std::fill_n(means, kShared * padded_, 0.0f);
    for (std::int64_t c = 0; c < v_.channels; ++c) {
      double count = 0, mean = 0, squares = 0;
      for (std::int64_t part = 0; part < parts_; ++part) {
        const double* s = sums(scratch, part);
        double n = double((first_image(part + 1) - first_image(part)) * v_.places);
        double here = double(vectors(scratch, part)[c]) + s[c] / n, apart = here - mean;
        squares += std::max(s[padded_ + c] - s[c] * s[c] / n, 0.0) + apart * apart * count * n / (count + n);
        mean += apart * n / (count + n);
        count += n;
      }
      double variance = squares / count;
      static_cast<float*>(outputs[1])[c] = means[c] = float(mean);
      static_cast<float*>(outputs[2])[c] = float(variance);
      scales[c] = float((weight ? double(weight[c]) : 1) / std::sqrt(variance + epsilon_));
      shifts[c] = bias ? bias[c] : 0;
      // What the mean lost by rounding counts where it is large.
      shifts[c] = float(double(shifts[c]) + (double(means[c]) - mean) * double(scales[c]));
    }
  }

  bool relu_;
};

class ScaleChannelsKernel final : public Kernel {
 public:
  ScaleChannelsKernel(const ChannelView& view, bool residual, bool relu)
      : v_(view), residual_(residual), relu_(relu), padded_((view.padded_channels() + 15) / 16 * 16) {
    scratch_bytes = std::size_t(3 * padded_) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto forward = HWY_DYNAMIC_DISPATCH(NormForward);
    const float* x = static_cast<const float*>(inputs[0]);
    const float* residual = residual_ ? static_cast<const float*>(inputs[3]) : nullptr;
    float *y = static_cast<float*>(outputs[0]), *zero = static_cast<float*>(scratch);
    float *scale = zero + padded_, *shift = scale + padded_;
    std::fill_n(zero, 3 * padded_, 0.0f);
    std::copy_n(static_cast<const float*>(inputs[1]), v_.channels, scale);
    std::copy_n(static_cast<const float*>(inputs[2]), v_.channels, shift);
    NormGroup group{v_.places, v_.block};
    parallel_for(v_.images * v_.groups, 1 + kGrain / v_.group(), [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        std::int64_t at = i * v_.group(), c = i % v_.groups * v_.block;
        NormFactors f{zero, scale + c, nullptr, shift + c};
        forward(group, f, x + at, residual ? residual + at : nullptr, relu_, y + at);
      }
    });
  }

 private:
  ChannelView v_;
  bool residual_, relu_;
  std::int64_t padded_;
};

class BatchNormBackwardKernel final : public NormKernel {
 public:
  BatchNormBackwardKernel(const ChannelView& view, double epsilon, bool weight, bool relu)
      : NormKernel(view, epsilon), weight_(weight), relu_(relu) {}

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto gradient_sums = HWY_DYNAMIC_DISPATCH(GradientSums);
    auto backward = HWY_DYNAMIC_DISPATCH(NormBackward);
    const float *g = static_cast<const float*>(inputs[0]), *x = static_cast<const float*>(inputs[1]);
    const float* y = relu_ ? static_cast<const float*>(inputs[5]) : nullptr;
    float *dx = static_cast<float*>(outputs[0]), *mean = shared(scratch, 0);
    std::fill_n(mean, kShared * padded_, 0.0f);
    std::copy_n(static_cast<const float*>(inputs[2]), v_.channels, mean);
    each_part([&](std::int64_t part, std::int64_t begin, std::int64_t end) {
      sum(scratch, part, begin, end, [&](std::int64_t at, std::int64_t c, float* a, float* b) {
        gradient_sums(group_, g + at, x + at, y ? y + at : nullptr, mean + c, a, b);
      });
    });
    join(inputs, outputs, scratch);
    each_part([&](std::int64_t, std::int64_t begin, std::int64_t end) {
      for (std::int64_t n = end; n-- > begin;)
        each_group(n, [&](std::int64_t at, std::int64_t c) {
          NormFactors f{mean + c, shared(scratch, 1) + c, shared(scratch, 2) + c, shared(scratch, 3) + c};
          backward(group_, f, g + at, x + at, y ? y + at : nullptr, dx + at);
        });
    });
  }

 private:
  void join(void* const* inputs, void* const* outputs, void* scratch) const {
    const float *variance = static_cast<const float*>(inputs[3]),
                *weight = weight_ ? static_cast<const float*>(inputs[4]) : nullptr;
    float *scales = shared(scratch, 1), *slopes = shared(scratch, 2), *shifts = shared(scratch, 3);
    double n = double(v_.images * v_.places);
    for (std::int64_t c = 0; c < v_.channels; ++c) {
      double sum_g = 0, sum_gx = 0;
      for (std::int64_t part = 0; part < parts_; ++part) {
        sum_g += sums(scratch, part)[c];
        sum_gx += sums(scratch, part)[padded_ + c];
      }
      double per_deviation = 1 / std::sqrt(double(variance[c]) + epsilon_);
      double scale = (weight ? double(weight[c]) : 1) * per_deviation;
      static_cast<float*>(outputs[1])[c] = float(sum_gx * per_deviation);
      static_cast<float*>(outputs[2])[c] = float(sum_g);
      scales[c] = float(scale);
      slopes[c] = float(-scale * per_deviation * per_deviation * sum_gx / n);
      shifts[c] = float(-scale * sum_g / n);
    }
  }

  bool weight_, relu_;
};

// All large tensors in the order in which `lead` lies.
Layout layout_of(const KernelRequest& request, std::size_t lead) {
  bool image = request.node.inputs[lead].shape().rank() == 4;
  return image && request.inputs[lead].channel_block() ? request.inputs[lead] : Layout();
}

std::optional<Message> refusal(const Node& node) {
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  if (node.inputs[0].shape().elements() == 0) return Message("kernels.empty");
  return std::nullopt;
}

bool has(const Node& node, std::size_t i) { return i < node.inputs.size() && node.inputs[i]; }

}  // namespace
}  // namespace native

KernelOffer make_native_batch_norm(const KernelRequest& request) {
  const Node& node = request.node;
  if (auto why = native::refusal(node)) return *why;
  Layout layout = native::layout_of(request, 0);
  native::ChannelView view(node.inputs[0].shape(), layout);
  auto kernel = std::make_unique<native::BatchNormKernel>(view, node.attributes.as<BatchNormOptions>());
  kernel->input_layouts.resize(node.inputs.size());
  kernel->input_layouts[0] = layout;
  if (native::has(node, 3)) kernel->input_layouts[3] = layout;
  kernel->output_layouts = {layout, {}, {}};
  return kernel;
}

KernelOffer make_native_batch_norm_backward(const KernelRequest& request) {
  const Node& node = request.node;
  if (auto why = native::refusal(node)) return *why;
  Layout layout = native::layout_of(request, 1);
  native::ChannelView view(node.inputs[0].shape(), layout);
  auto kernel = std::make_unique<native::BatchNormBackwardKernel>(
      view, node.attributes.as<BatchNormOptions>().epsilon, native::has(node, 4), native::has(node, 5));
  kernel->input_layouts.resize(node.inputs.size());
  kernel->input_layouts[0] = kernel->input_layouts[1] = layout;
  if (native::has(node, 5)) kernel->input_layouts[5] = layout;
  kernel->output_layouts = {layout, {}, {}};
  return kernel;
}

KernelOffer make_native_scale_channels(const KernelRequest& request) {
  const Node& node = request.node;
  if (auto why = native::refusal(node)) return *why;
  Layout layout = native::layout_of(request, 0);
  bool residual = native::has(node, 3);
  auto kernel = std::make_unique<native::ScaleChannelsKernel>(
      native::ChannelView(node.inputs[0].shape(), layout), residual,
      node.attributes.as<ScaleChannelsOptions>().relu);
  kernel->input_layouts.resize(node.inputs.size());
  kernel->input_layouts[0] = layout;
  if (residual) kernel->input_layouts[3] = layout;
  kernel->output_layouts = {layout};
  return kernel;
}

}  // namespace percept
#endif  // HWY_ONCE
