// native:broadcast_to - neighbouring axes that are all repeated, or all kept, are one; along the last of
// these runs are filled or copied.
#include <algorithm>
#include <cstring>

#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"

namespace percept {
namespace {

struct Axis {
  std::int64_t size;
  bool repeated;
};

class BroadcastKernel final : public Kernel {
 public:
  BroadcastKernel(const Shape& from, const Shape& to, std::size_t element) : element_(element) {
    int missing = to.rank() - from.rank();
    for (int i = 0; i < to.rank(); ++i) {
      if (to[i] == 1) continue;
      bool repeated = i < missing || from[i - missing] == 1;
      if (!axes_.empty() && axes_.back().repeated == repeated)
        axes_.back().size *= to[i];
      else
        axes_.push_back({to[i], repeated});
    }
    if (axes_.empty()) axes_.push_back({1, false});
    run_ = axes_.back();
    axes_.pop_back();
    runs_ = 1;
    for (const Axis& axis : axes_) runs_ *= axis.size;
  }

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    auto* from = static_cast<const std::byte*>(inputs[0]);
    auto* to = static_cast<std::byte*>(outputs[0]);
    std::size_t bytes = std::size_t(run_.size) * element_;
    parallel_for(runs_, 1 + 64 * 1024 / std::int64_t(bytes + 1), [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t run = begin; run < end; ++run) {
        const std::byte* source = from + std::size_t(source_of(run)) * element_;
        if (run_.repeated)
          fill(source, to + std::size_t(run) * bytes);
        else
          std::memcpy(to + std::size_t(run) * bytes, source, bytes);
      }
    });
  }

 private:
  // The input's element where a run begins.
  std::int64_t source_of(std::int64_t run) const {
    std::int64_t at = 0, stride = run_.repeated ? 1 : run_.size;
    for (std::size_t i = axes_.size(); i-- > 0; run /= axes_[i].size)
      if (!axes_[i].repeated) {
        at += run % axes_[i].size * stride;
        stride *= axes_[i].size;
      }
    return at;
  }

  void fill(const std::byte* source, std::byte* to) const {
    auto with = [&]<class T>(T value) {
      std::memcpy(&value, source, sizeof(T));
      std::fill_n(reinterpret_cast<T*>(to), run_.size, value);
    };
    switch (element_) {
      case 1: return with(std::uint8_t());
      case 2: return with(std::uint16_t());
      case 4: return with(std::uint32_t());
      case 8: return with(std::uint64_t());
      default:
        for (std::int64_t i = 0; i < run_.size; ++i)
          std::memcpy(to + std::size_t(i) * element_, source, element_);
    }
  }

  std::size_t element_;
  std::vector<Axis> axes_;  // without the last
  Axis run_{};
  std::int64_t runs_;
};

}  // namespace

KernelOffer make_native_broadcast_to(const KernelRequest& request) {
  const Node& node = request.node;
  const ValueType& to = node.outputs[0];
  if (to.shape.elements() == 0) return Message("kernels.empty");
  return std::make_unique<BroadcastKernel>(node.inputs[0].shape(), to.shape, size_of(to.dtype));
}

}  // namespace percept
