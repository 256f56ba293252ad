// IDX, the format of MNIST: 00 00 TYPE RANK, the sizes as big-endian u32, then the elements, big-endian.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "percept/io/files.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::io {

/// Reads an IDX file that comes in pieces, its elements straight into their tensor: u8, i8, i16, i32, f32 or
/// f64, of rank 1 to 8.
class IdxReader {
 public:
  /// `name` names the file in problems. There is no memory for a header that promises more than `most` bytes.
  IdxReader(std::string name, std::uint64_t most) : name_(std::move(name)), most_(most) {}
  Result<> take(std::span<const std::byte> piece);
  /// The tensor, once all pieces are taken.
  Result<Tensor> finish();

 private:
  Result<> read_header();
  std::size_t header_bytes() const;
  Problem problem(const char* id, std::vector<Argument> arguments, const char* hint,
                  std::uint64_t byte) const;

  std::string name_;
  std::uint64_t most_, taken_ = 0;  // bytes
  Bytes header_;
  std::uint64_t promised_ = 0;    // bytes of elements
  std::optional<Tensor> tensor_;  // absent before the header, and where it promises too much
};

/// The tensor of an IDX file in memory.
Result<Tensor> parse_idx(std::span<const std::byte> bytes, const std::string& name);

/// The same of one that is packed by gzip; at most a gibibyte.
Result<Tensor> parse_idx_gz(std::span<const std::byte> bytes, const std::string& name);

/// A tensor of one of those types and ranks as an IDX file; throws `Error` where it is another.
Bytes encode_idx(const Tensor& tensor);

}  // namespace percept::io
