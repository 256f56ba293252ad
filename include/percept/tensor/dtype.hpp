// The types of elements: all that ONNX's tensors hold, but strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace percept {

// clang-format off
enum class DType : std::uint8_t {
  f32, f64, f16, bf16, i8, i16, i32, i64, u8, u16, u32, u64, boolean, c64, c128
};
// clang-format on

std::size_t size_of(DType dtype);
/// f32, i64, bool, ...: the name used in messages, in prints and in files.
std::string_view name_of(DType dtype);
bool is_float(DType dtype);
bool is_integer(DType dtype);  // bool is none

/// The brain float: the upper half of an f32, rounded to nearest even.
struct BFloat16 {
  std::uint16_t bits = 0;
};
BFloat16 to_bf16(float value);
float to_float(BFloat16 value);

/// IEEE 754 half precision.
struct Float16 {
  std::uint16_t bits = 0;
};
Float16 to_f16(float value);
float to_float(Float16 value);

/// The DType of a C++ type.
template <class T>
inline constexpr DType dtype_of = [] { static_assert(sizeof(T) == 0, "no DType holds this C++ type"); }();
// clang-format off
template <> inline constexpr DType dtype_of<float> = DType::f32;
template <> inline constexpr DType dtype_of<double> = DType::f64;
template <> inline constexpr DType dtype_of<Float16> = DType::f16;
template <> inline constexpr DType dtype_of<BFloat16> = DType::bf16;
template <> inline constexpr DType dtype_of<std::int8_t> = DType::i8;
template <> inline constexpr DType dtype_of<std::int16_t> = DType::i16;
template <> inline constexpr DType dtype_of<std::int32_t> = DType::i32;
template <> inline constexpr DType dtype_of<std::int64_t> = DType::i64;
template <> inline constexpr DType dtype_of<std::uint8_t> = DType::u8;
template <> inline constexpr DType dtype_of<std::uint16_t> = DType::u16;
template <> inline constexpr DType dtype_of<std::uint32_t> = DType::u32;
template <> inline constexpr DType dtype_of<std::uint64_t> = DType::u64;
template <> inline constexpr DType dtype_of<bool> = DType::boolean;
// clang-format on

}  // namespace percept
