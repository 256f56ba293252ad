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
/// kernels that do so are built in; elsewhere mixed precision is f32. With Intel's AVX512_BF16 alone
/// oneDNN 2.6 was slower: a wide convolution ran at 161 GFLOP/s, in f32 at 300.
bool computes_bf16();

}  // namespace percept
