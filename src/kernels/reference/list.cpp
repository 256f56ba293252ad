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

}  // namespace percept
