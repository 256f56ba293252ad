#include "convolution.hpp"
#include "percept/ops/fused_conv2d.hpp"

namespace percept {

using namespace onednn;

namespace {

using Descriptor = dnnl::convolution_forward::primitive_desc;

// What follows the products in the same pass. The residual lies as the output does, which is known only when
// the convolution has been described without it.
dnnl::post_ops ends(bool relu, const dnnl::memory::desc* residual) {
  dnnl::post_ops ends;
  if (residual) ends.append_binary(dnnl::algorithm::binary_add, *residual);
  if (relu) ends.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
  return ends;
}

KernelOffer make(const KernelRequest& request, bool relu) {
  return offer(request, [&]() -> KernelOffer {
    const Node& node = request.node;
    bool bias = node.inputs.size() > 2 && node.inputs[2], residual = node.inputs.size() > 3;
    ConvolutionSizes sizes(node.inputs[0].shape(), node.inputs[1].shape(), node.outputs[0].shape,
                           node.attributes.as<Conv2dOptions>(), request.precision);
    Descriptor pd = sizes.forward(bias, factor_type(request), ends(relu, nullptr));
    if (residual) {
      dnnl::memory::desc image = pd.dst_desc();
      pd = sizes.forward(bias, factor_type(request), ends(relu, &image));
      if (pd.dst_desc() != image) return Message("kernels.residual");
    }
    auto kernel = std::make_unique<PrimitiveKernel>(dnnl::convolution_forward(pd), pd.scratchpad_desc());
    kernel->input(0, DNNL_ARG_SRC, pd.src_desc(), layout_of(pd.src_desc()));
    kernel->input(1, DNNL_ARG_WEIGHTS, pd.weights_desc(), layout_of(pd.weights_desc()));
    if (bias) kernel->input(2, DNNL_ARG_BIAS, pd.bias_desc(), {});
    if (residual)
      kernel->input(3, DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1, pd.dst_desc(),
                    layout_of(pd.dst_desc()));
    kernel->output(0, DNNL_ARG_DST, pd.dst_desc(), layout_of(pd.dst_desc()));
    return kernel;
  });
}

}  // namespace

KernelOffer make_onednn_conv2d(const KernelRequest& request) { return make(request, false); }

KernelOffer make_onednn_fused_conv2d(const KernelRequest& request) {
  auto o = request.node.attributes.as<FusedConv2dOptions>();
  if (o.pool) return Message("kernels.pool");
  return make(request, o.relu);
}

}  // namespace percept
