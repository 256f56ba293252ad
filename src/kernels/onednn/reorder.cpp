#include "native/planes.hpp"
#include "primitive.hpp"

namespace percept {

using namespace onednn;

std::unique_ptr<Kernel> native::copy_blocks(const ValueType& type, const Layout& from, const Layout& to) {
  if (type.dtype != DType::f32 && type.dtype != DType::i32) return nullptr;
  // A plain side has the sizes that the other names (a grouped weight has five).
  auto* blocked = dynamic_cast<const MemoryLayout*>((from.plain() ? to : from).spec.get());
  if (!blocked) return nullptr;
  const dnnl_memory_desc_t& d = blocked->desc().data;
  dnnl::memory::desc rows = plain(dnnl::memory::dims(d.dims, d.dims + d.ndims));
  auto desc = [&](const Layout& layout) {
    dnnl::memory::desc made = layout.plain() ? rows : static_cast<const MemoryLayout&>(*layout.spec).desc();
    if (type.dtype == DType::i32) made.data.data_type = dnnl_s32;  // indices lie as their images do
    return made;
  };
  dnnl::reorder::primitive_desc pd(engine(), desc(from), engine(), desc(to), attributes());
  auto kernel = std::make_unique<PrimitiveKernel>(dnnl::reorder(pd), pd.scratchpad_desc());
  kernel->input(0, DNNL_ARG_FROM, desc(from), from);
  kernel->output(0, DNNL_ARG_TO, desc(to), to);
  return kernel;
}

}  // namespace percept
