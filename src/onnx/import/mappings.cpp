#include "mappings.hpp"

namespace percept::onnx {

const Mappings& mappings() {
  static const Mappings all = [] {
    Mappings m;
    add_activations(m);
    add_arithmetic(m);
    add_arrangement(m);
    add_control_flow(m);
    add_convolution(m);
    add_creation(m);
    add_detection(m);
    add_indexing(m);
    add_logic(m);
    add_losses(m);
    add_matrices(m);
    add_normalization(m);
    add_pooling(m);
    add_quantization(m);
    add_recurrent(m);
    add_reductions(m);
    add_resampling(m);
    add_sequences(m);
    add_signals(m);
    add_text(m);
    add_training(m);
    return m;
  }();
  return all;
}

}  // namespace percept::onnx
