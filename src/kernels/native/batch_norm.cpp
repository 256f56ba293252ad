// native:batch_norm and native:scale_channels, in any order of the channels. Two passes over the memory:
// sums, then the result.
//
// The sums are of distances from a channel's mean over a thread's first images, so that little cancels; the
// threads' moments are joined by Chan's formula (Chan, Golub & LeVeque 1983).
#include <algorithm>
#include <cmath>

#include "batch_sums.hpp"
#include "percept/ops/normalization.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/batch_norm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "channel_vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// first += sum of x - mean, second += sum of (x - mean)^2.
struct MomentsBody : SumsBody {
  const float *x, *mean;
  V m;
  void begin_one() { m = hn::Set(D(), *mean), SumsBody::begin_one(); }
  template <class Access>
  void begin(Access access, std::int64_t channel) {
    m = access.load(mean + channel), SumsBody::begin_one();
  }
  template <int k>
  void step(Whole access, std::int64_t at) {
    add<k>(hn::Sub(access.load(x + at), m));
  }
  template <int k>
  void step(Some access, std::int64_t at) {
    add<k>(hn::IfThenElseZero(access.mask, hn::Sub(access.load(x + at), m)));
  }
  template <int k>
  void add(V u) {
    a[k] = hn::Add(a[k], u), b[k] = hn::MulAdd(u, u, b[k]);
  }
};

// y = (x - mean) scale + shift (+ residual) (held at least at 0).
template <bool residual, bool relu>
struct ForwardBody {
  const float *means, *scales, *shifts, *x, *r;
  float* y;
  V mean, scale, shift;
  void begin_one() {
    const D d;
    mean = hn::Set(d, *means), scale = hn::Set(d, *scales), shift = hn::Set(d, *shifts);
  }
  template <class Access>
  void begin(Access access, std::int64_t channel) {
    mean = access.load(means + channel), scale = access.load(scales + channel);
    shift = access.load(shifts + channel);
  }
  template <int k, class Access>
  void step(Access access, std::int64_t at) {
    V v = hn::MulAdd(hn::Sub(access.load(x + at), mean), scale, shift);
    if (residual) v = hn::Add(v, access.load(r + at));
    if (relu) v = hn::IfThenZeroElse(hn::Le(v, hn::Zero(D())), v);
    access.store(v, y + at);
  }
  void end_one() {}
  template <class Access>
  void end(Access, std::int64_t) {}
};

void Moments(const ChannelGroup& s, const float* x, const float* mean, float* first, float* second) {
  MomentsBody body;
  body.x = x, body.mean = mean, body.first = first, body.second = second;
  each_vector(s, body);
}

template <bool residual, bool relu>
void forward(const ChannelGroup& s, const float* means, const float* scales, const float* shifts,
             const float* x, const float* r, float* y) {
  ForwardBody<residual, relu> body;
  body.means = means, body.scales = scales, body.shifts = shifts;
  body.x = x, body.r = r, body.y = y;
  each_vector(s, body);
}
void NormForward(const ChannelGroup& s, const float* means, const float* scales, const float* shifts,
                 const float* x, const float* r, bool relu, float* y) {
  if (r)
    relu ? forward<true, true>(s, means, scales, shifts, x, r, y)
         : forward<true, false>(s, means, scales, shifts, x, r, y);
  else
    relu ? forward<false, true>(s, means, scales, shifts, x, r, y)
         : forward<false, false>(s, means, scales, shifts, x, r, y);
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(Moments);
HWY_EXPORT(NormForward);

namespace {

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
          forward(group_, shared(scratch, 0) + c, shared(scratch, 1) + c, shared(scratch, 2) + c, x + at,
                  residual ? residual + at : nullptr, relu_, y + at);
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
    float *means = shared(scratch, 0), *scales = shared(scratch, 1), *shifts = shared(scratch, 2);
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
    ChannelGroup group{v_.places, v_.block};
    parallel_for(v_.images * v_.groups, 1 + kGrain / v_.group(), [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        std::int64_t at = i * v_.group(), c = i % v_.groups * v_.block;
        forward(group, zero, scale + c, shift + c, x + at, residual ? residual + at : nullptr, relu_, y + at);
      }
    });
  }

 private:
  ChannelView v_;
  bool residual_, relu_;
  std::int64_t padded_;
};

}  // namespace
}  // namespace native

KernelOffer make_native_batch_norm(const KernelRequest& request) {
  const Node& node = request.node;
  if (auto why = native::channel_refusal(node)) return *why;
  Layout layout = native::channel_layout(request, 0);
  native::ChannelView view(node.inputs[0].shape(), layout);
  auto kernel = std::make_unique<native::BatchNormKernel>(view, node.attributes.as<BatchNormOptions>());
  kernel->input_layouts.resize(node.inputs.size());
  kernel->input_layouts[0] = layout;
  if (native::has_input(node, 3)) kernel->input_layouts[3] = layout;
  kernel->output_layouts = {layout, {}, {}};
  return kernel;
}

KernelOffer make_native_scale_channels(const KernelRequest& request) {
  const Node& node = request.node;
  if (auto why = native::channel_refusal(node)) return *why;
  Layout layout = native::channel_layout(request, 0);
  bool residual = native::has_input(node, 3);
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
