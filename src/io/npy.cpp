#include "percept/io/npy.hpp"

#include <algorithm>
#include <cstring>

#include "byte_order.hpp"
#include "npy_header.hpp"
#include "percept/base/checked.hpp"

namespace percept::io {
namespace {

constexpr std::uint64_t kMaxFile = 64 * kGibibyte;
constexpr std::string_view kMagic = "\x93NUMPY";

// What is before the elements: where the header begins, and where it ends.
struct Extent {
  std::size_t begin, end;
};

Result<Extent> find_header(std::span<const std::byte> bytes) {
  if (bytes.size() < kMagic.size() || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0)
    return Problem("io.not_npy");
  auto truncated = [&](std::uint64_t want) {
    return Problem("io.npy_truncated", {{"have", bytes.size()}, {"want", want}});
  };
  if (bytes.size() < 8) return truncated(10);
  int major = std::to_integer<int>(bytes[6]), minor = std::to_integer<int>(bytes[7]);
  if (major < 1 || major > 3 || minor != 0)
    return Problem("io.npy_version", {{"major", major}, {"minor", minor}});
  int width = major == 1 ? 2 : 4;
  std::size_t begin = 8 + std::size_t(width);
  if (bytes.size() < begin) return truncated(begin);
  std::uint64_t length = little_endian(bytes, 8, width);
  if (bytes.size() - begin < length) return truncated(begin + length);
  return Extent{begin, begin + std::size_t(length)};
}

// Row by row from column by column: the last axis of the tensor, which moves fastest, is the slowest in the
// file.
Tensor from_fortran_order(const Tensor& columns, std::vector<std::int64_t> dims) {
  Tensor rows(columns.dtype(), Shape(dims));
  std::size_t width = size_of(columns.dtype());
  std::vector<std::size_t> steps, index(dims.size(), 0);
  for (std::size_t step = width, axis = 0; axis < dims.size(); step *= std::size_t(dims[axis++]))
    steps.push_back(step);
  const std::byte* from = columns.raw();
  for (std::size_t at = 0; at < rows.bytes(); at += width) {
    std::memcpy(rows.raw() + at, from, width);
    for (std::size_t axis = dims.size(); axis-- > 0;) {
      from += steps[axis];
      if (++index[axis] < std::size_t(dims[axis])) break;
      from -= steps[axis] * index[axis];
      index[axis] = 0;
    }
  }
  return rows;
}

Result<Tensor> make_tensor(const NpyHeader& header, std::span<const std::byte> data) {
  if (header.dtype == DType::boolean &&
      std::any_of(data.begin(), data.end(), [](std::byte b) { return b > std::byte(1); }))
    return Problem("io.npy_boolean");
  Tensor tensor(header.dtype, Shape(header.dims));
  bool complex = header.dtype == DType::c64 || header.dtype == DType::c128;  // two numbers an element
  if (!data.empty()) std::memcpy(tensor.raw(), data.data(), data.size());
  if (header.big_endian) reverse_each({tensor.raw(), data.size()}, size_of(header.dtype) / (complex ? 2 : 1));
  if (!header.fortran_order || header.dims.size() < 2) return tensor;
  return from_fortran_order(tensor, header.dims);
}

Result<Tensor> parse(std::span<const std::byte> bytes) {
  Result<Extent> extent = find_header(bytes);
  if (!extent) return std::move(extent).problem();
  auto text = bytes.subspan(extent->begin, extent->end - extent->begin);
  Result<NpyHeader> header = parse_npy_header({reinterpret_cast<const char*>(text.data()), text.size()});
  if (!header) return std::move(header).problem();
  std::optional<std::int64_t> product = checked_product(header->dims, std::int64_t(size_of(header->dtype)));
  if (!product) return Problem("io.npy_overflow");
  auto size = std::uint64_t(*product);
  std::span<const std::byte> data = bytes.subspan(extent->end);
  if (data.size() < size)
    return Problem("io.npy_truncated", {{"have", bytes.size()}, {"want", extent->end + size}});
  if (data.size() > size) return Problem("io.npy_trailing", {{"extra", data.size() - size}});
  return make_tensor(*header, data);
}

}  // namespace

Result<Tensor> parse_npy(std::span<const std::byte> bytes, const std::string& name) {
  Result<Tensor> tensor = parse(bytes);
  if (tensor) return tensor;
  bool cut = tensor.problem().code() == "io.npy_truncated";
  return std::move(tensor).problem().about(name).with_hint(cut ? "io.truncated.hint" : "io.npy.hint");
}

Result<Tensor> read_npy(const std::filesystem::path& path) {
  Result<Bytes> bytes = read_file(path, kMaxFile);
  if (!bytes) return std::move(bytes).problem();
  return parse_npy(*bytes, path.string());
}

Bytes format_npy(const Tensor& tensor) {
  if (tensor.dtype() == DType::bf16) return format_npy(tensor.to(DType::f32));
  std::string shape;
  for (std::int64_t size : tensor.shape()) shape += std::to_string(size) + ", ";
  if (tensor.shape().rank() > 1) shape.resize(shape.size() - 2);
  if (tensor.shape().rank() == 1) shape.pop_back();
  char order = size_of(tensor.dtype()) == 1 ? '|' : '<';
  std::string header = std::string("{'descr': '") + order + std::string(npy_name_of(tensor.dtype())) +
                       "', 'fortran_order': False, 'shape': (" + shape + "), }";
  std::size_t prefix = kMagic.size() + 4;
  header.append((64 - (prefix + header.size() + 1) % 64) % 64, ' ');
  header += '\n';

  std::string front(kMagic);
  front += {'\1', '\0', char(header.size() & 0xFF), char(header.size() >> 8)};
  front += header;
  Bytes bytes(front.size() + tensor.bytes());
  std::memcpy(bytes.data(), front.data(), front.size());
  if (tensor.bytes() > 0) std::memcpy(bytes.data() + front.size(), tensor.raw(), tensor.bytes());
  return bytes;
}

Result<> write_npy(const std::filesystem::path& path, const Tensor& tensor) {
  return write_file(path, format_npy(tensor));
}

}  // namespace percept::io
