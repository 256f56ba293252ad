#include "primitive.hpp"

#include <algorithm>

#include "percept/kernels/isa.hpp"

namespace percept::onednn {
namespace {

dnnl::stream& stream() {
  static dnnl::stream stream(engine());
  return stream;
}

}  // namespace

const dnnl::engine& engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

DataType factor_type(const KernelRequest& request) {
  return request.precision == Precision::mixed && computes_bf16() ? DataType::bf16 : DataType::f32;
}

dnnl::memory::desc plain(const dnnl::memory::dims& dims, DataType type) {
  dnnl::memory::dims strides(dims.size());
  dnnl::memory::dim stride = 1;
  for (std::size_t i = dims.size(); i-- > 0; stride *= dims[i]) strides[i] = stride;
  return {dims, type, strides};
}

dnnl::memory::desc any(const dnnl::memory::dims& dims, DataType type) {
  return {dims, type, dnnl::memory::format_tag::any};
}

Layout layout_of(const dnnl::memory::desc& desc) {
  const dnnl_memory_desc_t& d = desc.data;
  bool row_major =
      d.data_type == dnnl_f32 && d.format_kind == dnnl_blocked && d.format_desc.blocking.inner_nblks == 0;
  dnnl_dim_t stride = 1;
  for (int i = d.ndims; row_major && i-- > 0; stride *= d.dims[i])
    row_major =
        d.padded_dims[i] == d.dims[i] && (d.dims[i] == 1 || d.format_desc.blocking.strides[i] == stride);
  return row_major ? Layout() : Layout{std::make_shared<MemoryLayout>(desc)};
}

bool MemoryLayout::same(const LayoutSpec& other) const {
  auto* memory = dynamic_cast<const MemoryLayout*>(&other);
  return memory && memory->desc_ == desc_;
}

std::int64_t MemoryLayout::channel_block() const {
  const dnnl_memory_desc_t& d = desc_.data;
  const dnnl_blocking_desc_t& b = d.format_desc.blocking;
  if (d.data_type != dnnl_f32 || d.format_kind != dnnl_blocked || d.ndims != 4 || b.inner_nblks != 1 ||
      b.inner_idxs[0] != 1)
    return 0;
  dnnl_dim_t block = b.inner_blks[0];
  bool dense = b.strides[3] == block && b.strides[2] == d.dims[3] * block &&
               b.strides[1] == d.dims[2] * b.strides[2] &&
               b.strides[0] == d.padded_dims[1] / block * b.strides[1];
  return dense ? block : 0;
}

std::string MemoryLayout::name() const {
  if (std::int64_t block = channel_block()) return "nChw" + std::to_string(block) + "c";
  const dnnl_blocking_desc_t& b = desc_.data.format_desc.blocking;
  std::string name = desc_.data_type() == DataType::bf16 ? "bf16" : "onednn";
  for (int i = 0; i < b.inner_nblks; ++i)
    name += ":" + std::to_string(b.inner_blks[i]) + char('a' + b.inner_idxs[i]);
  return name;
}

std::optional<Message> refusal(const Node& node) {
  auto check = [](const ValueType& type) -> std::optional<Message> {
    if (type.dtype != DType::f32) return Message("kernels.dtype", {{"dtype", name_of(type.dtype)}});
    if (type.shape.elements() == 0) return Message("kernels.empty");
    return std::nullopt;
  };
  for (Value input : node.inputs)
    if (input)
      if (auto why = check(input.type())) return why;
  for (const ValueType& type : node.outputs)
    if (auto why = check(type)) return why;
  return std::nullopt;
}

dnnl::primitive_attr attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

PrimitiveKernel::PrimitiveKernel(dnnl::primitive primitive, const dnnl::memory::desc& scratchpad)
    : primitive_(std::move(primitive)) {
  scratch_bytes = scratchpad.get_size();
  add(From::scratch, 0, DNNL_ARG_SCRATCHPAD, scratchpad);
}

PrimitiveKernel::~PrimitiveKernel() {
  for (dnnl_exec_arg_t& argument : executed_) dnnl_memory_destroy(argument.memory);
}

void PrimitiveKernel::add(From from, int index, int argument, const dnnl::memory::desc& desc) {
  dnnl_memory_t memory;
  dnnl::error::wrap_c_api(dnnl_memory_create(&memory, &desc.data, engine().get(), DNNL_MEMORY_NONE),
                          "memory");
  arguments_.push_back({from, index, nullptr});
  executed_.push_back({argument, memory});
}

PrimitiveKernel& PrimitiveKernel::input(int index, int argument, const dnnl::memory::desc& desc,
                                        Layout layout) {
  input_layouts.resize(std::max<std::size_t>(input_layouts.size(), std::size_t(index) + 1));
  input_layouts[std::size_t(index)] = std::move(layout);
  add(From::input, index, argument, desc);
  return *this;
}

PrimitiveKernel& PrimitiveKernel::output(int index, int argument, const dnnl::memory::desc& desc,
                                         Layout layout) {
  output_layouts.resize(std::max<std::size_t>(output_layouts.size(), std::size_t(index) + 1));
  output_layouts[std::size_t(index)] = std::move(layout);
  add(From::output, index, argument, desc);
  return *this;
}

void PrimitiveKernel::run(void* const* inputs, void* const* outputs, void* scratch) noexcept {
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    Argument& argument = arguments_[i];
    void* now = argument.from == From::input    ? inputs[argument.index]
                : argument.from == From::output ? outputs[argument.index]
                                                : scratch;
    // Setting a handle also zeroes the padding, so it is done only when the pointer is another.
    if (now != argument.bound) dnnl_memory_set_data_handle(executed_[i].memory, argument.bound = now);
  }
  dnnl_primitive_execute(primitive_.get(), stream().get(), int(executed_.size()), executed_.data());
}

}  // namespace percept::onednn
