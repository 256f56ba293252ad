// native:random_uniform - the same draws as the stream gives one by one, many blocks of Philox side by side.
#include <algorithm>

#include "percept/base/random.hpp"
#include "percept/base/threads.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/ops/random.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/random_uniform.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

// Blocks that are computed together: loops over them become vectors.
constexpr int kSideBySide = 16;

// One round of Philox4x32 on each block; see philox in base/random.cpp.
HWY_INLINE void round_of(std::uint32_t (&c)[4][kSideBySide], std::uint32_t k0, std::uint32_t k1) {
  for (int i = 0; i < kSideBySide; ++i) {
    std::uint64_t p0 = std::uint64_t(0xD2511F53u) * c[0][i], p1 = std::uint64_t(0xCD9E8D57u) * c[2][i];
    std::uint32_t next0 = std::uint32_t(p1 >> 32) ^ c[1][i] ^ k0;
    std::uint32_t next2 = std::uint32_t(p0 >> 32) ^ c[3][i] ^ k1;
    c[0][i] = next0, c[1][i] = std::uint32_t(p1), c[2][i] = next2, c[3][i] = std::uint32_t(p0);
  }
}

// The draws of blocks `block`, `block` + 1, ...: n numbers, at most 4 kSideBySide.
void Draw(const RandomStream& stream, std::uint64_t block, std::int64_t n, float* y) {
  std::uint32_t c[4][kSideBySide];
  for (int i = 0; i < kSideBySide; ++i) {
    c[0][i] = std::uint32_t(block + std::uint64_t(i));
    c[1][i] = std::uint32_t((block + std::uint64_t(i)) >> 32);
    c[2][i] = stream.step()[0], c[3][i] = stream.step()[1];
  }
  std::uint32_t k0 = stream.key()[0], k1 = stream.key()[1];
  for (int round = 0; round < 10; ++round, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) round_of(c, k0, k1);
  if (n == 4 * kSideBySide) {
    for (int i = 0; i < kSideBySide; ++i)
      for (int j = 0; j < 4; ++j) y[4 * i + j] = float(c[j][i] >> 8) * 0x1p-24f;
    return;
  }
  for (std::int64_t i = 0; i < n; ++i) y[i] = float(c[i % 4][i / 4] >> 8) * 0x1p-24f;
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(Draw);

namespace {

constexpr std::int64_t kTogether = 64;

class RandomUniformKernel final : public Kernel {
 public:
  RandomUniformKernel(std::string stream, std::int64_t elements)
      : stream_(hash_of(stream)), elements_(elements) {}

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    auto draw = HWY_DYNAMIC_DISPATCH(Draw);
    const auto* counter = static_cast<const std::int64_t*>(inputs[0]);
    RandomStream stream(std::uint64_t(counter[0]), stream_, std::uint64_t(counter[1]));
    float* y = static_cast<float*>(outputs[0]);
    std::int64_t pieces = (elements_ + kTogether - 1) / kTogether;
    parallel_for(pieces, 64, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t at = begin * kTogether; at < std::min(end * kTogether, elements_); at += kTogether)
        draw(stream, std::uint64_t(at) / 4, std::min(kTogether, elements_ - at), y + at);
    });
  }

 private:
  std::uint64_t stream_;
  std::int64_t elements_;
};

}  // namespace
}  // namespace native

KernelOffer make_native_random_uniform(const KernelRequest& request) {
  const ValueType& type = request.node.outputs[0];
  if (type.dtype != DType::f32) return Message("kernels.dtype", {{"dtype", name_of(type.dtype)}});
  return std::make_unique<native::RandomUniformKernel>(request.node.attributes.as<RandomOptions>().stream,
                                                       type.shape.elements());
}

}  // namespace percept
#endif  // HWY_ONCE
