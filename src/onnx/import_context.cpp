#include "import_context.hpp"

#include <algorithm>

#include "percept/ops/ops.hpp"
#include "tensors.hpp"

namespace percept::onnx {
namespace {

// A value larger than this is a mistake or an attack, not a picture.
constexpr std::int64_t kMostBytes = std::int64_t(1) << 34;

bool is_half(DType dtype) { return dtype == DType::f16 || dtype == DType::bf16; }

}  // namespace

int axis_of(std::int64_t axis, int rank) {
  if (axis < -rank || axis >= rank)
    throw Error(Problem("graph.axis", {{"axis", axis}, {"input", "x"}, {"rank", rank}}));
  return int(axis < 0 ? axis + rank : axis);
}

Entry& ImportContext::entry(int i) {
  if (!has(i)) throw Error(Problem("onnx.input_missing", {{"index", i + 1}}));
  return importer_.entry(node_.input(i), names_);
}

Value ImportContext::as_is(int i) {
  Entry& found = entry(i);
  if (!found.value) throw Error(Problem("onnx.not_tensor", {{"input", node_.input(i)}}));
  return found.value;
}

Value ImportContext::operator[](int i) {
  Value value = as_is(i);
  if (!is_half(value.dtype())) return value;
  half_ = value.dtype();
  return cast(value, DType::f32);
}

Value ImportContext::second() {
  Value a = (*this)[0], b = (*this)[1];
  if (opset_ >= 7 || !given("axis")) return b;
  std::vector<std::int64_t> dims(b.shape().begin(), b.shape().end());
  int rank = a.shape().rank();
  for (int i = axis_of(int_of("axis"), rank) + b.shape().rank(); i < rank; ++i) dims.push_back(1);
  return reshape(b, Shape(dims));
}

Value ImportContext::real(int i) {
  Value value = (*this)[i];
  if (is_float(value.dtype())) return value;
  if (!whole_) whole_ = value.dtype();
  return cast(value, DType::f64);
}

const std::vector<Value>& ImportContext::sequence(int i) {
  Entry& found = entry(i);
  if (!found.sequence) throw Error(Problem("onnx.not_sequence", {{"input", node_.input(i)}}));
  return *found.sequence;
}

std::optional<Tensor> ImportContext::try_known(int i) {
  Entry& found = entry(i);
  if (found.initial) return *found.initial;
  return graph().known(as_is(i));
}

Tensor ImportContext::known(int i) {
  if (std::optional<Tensor> tensor = try_known(i)) return *tensor;
  throw Error(
      Problem("graph.value_unknown", {{"input", node_.input(i)}}).with_hint("graph.value_unknown.hint"));
}

std::vector<std::int64_t> ImportContext::integers(int i) {
  Tensor tensor = known(i).to(DType::i64);
  return {tensor.data<std::int64_t>().begin(), tensor.data<std::int64_t>().end()};
}

std::int64_t ImportContext::integer(int i) {
  std::vector<std::int64_t> numbers = integers(i);
  if (numbers.size() != 1) throw Error(Problem("onnx.not_number", {{"input", node_.input(i)}}));
  return numbers.front();
}

const wire::AttributeProto* ImportContext::find(const std::string& name) const {
  for (const wire::AttributeProto& attribute : node_.attribute()) {
    if (attribute.name() != name) continue;
    if (attribute.ref_attr_name().empty()) return &attribute;
    if (!attributes_) return nullptr;
    auto passed = attributes_->find(attribute.ref_attr_name());
    return passed == attributes_->end() ? nullptr : passed->second;
  }
  return nullptr;
}

std::int64_t ImportContext::int_of(const std::string& name, std::int64_t fallback) const {
  const wire::AttributeProto* attribute = find(name);
  return attribute ? attribute->i() : fallback;
}

double ImportContext::float_of(const std::string& name, double fallback) const {
  const wire::AttributeProto* attribute = find(name);
  return attribute ? double(attribute->f()) : fallback;
}

std::string ImportContext::text_of(const std::string& name, const std::string& fallback) const {
  const wire::AttributeProto* attribute = find(name);
  return attribute ? attribute->s() : fallback;
}

std::vector<std::int64_t> ImportContext::ints_of(const std::string& name,
                                                 std::vector<std::int64_t> fallback) const {
  const wire::AttributeProto* attribute = find(name);
  if (!attribute) return fallback;
  return {attribute->ints().begin(), attribute->ints().end()};
}

std::vector<double> ImportContext::floats_of(const std::string& name) const {
  const wire::AttributeProto* attribute = find(name);
  if (!attribute) return {};
  return {attribute->floats().begin(), attribute->floats().end()};
}

std::vector<std::string> ImportContext::texts_of(const std::string& name) const {
  const wire::AttributeProto* attribute = find(name);
  if (!attribute) return {};
  return {attribute->strings().begin(), attribute->strings().end()};
}

std::optional<Tensor> ImportContext::tensor_of(const std::string& name) const {
  const wire::AttributeProto* attribute = find(name);
  if (!attribute || !attribute->has_t()) return std::nullopt;
  return tensor_from_wire(attribute->t()).value();
}

std::optional<DType> ImportContext::dtype_of(const std::string& name) const {
  if (!given(name)) return std::nullopt;
  std::optional<DType> dtype = dtype_from_wire(int(int_of(name)));
  require(dtype.has_value(), "onnx.refused.type", {{"type", wire_name(int(int_of(name)))}});
  return dtype;
}

const wire::GraphProto& ImportContext::graph_of(const std::string& name) const {
  const wire::AttributeProto* attribute = find(name);
  if (!attribute || !attribute->has_g())
    throw Error(Problem("onnx.attribute_missing", {{"attribute", name}}));
  return attribute->g();
}

std::optional<std::vector<std::int64_t>> ImportContext::ints_of_input_or(int i, const std::string& name) {
  if (has(i)) return integers(i);
  if (given(name)) return ints_of(name);
  return std::nullopt;
}

void ImportContext::require_text(const std::string& name, const std::string& fallback,
                                 std::initializer_list<const char*> known) const {
  std::string word = text_of(name, fallback);
  if (std::none_of(known.begin(), known.end(), [&](const char* one) { return word == one; }))
    refuse("onnx.refused.attribute", {{"attribute", name}, {"value", word}});
}

void ImportContext::require_small(std::int64_t steps) const {
  constexpr std::int64_t kMost = 1 << 26;
  if (steps < 0 || steps > kMost) throw Error(Problem("onnx.too_long", {{"steps", steps}, {"most", kMost}}));
}

Tensor ImportContext::table(DType dtype, Shape shape) const {
  require_small(shape.elements());
  return Tensor::zeros(dtype, std::move(shape));
}

void ImportContext::set(int i, Value value) {
  if (whole_ && value.dtype() == DType::f64) value = cast(value, *whole_);
  if (half_ && value.dtype() == DType::f32) value = cast(value, *half_);
  set_as_is(i, value);
}

void ImportContext::set_as_is(int i, Value value) {
  if (value.shape().elements() > kMostBytes / std::int64_t(size_of(value.dtype())))
    throw Error(Problem("onnx.too_large", {{"type", to_string(value.type())}}));
  set_entry(i, {.value = value});
}

void ImportContext::set_sequence(int i, std::vector<Value> values) {
  Entry made;
  made.sequence = std::move(values);
  set_entry(i, std::move(made));
}

void ImportContext::set_entry(int i, Entry made) {
  if (wants(i)) names_.set(node_.output(i), std::move(made));
}

std::vector<Entry> ImportContext::trace_inner(const wire::GraphProto& inner, std::vector<Entry> inputs,
                                              const std::string& where) {
  return importer_.trace_inner(inner, std::move(inputs), names_, where.empty() ? path_ : path_ + "." + where);
}

}  // namespace percept::onnx
