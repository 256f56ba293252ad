// native:max_pool2d and its gradient, on planes in row-major order or blocked by channels. Blocked planes
// take a vector of channels at a time; row-major ones the 2 x 2 windows of most networks a vector of windows
// at a time.
#include <algorithm>
#include <cstring>
#include <limits>

#include "percept/base/threads.hpp"
#include "percept/ops/pooling.hpp"
#include "planes.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/max_pool2d.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef PERCEPT_NATIVE_MAX_POOL2D
#define PERCEPT_NATIVE_MAX_POOL2D
namespace percept::native {

struct PoolSizes {
  std::int64_t height, width, out_height, out_width, block;
  Pool2dOptions o;
};

}  // namespace percept::native
#endif

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The generic window, for `block` channels of one place at a time.
template <class D>
void forward_lanes(D d, const PoolSizes& s, const float* x, float* y, std::int32_t* indices) {
  const hn::Rebind<std::int32_t, D> di;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  for (std::int64_t i = 0; i < s.out_height; ++i)
    for (std::int64_t j = 0; j < s.out_width; ++j)
      for (std::int64_t c = 0; c < s.block; c += lanes) {
        auto best = hn::Set(d, -std::numeric_limits<float>::infinity());
        auto where = hn::Set(di, -1);
        for (std::int64_t k = 0; k < s.o.kernel.h; ++k)
          for (std::int64_t l = 0; l < s.o.kernel.w; ++l) {
            std::int64_t u = i * s.o.stride.h + k - s.o.padding.top,
                         v = j * s.o.stride.w + l - s.o.padding.left;
            if (u < 0 || u >= s.height || v < 0 || v >= s.width) continue;
            auto value = hn::LoadU(d, x + (u * s.width + v) * s.block + c);
            auto place = hn::Set(di, std::int32_t(u * s.width + v));
            // The first place wins among equals; NaN wins over all, the first NaN over later ones.
            auto unset = hn::RebindMask(d, hn::Lt(where, hn::Zero(di)));
            auto takes =
                hn::Or(hn::Or(hn::Gt(value, best), unset), hn::AndNot(hn::IsNaN(best), hn::IsNaN(value)));
            best = hn::IfThenElse(takes, value, best);
            where = hn::IfThenElse(hn::RebindMask(di, takes), place, where);
          }
        std::int64_t at = (i * s.out_width + j) * s.block + c;
        hn::StoreU(best, d, y + at);
        hn::StoreU(where, di, indices + at);
      }
}

// Windows [j, ...) of row i, as many whole vectors of them as there are: the first window left over.
template <class D>
std::int64_t forward_row(D d, const PoolSizes& s, std::int64_t i, std::int64_t j, const float* x, float* y,
                         std::int32_t* indices) {
  const hn::Rebind<std::int32_t, D> di;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  const float *row = x + 2 * i * s.width, *below = row + s.width;
  for (; j + lanes <= s.out_width; j += lanes) {
    hn::Vec<D> v[4];
    hn::LoadInterleaved2(d, row + 2 * j, v[0], v[1]);
    hn::LoadInterleaved2(d, below + 2 * j, v[2], v[3]);
    auto even = hn::Add(hn::Iota(di, 0), hn::Iota(di, 0));
    auto first = hn::Add(even, hn::Set(di, std::int32_t(2 * i * s.width + 2 * j)));
    const std::int32_t offsets[4] = {0, 1, std::int32_t(s.width), std::int32_t(s.width) + 1};
    auto best = v[0];
    auto where = first;
    for (int t = 1; t < 4; ++t) {
      auto takes = hn::Or(hn::Gt(v[t], best), hn::AndNot(hn::IsNaN(best), hn::IsNaN(v[t])));
      best = hn::IfThenElse(takes, v[t], best);
      where = hn::IfThenElse(hn::RebindMask(di, takes), hn::Add(first, hn::Set(di, offsets[t])), where);
    }
    hn::StoreU(best, d, y + i * s.out_width + j);
    hn::StoreU(where, di, indices + i * s.out_width + j);
  }
  return j;
}

// Row-major 2 x 2 windows with stride 2 and no padding: vectors of windows, ever shorter toward the row's
// end.
void forward_pairs(const PoolSizes& s, const float* x, float* y, std::int32_t* indices) {
  for (std::int64_t i = 0; i < s.out_height; ++i) {
    std::int64_t j = forward_row(hn::ScalableTag<float>(), s, i, 0, x, y, indices);
    j = forward_row(hn::CappedTag<float, 8>(), s, i, j, x, y, indices);
    j = forward_row(hn::CappedTag<float, 4>(), s, i, j, x, y, indices);
    for (; j < s.out_width; ++j) {
      std::int64_t best = 2 * i * s.width + 2 * j;
      for (std::int64_t place : {best + 1, best + s.width, best + s.width + 1})
        if (x[place] > x[best] || (x[place] != x[place] && x[best] == x[best])) best = place;
      y[i * s.out_width + j] = x[best];
      indices[i * s.out_width + j] = std::int32_t(best);
    }
  }
}

void MaxPoolForward(const PoolSizes& s, const float* x, float* y, std::int32_t* indices) {
  const Pool2dOptions& o = s.o;
  bool pairs = o.kernel == Extent2d(2) && o.stride == Extent2d(2) && o.padding == Padding2d(0);
  if (s.block == 1 && pairs)
    forward_pairs(s, x, y, indices);
  else if (s.block == 1)
    forward_lanes(hn::CappedTag<float, 1>(), s, x, y, indices);
  else
    forward_lanes(hn::CappedTag<float, 8>(), s, x, y, indices);
}

// Every input place in one window at most: each place is written once, with its window's gradient or zero.
template <class D>
void backward_lanes(D d, const PoolSizes& s, const float* grad, const std::int32_t* indices, float* x) {
  const hn::Rebind<std::int32_t, D> di;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  for (std::int64_t i = 0; i < s.out_height; ++i)
    for (std::int64_t j = 0; j < s.out_width; ++j)
      for (std::int64_t c = 0; c < s.block; c += lanes) {
        std::int64_t at = (i * s.out_width + j) * s.block + c;
        auto g = hn::LoadU(d, grad + at);
        auto where = hn::LoadU(di, indices + at);
        for (std::int64_t k = 0; k < s.o.kernel.h; ++k)
          for (std::int64_t l = 0; l < s.o.kernel.w; ++l) {
            std::int64_t place = (i * s.o.stride.h + k) * s.width + j * s.o.stride.w + l;
            auto here = hn::RebindMask(d, hn::Eq(where, hn::Set(di, std::int32_t(place))));
            hn::StoreU(hn::IfThenElseZero(here, g), d, x + place * s.block + c);
          }
      }
}

// Row-major 2 x 2 windows: the two gradients of a row interleaved.
template <class D>
std::int64_t backward_row(D d, const PoolSizes& s, std::int64_t i, std::int64_t j, const float* grad,
                          const std::int32_t* indices, float* x) {
  const hn::Rebind<std::int32_t, D> di;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  for (; j + lanes <= s.out_width; j += lanes) {
    auto g = hn::LoadU(d, grad + i * s.out_width + j);
    auto where = hn::LoadU(di, indices + i * s.out_width + j);
    auto even = hn::Add(hn::Iota(di, 0), hn::Iota(di, 0));
    auto first = hn::Add(even, hn::Set(di, std::int32_t(2 * i * s.width + 2 * j)));
    auto at = [&](std::int64_t offset) {
      auto here = hn::RebindMask(d, hn::Eq(where, hn::Add(first, hn::Set(di, std::int32_t(offset)))));
      return hn::IfThenElseZero(here, g);
    };
    hn::StoreInterleaved2(at(0), at(1), d, x + 2 * i * s.width + 2 * j);
    hn::StoreInterleaved2(at(s.width), at(s.width + 1), d, x + (2 * i + 1) * s.width + 2 * j);
  }
  return j;
}

void backward_pairs(const PoolSizes& s, const float* grad, const std::int32_t* indices, float* x) {
  for (std::int64_t i = 0; i < s.out_height; ++i) {
    std::int64_t j = backward_row(hn::ScalableTag<float>(), s, i, 0, grad, indices, x);
    j = backward_row(hn::CappedTag<float, 8>(), s, i, j, grad, indices, x);
    j = backward_row(hn::CappedTag<float, 4>(), s, i, j, grad, indices, x);
    for (; j < s.out_width; ++j) {
      std::int64_t first = 2 * i * s.width + 2 * j;
      for (std::int64_t place : {first, first + 1, first + s.width, first + s.width + 1})
        x[place] = indices[i * s.out_width + j] == place ? grad[i * s.out_width + j] : 0;
    }
  }
}

void MaxPoolBackward(const PoolSizes& s, const float* grad, const std::int32_t* indices, float* x) {
  const Pool2dOptions& o = s.o;
  bool apart = o.stride.h >= o.kernel.h && o.stride.w >= o.kernel.w && o.padding == Padding2d(0);
  bool covered =
      s.out_height * o.kernel.h == s.height && s.out_width * o.kernel.w == s.width && o.stride == o.kernel;
  bool pairs = s.block == 1 && o.kernel == Extent2d(2) && o.stride == Extent2d(2);
  bool written_once = apart && (pairs || s.block > 1);
  if (!written_once || !covered) std::memset(x, 0, std::size_t(s.height * s.width * s.block) * sizeof(float));
  if (written_once && pairs) return backward_pairs(s, grad, indices, x);
  if (written_once) return backward_lanes(hn::CappedTag<float, 8>(), s, grad, indices, x);
  std::int64_t windows = s.out_height * s.out_width;
  for (std::int64_t i = 0; i < windows; ++i)
    for (std::int64_t c = 0; c < s.block; ++c)
      x[indices[i * s.block + c] * s.block + c] += grad[i * s.block + c];
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(MaxPoolForward);
HWY_EXPORT(MaxPoolBackward);

namespace {

PoolSizes sizes_of(const Shape& x, const Shape& y, const Layout& layout, Pool2dOptions o) {
  if (o.stride.h == 0) o.stride.h = o.kernel.h;
  if (o.stride.w == 0) o.stride.w = o.kernel.w;
  return {x[2], x[3], y[2], y[3], Planes(x, layout).block, o};
}

class PoolKernel : public Kernel {
 protected:
  PoolKernel(PoolSizes sizes, std::int64_t planes) : s_(sizes), planes_(planes) {}
  template <class Body>
  void each_plane(Body&& body) const {
    std::int64_t in = s_.height * s_.width * s_.block, out = s_.out_height * s_.out_width * s_.block;
    parallel_for(planes_, 1 + 16384 / (in + 1), [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t plane = begin; plane < end; ++plane) body(plane * in, plane * out);
    });
  }
  PoolSizes s_;
  std::int64_t planes_;
};

class MaxPoolKernel final : public PoolKernel {
 public:
  using PoolKernel::PoolKernel;
  MaxPoolKernel(PoolSizes sizes, std::int64_t planes) : PoolKernel(sizes, planes) {}
  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    auto forward = HWY_DYNAMIC_DISPATCH(MaxPoolForward);
    each_plane([&](std::int64_t in, std::int64_t out) {
      forward(s_, static_cast<const float*>(inputs[0]) + in, static_cast<float*>(outputs[0]) + out,
              static_cast<std::int32_t*>(outputs[1]) + out);
    });
  }
};

class MaxPoolBackwardKernel final : public PoolKernel {
 public:
  MaxPoolBackwardKernel(PoolSizes sizes, std::int64_t planes) : PoolKernel(sizes, planes) {}
  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    auto backward = HWY_DYNAMIC_DISPATCH(MaxPoolBackward);
    each_plane([&](std::int64_t in, std::int64_t out) {
      backward(s_, static_cast<const float*>(inputs[0]) + out,
               static_cast<const std::int32_t*>(inputs[1]) + out, static_cast<float*>(outputs[0]) + in);
    });
  }
};

}  // namespace
}  // namespace native

KernelOffer make_native_max_pool2d(const KernelRequest& request) {
  const Node& node = request.node;
  const Shape &x = node.inputs[0].shape(), &y = node.outputs[0].shape;
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  Layout layout = request.inputs[0].channel_block() ? request.inputs[0] : Layout();
  auto kernel = std::make_unique<native::MaxPoolKernel>(
      native::sizes_of(x, y, layout, node.attributes.as<Pool2dOptions>()), native::Planes(x, layout).count);
  kernel->input_layouts = {layout};
  kernel->output_layouts = {native::blocked_like(layout, y), native::blocked_like(layout, y)};
  return kernel;
}

KernelOffer make_native_max_pool2d_backward(const KernelRequest& request) {
  const Node& node = request.node;
  auto o = node.attributes.as<PoolBackwardOptions>();
  const Shape& y = node.inputs[0].shape();
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  Layout layout = request.inputs[1].channel_block() ? request.inputs[1] : Layout();
  auto kernel = std::make_unique<native::MaxPoolBackwardKernel>(native::sizes_of(o.shape, y, layout, o.pool),
                                                                native::Planes(o.shape, layout).count);
  kernel->input_layouts = {layout, layout};
  kernel->output_layouts = {native::blocked_like(layout, o.shape)};
  return kernel;
}

}  // namespace percept
#endif  // HWY_ONCE
