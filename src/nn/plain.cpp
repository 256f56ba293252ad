// The layers that are one op.
#include "percept/nn/layers.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/pooling.hpp"
#include "percept/ops/softmax.hpp"

namespace percept::nn {

Value MaxPool2d::forward(Value x) const {
  return max_pool2d(x, {config_.kernel, config_.stride, config_.padding}, at()).output;
}
Value AveragePool2d::forward(Value x) const {
  return average_pool2d(x, {config_.kernel, config_.stride, config_.padding}, at());
}

Value tags::Relu::apply(Value x, Location at) { return relu(x, at); }
Value tags::Sigmoid::apply(Value x, Location at) { return sigmoid(x, at); }
Value tags::Tanh::apply(Value x, Location at) { return tanh(x, at); }
Value tags::Softmax::apply(Value x, Location at) { return softmax(x, {.axis = -1}, at); }
Value tags::Flatten::apply(Value x, Location at) { return flatten(x, at); }

}  // namespace percept::nn
