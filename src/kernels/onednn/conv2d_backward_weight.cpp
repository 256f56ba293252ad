#include "convolution.hpp"

namespace percept {

using namespace onednn;

KernelOffer make_onednn_conv2d_backward_weight(const KernelRequest& request) {
  return offer(request, [&]() -> KernelOffer {
    const Node& node = request.node;
    auto o = node.attributes.as<Conv2dBackwardOptions>();
    DataType type = factor_type(request);
    ConvolutionSizes s(node.inputs[1].shape(), o.shape, node.inputs[0].shape(), o.conv, request.precision);
    dnnl::convolution_backward_weights::desc desc(s.algorithm, any(s.src, type), any(s.weights),
                                                  any(s.dst, type), s.strides, s.dilates, s.before, s.after);
    dnnl::convolution_backward_weights::primitive_desc pd(desc, attributes(), engine(),
                                                          s.forward(false, type));
    auto kernel =
        std::make_unique<PrimitiveKernel>(dnnl::convolution_backward_weights(pd), pd.scratchpad_desc());
    kernel->input(0, DNNL_ARG_DIFF_DST, pd.diff_dst_desc(), layout_of(pd.diff_dst_desc()));
    kernel->input(1, DNNL_ARG_SRC, pd.src_desc(), layout_of(pd.src_desc()));
    kernel->output(0, DNNL_ARG_DIFF_WEIGHTS, pd.diff_weights_desc(), layout_of(pd.diff_weights_desc()));
    return kernel;
  });
}

}  // namespace percept
