// IDX, the format of MNIST: 00 00 TYPE RANK, the sizes as big-endian u32, then the elements, big-endian.
#pragma once

#include <span>
#include <string>

#include "percept/io/files.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::io {

/// The tensor of an IDX file: u8, i8, i16, i32, f32 or f64, of rank 1 to 8. `name` names the file in
/// problems.
Result<Tensor> parse_idx(std::span<const std::byte> bytes, const std::string& name);

/// A tensor of one of those types and ranks as an IDX file; throws `Error` where it is another.
Bytes encode_idx(const Tensor& tensor);

}  // namespace percept::io
