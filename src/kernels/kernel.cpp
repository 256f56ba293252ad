#include "percept/kernels/kernel.hpp"

#include "native/planes.hpp"
#include "percept/kernels/isa.hpp"
#include "percept/kernels/reference.hpp"

namespace percept {
namespace {

class ReferenceAdapter final : public Kernel {
 public:
  ReferenceAdapter(const Node& node, ReferenceKernel kernel) : node_(node), kernel_(kernel) {
    for (Value input : node.inputs)
      inputs_.push_back(input ? View(input.dtype(), input.shape(), nullptr) : View());
    for (const ValueType& type : node.outputs) outputs_.emplace_back(type.dtype, type.shape, nullptr);
  }

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    for (std::size_t i = 0; i < inputs_.size(); ++i) inputs_[i].data = inputs[i];
    for (std::size_t i = 0; i < outputs_.size(); ++i) outputs_[i].data = outputs[i];
    kernel_(node_, inputs_, outputs_);
  }

 private:
  const Node& node_;
  ReferenceKernel kernel_;
  std::vector<View> inputs_, outputs_;
};

}  // namespace

std::unique_ptr<Kernel> LayoutSpec::from_plain() const { return nullptr; }

std::unique_ptr<Kernel> make_reorder(const ValueType& type, const Layout& from, const Layout& to) {
  if (to.spec)
    if (auto kernel = to.spec->from_plain()) return from.plain() ? std::move(kernel) : nullptr;
  return native::copy_blocks(type, from, to);
}

KernelOffer make_reference(const KernelRequest& request) {
  ReferenceKernel kernel = find_reference(request.node.op->name);
  if (!kernel) return Message("kernels.no_reference", {{"op", request.node.op->name}});
  if (std::optional<DType> foreign = beyond_reference(request.node))
    return Message("kernels.dtype", {{"dtype", name_of(*foreign)}});
  return std::make_unique<ReferenceAdapter>(request.node, kernel);
}

#define PERCEPT_KERNEL(op, backend, factory) KernelOffer make_##backend##_##factory(const KernelRequest&);
#include "kernels.def"
#undef PERCEPT_KERNEL

std::vector<KernelCandidate> candidates_for(std::string_view op) {
  choose_isa();
  struct Row {
    std::string_view op;
    KernelCandidate candidate;
  };
  static const std::vector<Row> rows = {
#define PERCEPT_KERNEL(op, backend, factory) {#op, {#backend ":" #factory, make_##backend##_##factory}},
#include "kernels.def"
#undef PERCEPT_KERNEL
  };
  std::vector<KernelCandidate> out;
  for (const Row& row : rows)
    if (row.op == op) out.push_back(row.candidate);
  out.push_back({"reference", make_reference});
  return out;
}

Layout followed_layout(const KernelRequest& request) {
  for (std::size_t i = 0; i < request.inputs.size(); ++i)
    if (request.inputs[i].channel_block() && request.node.inputs[i].shape().rank() == 4)
      return request.inputs[i];
  return {};
}

}  // namespace percept
