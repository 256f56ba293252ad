#include "percept/base/threads.hpp"

#include <algorithm>

#include "percept/base/subnormals.hpp"

#ifdef _OPENMP
#include <omp.h>
#endif

namespace percept {

#ifdef _OPENMP
int thread_count() { return omp_get_max_threads(); }
void set_thread_count(int n) { omp_set_num_threads(n); }
#else
int thread_count() { return 1; }
void set_thread_count(int) {}
#endif

namespace detail {

void parallel_ranges(std::int64_t n, std::int64_t grain, RangeBody body, void* context) {
  if (n <= 0) return;
  std::int64_t parts =
      std::min<std::int64_t>(thread_count(), (n + grain - 1) / std::max<std::int64_t>(grain, 1));
  if (parts <= 1) return body(context, 0, n);
  unsigned mode = float_mode();
#pragma omp parallel for schedule(static, 1) num_threads(int(parts))
  for (std::int64_t part = 0; part < parts; ++part) {
    set_float_mode(mode);
    body(context, n * part / parts, n * (part + 1) / parts);
  }
}

}  // namespace detail
}  // namespace percept
