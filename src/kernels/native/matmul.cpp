// native:matmul and native:product, of linear - products of matrices, y = A B (+ bias).
//
// A tile of R rows by N vectors of y stays in registers while k runs over a stretch of the sum,
//   y[r][j] += A[r][k] B[k][j],
// as many rows and vectors as there are registers. What is turned round in memory is read so: A by its steps,
// as its numbers are taken one by one; B, which is taken in vectors, is packed once into columns of N
// vectors, [column][k][j]. Where B is a weight these columns are a layout of it, made when the weight has
// changed.
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "percept/base/threads.hpp"
#include "percept/kernels/isa.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/linear_algebra.hpp"
#include "product.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/matmul.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vectors-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// 32 registers: 12 x 2 sums, 2 of B, and A's number from memory; 16 registers: 6 x 2.
constexpr int kRows = kManyRegisters ? 12 : 6, kVectors = 2;
// Of the sum at a time: so many rows of a column of B stay in the second cache of any processor.
constexpr std::int64_t kStretch = 1024;

// R rows and N vectors, the last of which may be a part of one; k from `first` to `last`.
template <int R, int N, class Last>
HWY_INLINE void tile(const Product& s, std::int64_t first, std::int64_t last, Last end) {
  const D d;
  const std::int64_t lanes = std::int64_t(hn::Lanes(d));
  // The first vectors are whole.
  auto load = [&](const float* from, int v) HWY_ATTR {
    return v + 1 < N ? hn::LoadU(d, from + v * lanes) : end.load(from + v * lanes);
  };
  const float* rows[R];
  V sums[R][N];
  for (int r = 0; r < R; ++r) {
    rows[r] = s.a.data + r * s.a.row;
    for (int v = 0; v < N; ++v)
      sums[r][v] = first > 0 ? load(s.y + r * s.y_row, v) : s.bias ? load(s.bias, v) : hn::Zero(d);
  }
  const float* b = s.b + first * s.b_row;
  for (std::int64_t k = first, at = first * s.a.column; k < last; ++k, at += s.a.column, b += s.b_row) {
    V columns[N];
    for (int v = 0; v < N; ++v) columns[v] = load(b, v);
    for (int r = 0; r < R; ++r) {
      const V factor = hn::Set(d, rows[r][at]);
      for (int v = 0; v < N; ++v) sums[r][v] = hn::MulAdd(factor, columns[v], sums[r][v]);
    }
  }
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < N; ++v) {
      float* to = s.y + r * s.y_row + v * lanes;
      if (v + 1 < N)
        hn::StoreU(sums[r][v], d, to);
      else
        end.store(sums[r][v], to);
    }
}

template <int R>
void rows_of(const Product& s, std::int64_t first, std::int64_t last) {
  const std::int64_t lanes = std::int64_t(hn::Lanes(D()));
  const std::int64_t left = s.columns;
  if (left > lanes)
    with_access(left - lanes, [&](auto end) HWY_ATTR { tile<R, kVectors>(s, first, last, end); });
  else
    with_access(left, [&](auto end) HWY_ATTR { tile<R, 1>(s, first, last, end); });
}

template <int... R>
constexpr auto rows_table(std::integer_sequence<int, R...>) {
  return std::array{rows_of<R + 1>...};
}

// Whatever the number of threads, an element's sum is taken in one order.
void Multiply(const Product& whole) {
  static constexpr auto table = rows_table(std::make_integer_sequence<int, kRows>());
  const std::int64_t width = kVectors * std::int64_t(hn::Lanes(D()));
  const std::int64_t tiles = (whole.rows + kRows - 1) / kRows;
  for (std::int64_t first = 0; first < whole.inner; first += kStretch)
    for (std::int64_t j = 0; j < whole.columns; j += width) {
      Product s = whole;
      s.columns = std::min(width, whole.columns - j);
      s.b += j / width * whole.b_group;
      if (s.bias) s.bias += j;
      for (std::int64_t i = 0; i < tiles; ++i) {  // as even as possible
        const std::int64_t row = whole.rows * i / tiles, count = whole.rows * (i + 1) / tiles - row;
        s.a.data = whole.a.data + row * whole.a.row;
        s.y = whole.y + row * whole.y_row + j;
        table[std::size_t(count - 1)](s, first, std::min(first + kStretch, whole.inner));
      }
    }
}

// Columns of vectors `first` to `last` of B, element (k, j) at b.data[k * b.row + j * b.column].
void Pack(const Strided& b, std::int64_t inner, std::int64_t columns, std::int64_t first, std::int64_t last,
          float* packed) {
  constexpr std::int64_t kBlock = 16;  // a square of numbers is turned round within the first cache
  const std::int64_t width = kVectors * std::int64_t(hn::Lanes(D()));
  for (std::int64_t group = first; group < last; ++group) {
    float* to = packed + group * inner * width;
    const std::int64_t begin = group * width, count = std::min(width, columns - begin);
    for (std::int64_t k = 0; k < inner; k += kBlock)
      for (std::int64_t j = 0; j < width; ++j)
        for (std::int64_t i = k; i < std::min(k + kBlock, inner); ++i)
          to[i * width + j] = j < count ? b.data[i * b.row + (begin + j) * b.column] : 0;
  }
}

std::int64_t Width() { return kVectors * std::int64_t(hn::Lanes(D())); }

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(Multiply);
HWY_EXPORT(Pack);
HWY_EXPORT(Width);

void multiply(const Product& product) { HWY_DYNAMIC_DISPATCH(Multiply)(product); }
std::int64_t product_width() { return HWY_DYNAMIC_DISPATCH(Width)(); }

namespace {

std::int64_t width() { return product_width(); }
std::int64_t groups_of(std::int64_t columns) { return (columns + width() - 1) / width(); }

void pack(const Strided& b, std::int64_t inner, std::int64_t columns, float* packed) {
  auto with = HWY_DYNAMIC_DISPATCH(Pack);
  parallel_for(groups_of(columns), 1 + 16 * 1024 / (inner * width()),
               [&](std::int64_t first, std::int64_t last) { with(b, inner, columns, first, last, packed); });
}

/// W^T of a weight [out, in] in packed columns.
class PackedWeight final : public LayoutSpec {
 public:
  explicit PackedWeight(const Shape& weight) : weight_(weight) {}
  bool same(const LayoutSpec& other) const override {
    auto* packed = dynamic_cast<const PackedWeight*>(&other);
    return packed && packed->weight_ == weight_;
  }
  std::string name() const override { return "columns"; }
  std::size_t bytes() const override {
    return std::size_t(groups_of(weight_[0]) * width() * weight_[1]) * sizeof(float);
  }
  std::int64_t channel_block() const override { return 0; }
  std::unique_ptr<Kernel> from_plain() const override;

 private:
  class Make;
  Shape weight_;
};

class PackedWeight::Make final : public Kernel {
 public:
  explicit Make(const PackedWeight& layout) : to_(layout) {
    output_layouts = {{std::make_shared<PackedWeight>(layout)}};
  }
  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    pack({static_cast<const float*>(inputs[0]), 1, to_.weight_[1]}, to_.weight_[1], to_.weight_[0],
         static_cast<float*>(outputs[0]));
  }

 private:
  PackedWeight to_;
};

std::unique_ptr<Kernel> PackedWeight::from_plain() const { return std::make_unique<Make>(*this); }

/// A product, shared out by rows or columns, whichever there are more of (but for few columns of vectors):
/// the factor that all threads read is then the smaller one. Of a stack of products every thread takes some.
class ProductKernel final : public Kernel {
 public:
  /// The strides of both factors, whose data come with each run. B is packed before, or in each run if it is
  /// turned.
  ProductKernel(std::int64_t stack, std::int64_t rows, std::int64_t inner, std::int64_t columns, Strided a,
                Strided b, bool packed, bool bias)
      : stack_(stack), s_{.rows = rows, .inner = inner, .columns = columns, .a = a, .y_row = columns}, b_(b),
        packs_(!packed && b.column != 1), bias_(bias) {
    bool in_columns = packed || packs_;
    s_.b_row = in_columns ? width() : b.row;
    s_.b_group = in_columns ? inner * width() : width();
    parts_ = std::clamp<std::int64_t>(stack * rows * inner * columns / kGrain, 1,
                                      std::min<std::int64_t>(stack, thread_count()));
    if (packs_) scratch_bytes = std::size_t(parts_ * packed_size()) * sizeof(float);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    auto in = [&](int i) { return static_cast<const float*>(inputs[i]); };
    Product s = s_;
    s.a.data = in(0);
    s.b = in(1);
    if (bias_) s.bias = in(2);
    s.y = static_cast<float*>(outputs[0]);
    if (stack_ == 1) {
      if (packs_) {
        pack({s.b, b_.row, b_.column}, s.inner, s.columns, static_cast<float*>(scratch));
        s.b = static_cast<const float*>(scratch);
      }
      return share(s);
    }
    parallel_for(parts_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t part = first; part < last; ++part)
        for (std::int64_t i = stack_ * part / parts_; i < stack_ * (part + 1) / parts_; ++i)
          multiply_one(s, i, packs_ ? static_cast<float*>(scratch) + part * packed_size() : nullptr);
    });
  }

 private:
  static constexpr std::int64_t kGrain = 128 * 1024;  // multiplications worth a thread

  std::int64_t packed_size() const { return groups_of(s_.columns) * s_.inner * width(); }

  // Number i of a stack.
  void multiply_one(Product s, std::int64_t i, float* packed) const {
    s.a.data += i * s.rows * s.inner;
    s.b += i * s.inner * s.columns;
    s.y += i * s.rows * s.columns;
    if (packs_) {
      auto pack = HWY_DYNAMIC_DISPATCH(Pack);
      pack({s.b, b_.row, b_.column}, s.inner, s.columns, 0, groups_of(s.columns), packed);
      s.b = packed;
    }
    HWY_DYNAMIC_DISPATCH(Multiply)(s);
  }

  static void share(const Product& whole) {
    auto multiply = HWY_DYNAMIC_DISPATCH(Multiply);
    std::int64_t groups = groups_of(whole.columns);
    if (whole.rows >= whole.columns || (groups < 2 * thread_count() && whole.rows >= groups)) {
      parallel_for(whole.rows, 1 + kGrain / (whole.inner * whole.columns),
                   [&](std::int64_t first, std::int64_t last) {
                     Product s = whole;
                     s.rows = last - first;
                     s.a.data += first * s.a.row;
                     s.y += first * s.y_row;
                     multiply(s);
                   });
    } else {
      parallel_for(groups, 1 + kGrain / (whole.inner * whole.rows * width()),
                   [&](std::int64_t first, std::int64_t last) {
                     Product s = whole;
                     s.columns = std::min(last * width(), whole.columns) - first * width();
                     s.b += first * s.b_group;
                     if (s.bias) s.bias += first * width();
                     s.y += first * width();
                     multiply(s);
                   });
    }
  }

  std::int64_t stack_, parts_;
  Product s_;  // without data
  Strided b_;
  bool packs_, bias_;
};

// For fewer rows packing B would take longer than the product. By reckoning, not measured.
constexpr std::int64_t kRowsToPackFor = 16;

std::optional<Message> refusal(const KernelRequest& request) {
  const Node& node = request.node;
  if (node.outputs[0].dtype != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.outputs[0].dtype)}});
  if (node.inputs[0].shape().elements() == 0 || node.outputs[0].shape.elements() == 0)
    return Message("kernels.empty");
  if (request.precision == Precision::mixed && computes_bf16()) return Message("kernels.single_only");
  return std::nullopt;
}

}  // namespace
}  // namespace native

KernelOffer make_native_matmul(const KernelRequest& request) {
  using native::Strided;
  const Node& node = request.node;
  if (auto why = native::refusal(request)) return *why;
  auto o = node.attributes.as<MatmulOptions>();
  const Shape &a = node.inputs[0].shape(), &y = node.outputs[0].shape;
  std::int64_t m = y[-2], n = y[-1], k = a[o.transpose_a ? -2 : -1];
#ifdef PERCEPT_HAVE_ONEDNN
  if (o.transpose_b && m < native::kRowsToPackFor) return Message("kernels.packing_for_few", {{"rows", m}});
#endif
  return std::make_unique<native::ProductKernel>(
      y.elements(0, y.rank() - 2), m, k, n, o.transpose_a ? Strided{nullptr, 1, m} : Strided{nullptr, k, 1},
      o.transpose_b ? Strided{nullptr, 1, k} : Strided{nullptr, n, 1}, false, false);
}

KernelOffer make_native_product(const KernelRequest& request) {
  const Node& node = request.node;
  if (auto why = native::refusal(request)) return *why;
#ifdef PERCEPT_HAVE_ONEDNN
  if (request.changes(1)) return Message("kernels.packing");
#endif
  const Shape &x = node.inputs[0].shape(), &w = node.inputs[1].shape();
  bool bias = node.inputs.size() > 2 && node.inputs[2];
  auto kernel = std::make_unique<native::ProductKernel>(
      1, x[0], x[1], w[0], native::Strided{nullptr, x[1], 1}, native::Strided{}, true, bias);
  kernel->input_layouts = {{}, {std::make_shared<native::PackedWeight>(w)}};
  return kernel;
}

}  // namespace percept
#endif  // HWY_ONCE
