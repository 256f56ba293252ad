// Vectors of floats and their ways to memory, for each target of Highway.
#if defined(PERCEPT_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PERCEPT_VECTORS_INL
#undef PERCEPT_VECTORS_INL
#else
#define PERCEPT_VECTORS_INL
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// 32 vector registers; elsewhere 16.
constexpr bool kManyRegisters = HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL;

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

// Calls f(access) with the way to the first `count` elements of a vector, all of them where there are more.
template <class F>
HWY_INLINE void with_access(std::int64_t count, F&& f) {
  const D d;
  if (count >= std::int64_t(hn::Lanes(d)))
    f(Whole());
  else
    f(Some{hn::FirstN(d, std::size_t(count))});
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
