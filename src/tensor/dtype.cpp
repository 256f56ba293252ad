#include "percept/tensor/dtype.hpp"

#include <array>
#include <bit>

namespace percept {
namespace {

struct Row {
  const char* name;
  std::size_t size;
};
// clang-format off
constexpr std::array<Row, 15> kRows = {{{"f32", 4}, {"f64", 8}, {"f16", 2}, {"bf16", 2}, {"i8", 1},
                                        {"i16", 2}, {"i32", 4}, {"i64", 8}, {"u8", 1}, {"u16", 2},
                                        {"u32", 4}, {"u64", 8}, {"bool", 1}, {"c64", 8}, {"c128", 16}}};
// clang-format on

}  // namespace

std::size_t size_of(DType dtype) { return kRows[std::size_t(dtype)].size; }
std::string_view name_of(DType dtype) { return kRows[std::size_t(dtype)].name; }
bool is_float(DType dtype) { return dtype <= DType::bf16; }
bool is_integer(DType dtype) { return dtype >= DType::i8 && dtype <= DType::u64; }

BFloat16 to_bf16(float value) {
  std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return {std::uint16_t(bits >> 16 | 0x40)};  // NaN stays NaN

  bits += 0x7FFFu + (bits >> 16 & 1);  // round to nearest even
  return {std::uint16_t(bits >> 16)};
}

float to_float(BFloat16 value) { return std::bit_cast<float>(std::uint32_t(value.bits) << 16); }

// Scaling by powers of two lets the FPU do the rounding and the subnormals (after Maratyszcza's FP16).
Float16 to_f16(float value) {
  std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  std::uint32_t sign = bits >> 16 & 0x8000u;
  std::uint32_t twice = bits << 1;
  if (twice > 0xFF000000u) return {std::uint16_t(sign | 0x7E00u)};
  float magnitude = std::bit_cast<float>(bits & 0x7FFFFFFFu);
  float base = (magnitude * 0x1p+112f) * 0x1p-110f;
  std::uint32_t bias = twice & 0xFF000000u;
  if (bias < 0x71000000u) bias = 0x71000000u;
  base = std::bit_cast<float>((bias >> 1) + 0x07800000u) + base;
  std::uint32_t sum = std::bit_cast<std::uint32_t>(base);
  return {std::uint16_t(sign | ((sum >> 13 & 0x7C00u) + (sum & 0x0FFFu)))};
}

float to_float(Float16 value) {
  std::uint32_t exponent = value.bits >> 10 & 0x1Fu, mantissa = value.bits & 0x3FFu;
  std::uint32_t sign = std::uint32_t(value.bits & 0x8000u) << 16;
  if (exponent == 0x1F) return std::bit_cast<float>(sign | 0x7F800000u | mantissa << 13);
  if (exponent) return std::bit_cast<float>(sign | (exponent + 112) << 23 | mantissa << 13);
  float subnormal = float(mantissa) * 0x1p-24f;
  return sign ? -subnormal : subnormal;
}

}  // namespace percept
