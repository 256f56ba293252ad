#include "percept/train/machine.hpp"

#include "percept/base/threads.hpp"

namespace percept::train {
namespace {

std::string widest_vectors() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl"))
    return "avx512";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "avx2";
  if (__builtin_cpu_supports("sse4.2")) return "sse4";
#endif
  return "baseline";
}

}  // namespace

Machine this_machine() {
  return {
    .version = PERCEPT_VERSION,
#if defined(__clang__)
    .compiler = "clang " __clang_version__,
#else
    .compiler = "g++ " __VERSION__,
#endif
    .isa = widest_vectors(), .threads = thread_count(), .onednn = PERCEPT_ONEDNN_VERSION
  };
}

}  // namespace percept::train
