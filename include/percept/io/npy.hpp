// numpy's files: one array (.npy), or several by name in a zip (.npz).
//
// npy: 93 "NUMPY", version, the length of the header (u16, or u32 from version 2.0 on), the header, a Python
// dictionary {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } padded to a multiple of 64, then the
// elements.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "percept/io/files.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::io {

/// Versions 1.0 to 3.0, either byte order, either order of the axes; every type of element but text, dates,
/// long double, structures and objects (those would be pickle, which runs code). `name` names the file in
/// problems.
Result<Tensor> parse_npy(std::span<const std::byte> bytes, const std::string& name);
Result<Tensor> read_npy(const std::filesystem::path& path);

/// Version 1.0, little-endian, row by row. bf16, which numpy lacks, is written as f32.
Bytes format_npy(const Tensor& tensor);
Result<> write_npy(const std::filesystem::path& path, const Tensor& tensor);

using Arrays = std::map<std::string, Tensor>;

/// The arrays of an npz by their names, which may hold slashes. What it unpacks to is at most 1 GiB or 64
/// times the file, whichever is more.
Result<Arrays> parse_npz(std::span<const std::byte> bytes, const std::string& name);
Result<Arrays> read_npz(const std::filesystem::path& path);

enum class Packing { stored, deflate };

/// Equal contents give equal bytes: the arrays stand in the order of their names, without a time. At most
/// 4 GiB.
Result<Bytes> format_npz(const Arrays& arrays, Packing packing = Packing::deflate);
Result<> write_npz(const std::filesystem::path& path, const Arrays& arrays,
                   Packing packing = Packing::deflate);

}  // namespace percept::io
