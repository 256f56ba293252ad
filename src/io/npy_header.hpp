// The header of an npy file: a Python dictionary, and nothing else that Python can say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/tensor/dtype.hpp"

namespace percept::io {

struct NpyHeader {
  DType dtype = DType::f32;
  bool big_endian = false;
  bool fortran_order = false;
  std::vector<std::int64_t> dims;
};

/// `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`: each key once, in any order, blanks where
/// Python allows them. Problems have neither subject nor hint yet.
Result<NpyHeader> parse_npy_header(std::string_view text);

/// f4, i8, b1, c16: numpy's name of the type behind the byte order; empty for bf16.
std::string_view npy_name_of(DType dtype);

}  // namespace percept::io
