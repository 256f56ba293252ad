#include "percept/train/machine.hpp"

#include "percept/base/threads.hpp"
#include "percept/kernels/isa.hpp"

namespace percept::train {
Machine this_machine() {
  return {
    .version = PERCEPT_VERSION,
#if defined(__clang__)
    .compiler = "clang " __clang_version__,
#else
    .compiler = "g++ " __VERSION__,
#endif
    .isa = isa_name(), .bf16 = computes_bf16(), .threads = thread_count(), .onednn = PERCEPT_ONEDNN_VERSION
  };
}

}  // namespace percept::train
