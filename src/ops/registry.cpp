#include "percept/ops/registry.hpp"

namespace percept {

#define PERCEPT_OP(name) const OpDef& name##_op();
#include "ops.def"
#undef PERCEPT_OP

std::span<const OpDef* const> all_ops() {
  static const OpDef* const ops[] = {
#define PERCEPT_OP(name) &name##_op(),
#include "ops.def"
#undef PERCEPT_OP
  };
  return ops;
}

const OpDef* find_op(std::string_view name) {
  for (const OpDef* op : all_ops())
    if (op->name == name) return op;
  return nullptr;
}

}  // namespace percept
