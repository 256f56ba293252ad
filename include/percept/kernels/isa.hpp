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
/// Whether the processor multiplies bf16 numbers faster than f32, by AMX, and the kernels that do so are
/// built in; elsewhere mixed precision is f32. (AVX512_BF16 alone has no more multiplications in a cycle than
/// f32: a step of ResNet-18 took 660 ms with it, 252 in f32.)
bool computes_bf16();

}  // namespace percept
