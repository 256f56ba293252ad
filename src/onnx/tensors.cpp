#include "tensors.hpp"

#include <bit>
#include <cstring>

#include "percept/base/checked.hpp"

namespace percept::onnx {
namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

using wire::TensorProto;

struct Pair {
  int number;
  DType dtype;
};
constexpr Pair kTypes[] = {
    {TensorProto::FLOAT, DType::f32},     {TensorProto::UINT8, DType::u8},
    {TensorProto::INT8, DType::i8},       {TensorProto::UINT16, DType::u16},
    {TensorProto::INT16, DType::i16},     {TensorProto::INT32, DType::i32},
    {TensorProto::INT64, DType::i64},     {TensorProto::BOOL, DType::boolean},
    {TensorProto::FLOAT16, DType::f16},   {TensorProto::DOUBLE, DType::f64},
    {TensorProto::UINT32, DType::u32},    {TensorProto::UINT64, DType::u64},
    {TensorProto::COMPLEX64, DType::c64}, {TensorProto::COMPLEX128, DType::c128},
    {TensorProto::BFLOAT16, DType::bf16},
};

// Numbers of one field, each stored in the bytes of the tensor's own type.
template <class Stored, class Field>
Result<> fill_from(const Field& field, std::int64_t count, Tensor& tensor, const std::string& name) {
  if (field.size() != count)
    return Problem("onnx.tensor.count", {{"tensor", name}, {"have", field.size()}, {"need", count}});
  auto* to = reinterpret_cast<Stored*>(tensor.raw());
  for (int i = 0; i < field.size(); ++i) to[i] = Stored(field.Get(i));
  return Done();
}

Result<> fill_typed(const TensorProto& m, Tensor& tensor) {
  std::int64_t n = tensor.size();
  const std::string& name = m.name();
  switch (tensor.dtype()) {
    case DType::f32: return fill_from<float>(m.float_data(), n, tensor, name);
    case DType::c64: return fill_from<float>(m.float_data(), 2 * n, tensor, name);
    case DType::f64: return fill_from<double>(m.double_data(), n, tensor, name);
    case DType::c128: return fill_from<double>(m.double_data(), 2 * n, tensor, name);
    case DType::i64: return fill_from<std::int64_t>(m.int64_data(), n, tensor, name);
    case DType::u32: return fill_from<std::uint32_t>(m.uint64_data(), n, tensor, name);
    case DType::u64: return fill_from<std::uint64_t>(m.uint64_data(), n, tensor, name);
    case DType::i32: return fill_from<std::int32_t>(m.int32_data(), n, tensor, name);
    case DType::i16: return fill_from<std::int16_t>(m.int32_data(), n, tensor, name);
    case DType::i8: return fill_from<std::int8_t>(m.int32_data(), n, tensor, name);
    case DType::u16:
    case DType::f16:
    case DType::bf16: return fill_from<std::uint16_t>(m.int32_data(), n, tensor, name);
    case DType::u8: return fill_from<std::uint8_t>(m.int32_data(), n, tensor, name);
    case DType::boolean: return fill_from<bool>(m.int32_data(), n, tensor, name);
  }
  return Done();
}

}  // namespace

std::optional<DType> dtype_from_wire(int data_type) {
  for (const Pair& pair : kTypes)
    if (pair.number == data_type) return pair.dtype;
  return std::nullopt;
}

int dtype_to_wire(DType dtype) {
  for (const Pair& pair : kTypes)
    if (pair.dtype == dtype) return pair.number;
  return TensorProto::UNDEFINED;
}

std::string wire_name(int data_type) {
  if (TensorProto::DataType_IsValid(data_type))
    return data_type == TensorProto::STRING
               ? "string"
               : std::string(dtype_from_wire(data_type) ? name_of(*dtype_from_wire(data_type)) : "undefined");
  return std::to_string(data_type);
}

Result<Shape> shape_from_wire(const TensorProto& m, DType dtype) {
  for (std::int64_t dim : m.dims())
    if (dim < 0) return Problem("onnx.tensor.negative", {{"tensor", m.name()}, {"size", dim}});
  if (!checked_product(m.dims(), std::int64_t(size_of(dtype))))
    return Problem("onnx.tensor.overflow", {{"tensor", m.name()}});
  return Shape(std::vector<std::int64_t>(m.dims().begin(), m.dims().end()));
}

Result<Tensor> tensor_from_wire(const TensorProto& m) {
  std::optional<DType> dtype = dtype_from_wire(m.data_type());
  if (!dtype) return Problem("onnx.tensor.type", {{"tensor", m.name()}, {"type", wire_name(m.data_type())}});
  Result<Shape> shape = shape_from_wire(m, *dtype);
  if (!shape) return shape.problem();
  // The bytes are counted before any are asked for: a header may promise more than there are.
  std::int64_t count = shape->elements(), bytes = count * std::int64_t(size_of(*dtype));
  std::int64_t numbers = m.float_data_size() + std::int64_t(m.int32_data_size()) + m.int64_data_size() +
                         m.double_data_size() + m.uint64_data_size();
  bool raw = m.has_raw_data() && (!m.raw_data().empty() || numbers == 0);
  if (raw && std::int64_t(m.raw_data().size()) != bytes)
    return Problem("onnx.tensor.bytes",
                   {{"tensor", m.name()}, {"have", m.raw_data().size()}, {"need", bytes}});
  if (!raw && numbers < count)
    return Problem("onnx.tensor.count", {{"tensor", m.name()}, {"have", numbers}, {"need", count}});
  Tensor tensor(*dtype, *std::move(shape));
  if (raw) {
    std::memcpy(tensor.raw(), m.raw_data().data(), m.raw_data().size());
    if (*dtype == DType::boolean)
      for (std::int64_t i = 0; i < count; ++i) tensor.raw()[i] = std::byte(tensor.raw()[i] != std::byte(0));
  } else if (Result<> filled = fill_typed(m, tensor); !filled) {
    return filled.problem();
  }
  return tensor;
}

void tensor_to_wire(const Tensor& tensor, const std::string& name, TensorProto& m) {
  m.set_name(name);
  m.set_data_type(dtype_to_wire(tensor.dtype()));
  for (std::int64_t dim : tensor.shape()) m.add_dims(dim);
  m.set_raw_data(tensor.raw(), tensor.bytes());
}

}  // namespace percept::onnx
