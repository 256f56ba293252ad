// Backpropagation twice: by hand, the chain rule written out, and by the graph, its gradients and its
// optimiser. What a page or the command line shows is the hand's; the graph proves it.
#pragma once

#include <memory>

#include "percept/lab/hand_net.hpp"

namespace percept::lab {

/// A weight's way to the error: dE/dw = dE/dout · dout/dnet · dnet/dw, the first two of its unit.
struct HandGradients {
  std::vector<std::vector<double>> weights;  // dE/dw, as the layer's weights
  std::vector<double> biases;                // dE/db, as its biases
};

struct HandStep {
  std::vector<std::vector<double>> nets, outs;    // of each layer's units
  std::vector<double> errors;                     // (target - out)^2 / 2 of each output
  double error = 0;                               // their sum
  std::vector<std::vector<double>> error_by_out;  // dE/dout of each layer's units
  std::vector<std::vector<double>> out_by_net;    // dout/dnet = out (1 - out)
  std::vector<HandGradients> gradients;           // of each layer
  HandNet after;                                  // w - rate · dE/dw
};

struct HandOptions {
  bool train_biases = false;
  /// A mistake, to be seen at work: dE/dout of a hidden unit is summed with weights that are updated already.
  bool new_weights = false;
};

double error_of(const HandNet& net);
/// dE/dout of an output is out - target, of a hidden unit the sum over the next layer's units of
/// dE/dnet · w.
HandStep step_by_hand(const HandNet& net, const HandOptions& options = {});

/// The same net as a graph with its gradients and SGD's update, in f64.
class GraphNet {
 public:
  explicit GraphNet(const HandNet& net, bool train_biases = false);
  ~GraphNet();

  /// What the graph says of the net as it is; `after` is the net after the update, which it has made.
  struct Step {
    std::vector<std::vector<double>> nets, outs;
    double error = 0;
    std::vector<HandGradients> gradients;
    HandNet after;
  };
  Step step();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The largest difference between any number of the two, of `after` too; of numbers beyond 1 the relative
/// one.
double largest_difference(const HandStep& hand, const GraphNet::Step& graph);

}  // namespace percept::lab
