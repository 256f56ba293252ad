// y = x as another type
#include "reference.hpp"

namespace percept {
namespace {

// The types that only conversion knows, and all others.
template <class F>
void with_any(const View& view, F&& f) {
  if (view.dtype == DType::bf16) return f(BFloat16());
  if (view.dtype == DType::f16) return f(Float16());
  with_number(view, f);
}

template <class T>
auto number(T x) {
  if constexpr (std::is_same_v<T, BFloat16> || std::is_same_v<T, Float16>)
    return to_float(x);
  else
    return x;
}

template <class To, class From>
To converted(From x) {
  if constexpr (std::is_same_v<To, BFloat16>)
    return to_bf16(float(x));
  else if constexpr (std::is_same_v<To, Float16>)
    return to_f16(float(x));
  else
    return To(x);
}

}  // namespace

void reference_cast(const Node&, std::span<const View> in, std::span<const View> out) {
  with_any(in[0], [&]<class From>(From) {
    with_any(out[0], [&]<class To>(To) {
      for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
        out[0].as<To>()[i] = converted<To>(number(in[0].as<From>()[i]));
    });
  });
}

}  // namespace percept
