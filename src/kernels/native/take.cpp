// native:take, elements of any type. Indices that follow each other are copied as one run, found once for all
// places in front of the axis: a border around an image, or a part of it, is mostly such runs.
#include <cstring>

#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/arrangement.hpp"

namespace percept {
namespace native {
namespace {

struct Run {
  std::int64_t from, to, count;  // slices of the axis; from -1: zeros
};

class TakeKernel final : public Kernel {
 public:
  TakeKernel(const Shape& x, int axis, std::int64_t indices, bool wide, std::size_t element)
      : outer_(x.elements(0, axis)), size_(x[axis]), indices_(indices), wide_(wide),
        inner_(std::size_t(x.elements(axis + 1, x.rank())) * element) {
    scratch_bytes = std::size_t(indices) * sizeof(Run);
  }

  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override {
    Run* runs = static_cast<Run*>(scratch);
    std::int64_t count = find_runs(inputs[1], runs);
    const auto* x = static_cast<const std::byte*>(inputs[0]);
    auto* y = static_cast<std::byte*>(outputs[0]);
    // Places in front of the axis share the work, or where there are too few the runs do.
    bool by_place = outer_ >= thread_count();
    auto copy = [&](std::int64_t place, const Run& run) {
      std::byte* to = y + std::size_t(place * indices_ + run.to) * inner_;
      if (run.from < 0)
        std::memset(to, 0, std::size_t(run.count) * inner_);
      else
        std::memcpy(to, x + std::size_t(place * size_ + run.from) * inner_, std::size_t(run.count) * inner_);
    };
    std::int64_t work = by_place ? outer_ : count;
    std::size_t each = std::size_t(indices_) * inner_ * std::size_t(outer_) / std::size_t(work) + 1;
    parallel_for(work, std::int64_t(kGrain / each), [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t place = by_place ? begin : 0; place < (by_place ? end : outer_); ++place)
        for (std::int64_t r = by_place ? 0 : begin; r < (by_place ? count : end); ++r) copy(place, runs[r]);
    });
  }

 private:
  static constexpr std::size_t kGrain = 64 << 10;  // bytes

  std::int64_t index(const void* indices, std::int64_t i) const {
    std::int64_t k =
        wide_ ? static_cast<const std::int64_t*>(indices)[i] : static_cast<const std::int32_t*>(indices)[i];
    if (k < 0) k += size_;
    return k >= 0 && k < size_ ? k : -1;
  }

  std::int64_t find_runs(const void* indices, Run* runs) const {
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < indices_; ++i) {
      std::int64_t from = index(indices, i);
      Run* last = count > 0 ? &runs[count - 1] : nullptr;
      bool follows =
          last && (from < 0 ? last->from < 0 : last->from >= 0 && from == last->from + last->count);
      if (follows)
        ++last->count;
      else
        runs[count++] = {from, i, 1};
    }
    return count;
  }

  std::int64_t outer_, size_, indices_;
  bool wide_;
  std::size_t inner_;  // bytes behind the axis
};

}  // namespace
}  // namespace native

KernelOffer make_native_take(const KernelRequest& request) {
  const Node& node = request.node;
  Value x = node.inputs[0], indices = node.inputs[1];
  bool wide = indices.dtype() == DType::i64;
  if (!wide && indices.dtype() != DType::i32)
    return Message("kernels.indices", {{"dtype", name_of(indices.dtype())}});
  if (x.shape().elements() == 0 || node.outputs[0].shape.elements() == 0) return Message("kernels.empty");
  std::int64_t axis = node.attributes.as<TakeOptions>().axis;
  if (axis < 0) axis += x.shape().rank();
  return std::make_unique<native::TakeKernel>(x.shape(), int(axis), indices.shape().elements(), wide,
                                              size_of(x.dtype()));
}

}  // namespace percept
