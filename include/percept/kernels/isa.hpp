// Which instructions the kernels use.
#pragma once

#include <string>

namespace percept {

/// Looks at the processor, once; every choice of a kernel calls it first. The environment variable
/// PERCEPT_ISA (avx2 or none) forbids what is above: most people's laptops have AVX2, and tests run as
/// they would there.
void choose_isa();
/// avx512, avx2 or baseline.
std::string isa_name();
/// Whether the processor multiplies bf16 numbers faster than f32 (by AMX, or by AMD's AVX512_BF16), and the
/// kernels that do so are built in; elsewhere mixed precision is f32. On an Intel processor with AVX512_BF16
/// and without AMX, oneDNN 2.6's best of a wide convolution and a wide product ran at 160 GFLOP/s, in f32 at
/// 300.
bool computes_bf16();

}  // namespace percept
