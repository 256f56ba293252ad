#include "convolution.hpp"

namespace percept {

using namespace onednn;

KernelOffer make_onednn_conv2d(const KernelRequest& request) {
  return offer(request, [&]() -> KernelOffer {
    const Node& node = request.node;
    bool bias = node.inputs.size() > 2;
    ConvolutionSizes sizes(node.inputs[0].shape(), node.inputs[1].shape(), node.outputs[0].shape,
                           node.attributes.as<Conv2dOptions>(), request.precision);
    auto pd = sizes.forward(bias, factor_type(request));
    auto kernel = std::make_unique<PrimitiveKernel>(dnnl::convolution_forward(pd), pd.scratchpad_desc());
    kernel->input(0, DNNL_ARG_SRC, pd.src_desc(), layout_of(pd.src_desc()));
    kernel->input(1, DNNL_ARG_WEIGHTS, pd.weights_desc(), layout_of(pd.weights_desc()));
    if (bias) kernel->input(2, DNNL_ARG_BIAS, pd.bias_desc(), {});
    kernel->output(0, DNNL_ARG_DST, pd.dst_desc(), layout_of(pd.dst_desc()));
    return kernel;
  });
}

}  // namespace percept
