// What this build and this machine are, for manifests and `percept doctor`.
#pragma once

#include <string>

namespace percept::train {

struct Machine {
  std::string version;  // of percept
  std::string compiler;
  std::string isa;    // the widest vectors that kernels use: avx512, avx2, baseline
  bool bf16 = false;  // whether mixed precision is more than f32
  int threads = 1;
  std::string onednn;  // its version; empty where it is not built in
};

Machine this_machine();

}  // namespace percept::train
