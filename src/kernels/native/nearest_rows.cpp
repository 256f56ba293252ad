// native:nearest_rows - all distances by products of matrices, and the few that matter once more, exactly.
//
//   |x - p|^2 - |x|^2 = |p|^2 - 2 x p
//
// is computed in f32, block by block of the points, with a bound E for its error. Where U is the k-th
// smallest of all (value + E) so far, a row with value - E > U cannot be among the k nearest. What is left is
// measured as the reference does, so the outcome is the reference's, tie by tie; where too much is left, all
// rows are.
#include <cmath>
#include <memory>

#include "nearest.hpp"
#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/nearest.hpp"
#include "product.hpp"

namespace percept {
namespace native {
namespace {

constexpr std::int64_t kBlock = 512;  // points whose products are computed together; whole columns of vectors
constexpr std::int64_t kRows = 240;   // rows of x at a time: their products with a block stay in the cache
constexpr std::int64_t kFewRows = 8;  // for fewer, measuring takes no longer than packing
constexpr std::int64_t kChunk = 16;   // values that are looked at together
constexpr float kUnit = 0x1p-24f;     // of rounding in f32
constexpr std::int64_t kLongest = 1 << 18;  // of a row, for which the bound holds

constexpr float kFar = std::numeric_limits<float>::infinity();

struct Candidate {
  float lower;  // value - E
  std::int32_t row;
};

/// What one thread has found for one row of x.
struct Found {
  float reach;  // U
  std::int32_t count;
  bool too_many;
};

/// Memory cut into arrays; of no memory only the size is counted.
class Cutter {
 public:
  explicit Cutter(void* memory) : memory_(static_cast<std::byte*>(memory)) {}
  template <class T>
  T* take(std::int64_t count) {
    std::size_t at = size_;
    size_ += (std::size_t(count) * sizeof(T) + 63) / 64 * 64;
    return memory_ ? reinterpret_cast<T*>(memory_ + at) : nullptr;
  }
  std::size_t size() const { return size_; }

 private:
  std::byte* memory_;
  std::size_t size_ = 0;
};

template <class P>
class NearestRows final : public Kernel {
 public:
  NearestRows(std::int64_t rows, std::int64_t points, std::int64_t size, std::int64_t k)
      : rows_(rows), points_(points), size_(size), k_(k), capacity_(4 * k + 60),
        blocks_((points + kBlock - 1) / kBlock), parts_(std::min<std::int64_t>(blocks_, thread_count())) {
    scratch_bytes = cut(nullptr);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    x_ = static_cast<const float*>(inputs[0]);
    p_ = static_cast<const P*>(inputs[1]);
    cut(scratch);
    auto* y = static_cast<std::int64_t*>(outputs[0]);
    if (rows_ < kFewRows) return measure_all(y);
    for (std::int64_t r = 0; r < rows_; ++r) prepare(r);
    parallel_for(parts_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t part = first; part < last; ++part)
        for (std::int64_t b = first_block(part); b < first_block(part + 1); ++b) search(part, b);
    });
    parallel_for(rows_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t r = first; r < last; ++r) settle(r, y + r * k_);
    });
  }

 private:
  std::size_t cut(void* memory) {
    Cutter cutter(memory);
    std::int64_t few = rows_ < kFewRows;
    measured_ = cutter.take<Neighbour>((few ? parts_ * rows_ : rows_) * k_);
    if (few) return cutter.size();
    scaled_ = cutter.take<float>(rows_ * size_);
    lengths_ = cutter.take<float>(rows_);
    packed_ = cutter.take<float>(parts_ * kBlock * size_);
    values_ = cutter.take<float>(parts_ * kRows * kBlock);
    squares_ = cutter.take<float>(parts_ * kBlock);
    found_ = cutter.take<Found>(parts_ * rows_);
    uppers_ = cutter.take<float>(parts_ * rows_ * k_);
    candidates_ = cutter.take<Candidate>(parts_ * rows_ * capacity_);
    return cutter.size();
  }

  std::int64_t first_block(std::int64_t part) const { return blocks_ * part / parts_; }
  std::int64_t first_point(std::int64_t part) const { return std::min(first_block(part) * kBlock, points_); }

  // -2 x and |x|, and nothing found yet.
  void prepare(std::int64_t r) {
    double squares = 0;
    for (std::int64_t i = 0; i < size_; ++i) {
      float x = x_[r * size_ + i];
      scaled_[r * size_ + i] = -2 * x;
      squares += double(x) * double(x);
    }
    lengths_[r] = float(std::sqrt(squares)) * 1.0001f;
    for (std::int64_t part = 0; part < parts_; ++part) {
      std::int64_t at = part * rows_ + r;
      found_[at] = {kFar, 0, !std::isfinite(lengths_[r])};
      std::fill_n(uppers_ + at * k_, k_, kFar);
    }
  }

  // The points of a block in columns of vectors, with |p|^2 of each; the largest |p|.
  float pack(std::int64_t part, std::int64_t first, std::int64_t count) {
    const std::int64_t width = product_width();
    double longest = 0;
    for (std::int64_t j = 0; j < kBlock; ++j) {
      float* to = packed_ + part * kBlock * size_ + j / width * size_ * width + j % width;
      double squares = 0;
      if (j >= count) {
        for (std::int64_t i = 0; i < size_; ++i) to[i * width] = 0;
        continue;
      }
      const P* p = p_ + (first + j) * size_;
      for (std::int64_t i = 0; i < size_; ++i) {
        to[i * width] = float(p[i]);
        squares += double(p[i]) * double(p[i]);
      }
      squares_[part * kBlock + j] = float(squares);
      longest = squares > longest || !(squares == squares) ? squares : longest;
    }
    return float(std::sqrt(longest)) * 1.0001f;
  }

  // Of a sum of size + 1 terms in f32, and of the reference's own in f64.
  float bound(float x, float p) const {
    float terms = float(size_ + 4);
    return 1.1f * terms * (kUnit * (p * p + 2 * x * p) + 0x1p-50f * x * x + 0x1p-126f);
  }

  void search(std::int64_t part, std::int64_t block) {
    const std::int64_t first = block * kBlock, count = std::min(kBlock, points_ - first);
    float longest = pack(part, first, count);
    float* values = values_ + part * kRows * kBlock;
    for (std::int64_t r = 0; r < rows_; r += kRows) {
      std::int64_t rows = std::min(kRows, rows_ - r), width = product_width();
      multiply({.rows = rows,
                .inner = size_,
                .columns = count,
                .a = {scaled_ + r * size_, size_, 1},
                .b = packed_ + part * kBlock * size_,
                .b_row = width,
                .b_group = size_ * width,
                .bias = squares_ + part * kBlock,
                .y = values,
                .y_row = kBlock});
      for (std::int64_t i = 0; i < rows; ++i)
        look(part, r + i, values + i * kBlock, first, count, bound(lengths_[r + i], longest));
    }
  }

  void look(std::int64_t part, std::int64_t r, const float* values, std::int64_t first, std::int64_t count,
            float error) {
    Found& found = found_[part * rows_ + r];
    for (std::int64_t j = 0; j < count && !found.too_many; j += kChunk) {
      float least = kFar;
      std::int64_t end = std::min(j + kChunk, count);
      if (end == j + kChunk)
        for (std::int64_t i = 0; i < kChunk; ++i) least = std::min(least, values[j + i]);
      else
        least = -kFar;
      if (least > found.reach + error) continue;
      for (std::int64_t i = j; i < end; ++i)
        if (!(values[i] > found.reach + error))
          keep(part, r, found, {values[i] - error, std::int32_t(first + i)}, values[i] + error);
    }
  }

  void keep(std::int64_t part, std::int64_t r, Found& found, Candidate candidate, float upper) {
    float* uppers = uppers_ + (part * rows_ + r) * k_;
    Candidate* candidates = candidates_ + (part * rows_ + r) * capacity_;
    if (upper < uppers[k_ - 1]) {
      std::int64_t at = k_ - 1;
      for (; at > 0 && upper < uppers[at - 1]; --at) uppers[at] = uppers[at - 1];
      uppers[at] = upper;
      found.reach = uppers[k_ - 1];
    }
    if (found.count == capacity_) {
      Candidate* end = std::remove_if(candidates, candidates + found.count,
                                      [&](const Candidate& old) { return old.lower > found.reach; });
      found.count = std::int32_t(end - candidates);
      found.too_many = found.count == capacity_;
    }
    if (!found.too_many) candidates[found.count++] = candidate;
  }

  // The candidates of all threads, measured.
  void settle(std::int64_t r, std::int64_t* y) {
    Neighbour* nearest = measured_ + r * k_;
    std::fill_n(nearest, k_, Neighbour());
    float reach = kFar;
    for (std::int64_t part = 0; part < parts_; ++part)
      reach = std::min(reach, found_[part * rows_ + r].reach);
    for (std::int64_t part = 0; part < parts_; ++part) {
      const Found& found = found_[part * rows_ + r];
      if (found.too_many) {
        measure(r, first_point(part), first_point(part + 1), nearest);
        continue;
      }
      const Candidate* candidates = candidates_ + (part * rows_ + r) * capacity_;
      for (std::int32_t i = 0; i < found.count; ++i)
        if (!(candidates[i].lower > reach)) measure(r, candidates[i].row, candidates[i].row + 1, nearest);
    }
    for (std::int64_t j = 0; j < k_; ++j) y[j] = nearest[j].row;
  }

  void measure(std::int64_t r, std::int64_t first, std::int64_t last, Neighbour* nearest) const {
    for (std::int64_t m = first; m < last; ++m)
      offer(nearest, k_, {squared_distance(x_ + r * size_, p_ + m * size_, size_), m});
  }

  void measure_all(std::int64_t* y) {
    std::fill_n(measured_, parts_ * rows_ * k_, Neighbour());
    parallel_for(parts_, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t part = first; part < last; ++part)
        for (std::int64_t r = 0; r < rows_; ++r)
          measure(r, first_point(part), first_point(part + 1), measured_ + (part * rows_ + r) * k_);
    });
    for (std::int64_t r = 0; r < rows_; ++r) {
      Neighbour* nearest = measured_ + r * k_;
      for (std::int64_t part = 1; part < parts_; ++part)
        for (std::int64_t j = 0; j < k_; ++j) offer(nearest, k_, measured_[(part * rows_ + r) * k_ + j]);
      for (std::int64_t j = 0; j < k_; ++j) y[r * k_ + j] = nearest[j].row;
    }
  }

  std::int64_t rows_, points_, size_, k_, capacity_, blocks_, parts_;
  const float* x_ = nullptr;
  const P* p_ = nullptr;
  // Within the scratch memory, of each run: by row of x, or by thread and row.
  Neighbour* measured_ = nullptr;
  float *scaled_ = nullptr, *lengths_ = nullptr, *packed_ = nullptr, *values_ = nullptr, *squares_ = nullptr;
  Found* found_ = nullptr;
  float* uppers_ = nullptr;
  Candidate* candidates_ = nullptr;
};

}  // namespace
}  // namespace native

KernelOffer make_native_nearest_rows(const KernelRequest& request) {
  const Node& node = request.node;
  const Shape &x = node.inputs[0].shape(), &points = node.inputs[1].shape();
  if (node.inputs[0].dtype() != DType::f32)
    return Message("kernels.dtype", {{"dtype", name_of(node.inputs[0].dtype())}});
  if (x.elements() == 0 || points.elements() == 0) return Message("kernels.empty");
  if (x[1] > native::kLongest || points[0] > std::numeric_limits<std::int32_t>::max())
    return Message("kernels.long_rows", {{"most", native::kLongest}});
  std::int64_t k = node.attributes.as<NearestOptions>().k;
  if (node.inputs[1].dtype() == DType::u8)
    return std::make_unique<native::NearestRows<std::uint8_t>>(x[0], points[0], x[1], k);
  return std::make_unique<native::NearestRows<float>>(x[0], points[0], x[1], k);
}

}  // namespace percept
