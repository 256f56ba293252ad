#include "convolution.hpp"

namespace percept {

using namespace onednn;

KernelOffer make_onednn_conv2d_backward_input(const KernelRequest& request) {
  return offer(request, [&]() -> KernelOffer {
    const Node& node = request.node;
    auto o = node.attributes.as<Conv2dBackwardOptions>();
    DataType type = factor_type(request);
    ConvolutionSizes s(o.shape, node.inputs[1].shape(), node.inputs[0].shape(), o.conv, request.precision);
    dnnl::convolution_backward_data::desc desc(s.algorithm, any(s.src), any(s.weights, type),
                                               any(s.dst, type), s.strides, s.dilates, s.before, s.after);
    dnnl::convolution_backward_data::primitive_desc pd(desc, attributes(), engine(), s.forward(false, type));
    auto kernel =
        std::make_unique<PrimitiveKernel>(dnnl::convolution_backward_data(pd), pd.scratchpad_desc());
    kernel->input(0, DNNL_ARG_DIFF_DST, pd.diff_dst_desc(), layout_of(pd.diff_dst_desc()));
    kernel->input(1, DNNL_ARG_WEIGHTS, pd.weights_desc(), layout_of(pd.weights_desc()));
    kernel->output(0, DNNL_ARG_DIFF_SRC, pd.diff_src_desc(), layout_of(pd.diff_src_desc()));
    return kernel;
  });
}

}  // namespace percept
