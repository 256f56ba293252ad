#include "native/planes.hpp"
#include "primitive.hpp"

namespace percept {

Layout native::channel_blocks(std::int64_t block, const Shape& shape) {
  auto tag = block == 16 ? dnnl::memory::format_tag::nChw16c : dnnl::memory::format_tag::nChw8c;
  dnnl::memory::dims dims(shape.begin(), shape.end());
  return {
      std::make_shared<onednn::MemoryLayout>(dnnl::memory::desc(dims, dnnl::memory::data_type::f32, tag))};
}

}  // namespace percept
