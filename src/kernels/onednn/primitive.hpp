// What the oneDNN kernels share: the engine, layouts, and a kernel that runs one primitive.
#pragma once

#include <dnnl.hpp>

#include <optional>

#include "percept/kernels/kernel.hpp"

namespace percept::onednn {

const dnnl::engine& engine();

/// oneDNN's description of a memory, as a plan's layout.
class MemoryLayout final : public LayoutSpec {
 public:
  explicit MemoryLayout(dnnl::memory::desc desc) : desc_(std::move(desc)) {}
  bool same(const LayoutSpec& other) const override;
  std::string name() const override;
  std::size_t bytes() const override { return desc_.get_size(); }
  std::int64_t channel_block() const override;
  const dnnl::memory::desc& desc() const { return desc_; }

 private:
  dnnl::memory::desc desc_;
};

using DataType = dnnl::memory::data_type;
/// What the factors of products are held in: bf16 in mixed precision, where the processor has it.
DataType factor_type(const KernelRequest& request);

/// Row-major, of these sizes.
dnnl::memory::desc plain(const dnnl::memory::dims& dims, DataType type = DataType::f32);
/// Of these sizes in whatever order suits the primitive best.
dnnl::memory::desc any(const dnnl::memory::dims& dims, DataType type = DataType::f32);
/// The plan's layout for a description: plain where it is row-major f32.
Layout layout_of(const dnnl::memory::desc& desc);

/// Why a node cannot run in oneDNN, for all its kernels: it computes in f32 and knows no empty tensors.
std::optional<Message> refusal(const Node& node);
/// Attributes that let the plan own the scratch memory.
dnnl::primitive_attr attributes();

/// Runs one primitive. Each argument is an input, an output or the scratch memory of the run.
class PrimitiveKernel final : public Kernel {
 public:
  PrimitiveKernel(dnnl::primitive primitive, const dnnl::memory::desc& scratchpad);
  ~PrimitiveKernel() override;
  PrimitiveKernel(const PrimitiveKernel&) = delete;
  PrimitiveKernel& operator=(const PrimitiveKernel&) = delete;

  PrimitiveKernel& input(int index, int argument, const dnnl::memory::desc& desc, Layout layout);
  PrimitiveKernel& output(int index, int argument, const dnnl::memory::desc& desc, Layout layout);
  void run(void* const* inputs, void* const* outputs, void* scratch) noexcept override;

 private:
  enum class From { input, output, scratch };
  struct Argument {
    From from;
    int index;
    void* bound;
  };
  void add(From from, int index, int argument, const dnnl::memory::desc& desc);

  dnnl::primitive primitive_;
  std::vector<Argument> arguments_;
  std::vector<dnnl_exec_arg_t> executed_;  // the same order
};

/// Calls `make`; what oneDNN throws becomes a refusal.
template <class Make>
KernelOffer offer(const KernelRequest& request, Make&& make) {
  if (std::optional<Message> why = refusal(request.node)) return *why;
  try {
    return make();
  } catch (const dnnl::error& error) {
    return Message("kernels.onednn", {{"what", error.what()}});
  }
}

}  // namespace percept::onednn
