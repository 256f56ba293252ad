#include "percept/ops/linear_algebra.hpp"
#include "primitive.hpp"

namespace percept {

using namespace onednn;

namespace {

// A stack of row-major matrices [s, rows, columns], read as it is or with rows and columns exchanged.
dnnl::memory::desc matrices(std::int64_t stack, std::int64_t rows, std::int64_t columns, bool transposed,
                            DataType type = DataType::f32) {
  dnnl::memory::dims strides = {rows * columns, transposed ? 1 : columns, transposed ? rows : 1};
  return {{stack, rows, columns}, type, strides};
}

// How a factor lies in memory: row-major, of that type.
Layout stored(Value value, DataType type) {
  return layout_of(plain(dnnl::memory::dims(value.shape().begin(), value.shape().end()), type));
}

std::unique_ptr<PrimitiveKernel> product(const KernelRequest& request, const dnnl::memory::desc& a,
                                         const dnnl::memory::desc& b, const dnnl::memory::desc& y,
                                         const dnnl::memory::desc* bias) {
  auto desc = bias ? dnnl::matmul::desc(a, b, *bias, y) : dnnl::matmul::desc(a, b, y);
  dnnl::matmul::primitive_desc pd(desc, attributes(), engine());
  auto kernel = std::make_unique<PrimitiveKernel>(dnnl::matmul(pd), pd.scratchpad_desc());
  kernel->input(0, DNNL_ARG_SRC, a, stored(request.node.inputs[0], factor_type(request)));
  kernel->input(1, DNNL_ARG_WEIGHTS, b, stored(request.node.inputs[1], factor_type(request)));
  if (bias) kernel->input(2, DNNL_ARG_BIAS, *bias, {});
  kernel->output(0, DNNL_ARG_DST, y, {});
  return kernel;
}

}  // namespace

KernelOffer make_onednn_matmul(const KernelRequest& request) {
  return offer(request, [&]() -> KernelOffer {
    const Node& node = request.node;
    auto o = node.attributes.as<MatmulOptions>();
    DataType type = factor_type(request);
    const Shape &a = node.inputs[0].shape(), &y = node.outputs[0].shape;
    std::int64_t stack = y.elements(0, y.rank() - 2), m = y[-2], n = y[-1], k = a[o.transpose_a ? -2 : -1];
    return product(request, matrices(stack, m, k, o.transpose_a, type),
                   matrices(stack, k, n, o.transpose_b, type), matrices(stack, m, n, false), nullptr);
  });
}

KernelOffer make_onednn_linear(const KernelRequest& request) {
  return offer(request, [&]() -> KernelOffer {
    const Node& node = request.node;
    DataType type = factor_type(request);
    const Shape &x = node.inputs[0].shape(), &w = node.inputs[1].shape();
    dnnl::memory::desc bias = matrices(1, 1, w[0], false);
    return product(request, matrices(1, x[0], x[1], false, type), matrices(1, w[1], w[0], true, type),
                   matrices(1, x[0], w[0], false), node.inputs.size() > 2 ? &bias : nullptr);
  });
}

}  // namespace percept
