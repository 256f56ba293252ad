#include "percept/base/subnormals.hpp"

#include "percept/base/threads.hpp"

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

namespace percept {
namespace detail {

#ifdef __SSE2__
unsigned float_mode() { return _mm_getcsr(); }
void set_float_mode(unsigned mode) { _mm_setcsr(mode); }
#else
unsigned float_mode() { return 0; }
void set_float_mode(unsigned) {}
#endif

}  // namespace detail

namespace {

constexpr unsigned kFlush = 0x8000 | 0x0040;  // FTZ and DAZ

void set(unsigned mode, bool team) {
  detail::set_float_mode(mode);
  if (!team) return;
#pragma omp parallel num_threads(thread_count())
  detail::set_float_mode(mode);
}

}  // namespace

FlushSubnormals::FlushSubnormals(bool team) : team_(team), before_(detail::float_mode()) {
  set(before_ | kFlush, team_);
}
FlushSubnormals::~FlushSubnormals() { set(before_, team_); }

}  // namespace percept
