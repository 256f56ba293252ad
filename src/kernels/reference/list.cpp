#include "percept/kernels/reference.hpp"

namespace percept {

#define PERCEPT_REFERENCE(name) \
  void reference_##name(const Node&, std::span<const View>, std::span<const View>);
#include "reference.def"
#undef PERCEPT_REFERENCE

ReferenceKernel find_reference(std::string_view op) {
  static constexpr std::pair<std::string_view, ReferenceKernel> kList[] = {
#define PERCEPT_REFERENCE(name) {#name, reference_##name},
#include "reference.def"
#undef PERCEPT_REFERENCE
  };
  for (const auto& [name, kernel] : kList)
    if (name == op) return kernel;
  return nullptr;
}

std::optional<DType> beyond_reference(const Node& node) {
  bool converts = node.op->name == "cast";
  auto beyond = [&](DType type) {
    bool half = type == DType::f16 || type == DType::bf16;
    return (half && !converts) || type == DType::c64 || type == DType::c128;
  };
  for (Value input : node.inputs)
    if (input && beyond(input.dtype())) return input.dtype();
  for (const ValueType& type : node.outputs)
    if (beyond(type.dtype)) return type.dtype;
  return std::nullopt;
}

}  // namespace percept
