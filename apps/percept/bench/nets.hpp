// The nets of the benchmark, with what one batch of them is.
#pragma once

#include "percept/percept.hpp"
#include "percept/recipe/network.hpp"

namespace percept::cli::bench {

struct Net {
  std::string name;  // as the peers' scripts know it
  train::Net forward;
  std::function<Value(Value output, Value target)> loss;
  double momentum = 0.9;  // of its training
  /// "input" and "target" for so many examples, other ones for each `turn`.
  std::function<Feeds(std::int64_t batch, int turn)> feeds;
  double macs = 0;        // multiplications with an addition, of one example's forward pass
  double first_macs = 0;  // of them, those of the first layer, whose input needs no gradient

  double forward_operations(std::int64_t batch) const { return 2 * macs * double(batch); }
  /// Forward, and twice as much for the gradients of inputs and weights.
  double step_operations(std::int64_t batch) const { return 2 * (3 * macs - first_macs) * double(batch); }
};

/// tiny, mlp, lenet, resnet8, resnet18 or lstm.
Net make_net(const std::string& name);

}  // namespace percept::cli::bench
