// native:batch_norm_backward, in any order of the channels. Two passes over the memory: sums, then dx.
#include <algorithm>
#include <cmath>

#include "batch_sums.hpp"
#include "percept/ops/normalization.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/batch_norm_backward.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "channel_vectors-inl.hpp"

#ifndef PERCEPT_NATIVE_BATCH_NORM_BACKWARD
#define PERCEPT_NATIVE_BATCH_NORM_BACKWARD
namespace percept::native {

/// What the vectors of a group's channels are: dx = g scale + (x - mean) slope + shift.
struct BackwardFactors {
  const float *mean, *scale, *slope, *shift;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// first += sum of g, second += sum of g (x - mean), g being zero where the relu's output is not positive.
template <bool relu>
struct GradientSumsBody : SumsBody {
  const float *g, *x, *y, *mean;
  V m;
  void begin_one() { m = hn::Set(D(), *mean), SumsBody::begin_one(); }
  template <class Access>
  void begin(Access access, std::int64_t channel) {
    m = access.load(mean + channel), SumsBody::begin_one();
  }
  template <int k, class Access>
  void step(Access access, std::int64_t at) {
    V grad = access.load(g + at);  // zeros beyond a partial vector's end, so that they add nothing
    if (relu) grad = hn::IfThenElseZero(hn::Gt(access.load(y + at), hn::Zero(D())), grad);
    a[k] = hn::Add(a[k], grad), b[k] = hn::MulAdd(grad, hn::Sub(access.load(x + at), m), b[k]);
  }
};

// dx = g scale + (x - mean) slope + shift.
template <bool relu>
struct BackwardBody {
  BackwardFactors f;
  const float *g, *x, *y;
  float* dx;
  V mean, scale, slope, shift;
  void begin_one() {
    const D d;
    mean = hn::Set(d, *f.mean), scale = hn::Set(d, *f.scale);
    slope = hn::Set(d, *f.slope), shift = hn::Set(d, *f.shift);
  }
  template <class Access>
  void begin(Access access, std::int64_t channel) {
    mean = access.load(f.mean + channel), scale = access.load(f.scale + channel);
    slope = access.load(f.slope + channel), shift = access.load(f.shift + channel);
  }
  template <int k, class Access>
  void step(Access access, std::int64_t at) {
    V grad = access.load(g + at);
    if (relu) grad = hn::IfThenElseZero(hn::Gt(access.load(y + at), hn::Zero(D())), grad);
    const V centred = hn::Sub(access.load(x + at), mean);
    access.store(hn::MulAdd(grad, scale, hn::MulAdd(centred, slope, shift)), dx + at);
  }
  void end_one() {}
  template <class Access>
  void end(Access, std::int64_t) {}
};

template <bool relu>
void gradient_sums(const ChannelGroup& s, const float* g, const float* x, const float* y, const float* mean,
                   float* first, float* second) {
  GradientSumsBody<relu> body;
  body.x = x, body.mean = mean, body.first = first, body.second = second, body.g = g, body.y = y;
  each_vector(s, body);
}
void GradientSums(const ChannelGroup& s, const float* g, const float* x, const float* y, const float* mean,
                  float* first, float* second) {
  y ? gradient_sums<true>(s, g, x, y, mean, first, second)
    : gradient_sums<false>(s, g, x, y, mean, first, second);
}

template <bool relu>
void backward(const ChannelGroup& s, const BackwardFactors& f, const float* g, const float* x, const float* y,
              float* dx) {
  BackwardBody<relu> body;
  body.f = f, body.g = g, body.x = x, body.y = y, body.dx = dx;
  each_vector(s, body);
}
void NormBackward(const ChannelGroup& s, const BackwardFactors& f, const float* g, const float* x,
                  const float* y, float* dx) {
  y ? backward<true>(s, f, g, x, y, dx) : backward<false>(s, f, g, x, y, dx);
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(GradientSums);
HWY_EXPORT(NormBackward);

namespace {

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
          BackwardFactors f{mean + c, shared(scratch, 1) + c, shared(scratch, 2) + c, shared(scratch, 3) + c};
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

}  // namespace
}  // namespace native

KernelOffer make_native_batch_norm_backward(const KernelRequest& request) {
  const Node& node = request.node;
  if (auto why = native::channel_refusal(node)) return *why;
  Layout layout = native::channel_layout(request, 1);
  native::ChannelView view(node.inputs[0].shape(), layout);
  auto kernel = std::make_unique<native::BatchNormBackwardKernel>(
      view, node.attributes.as<BatchNormOptions>().epsilon, native::has_input(node, 4),
      native::has_input(node, 5));
  kernel->input_layouts.resize(node.inputs.size());
  kernel->input_layouts[0] = kernel->input_layouts[1] = layout;
  if (native::has_input(node, 5)) kernel->input_layouts[5] = layout;
  kernel->output_layouts = {layout, {}, {}};
  return kernel;
}

}  // namespace percept
#endif  // HWY_ONCE
