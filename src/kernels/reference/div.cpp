// y = a / b; whole numbers truncate, and give 0 where b is 0
#include "reference.hpp"

namespace percept {

void reference_div(const Node&, std::span<const View> in, std::span<const View> out) {
  zip(in, out, []<class T>(T a, T b) {
    if constexpr (std::is_integral_v<T>) {  // the processor traps on b = 0, and on the smallest number by -1
      if (b == T(0)) return T(0);
      if (std::is_signed_v<T> && b == T(-1)) return T(0 - std::uint64_t(a));
    }
    return T(a / b);
  });
}

}  // namespace percept
