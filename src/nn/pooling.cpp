// The pooling layers.
#include "percept/ops/pooling.hpp"

#include "percept/nn/layers.hpp"

namespace percept::nn {

Value MaxPool2d::forward(Value x) const {
  return max_pool2d(x, {config_.kernel, config_.stride, config_.padding}, at()).output;
}
Value AveragePool2d::forward(Value x) const {
  return average_pool2d(x, {config_.kernel, config_.stride, config_.padding}, at());
}

}  // namespace percept::nn
