#include "percept/lab/backpropagation.hpp"

#include <algorithm>
#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::lab {
namespace {

using Rows = std::vector<std::vector<double>>;

void run_forward(const HandNet& net, HandStep& step) {
  for (std::size_t l = 0; l < net.layers.size(); ++l) {
    const std::vector<double>& x = l == 0 ? net.inputs : step.outs[l - 1];
    std::vector<double> nets, outs;
    for (std::size_t unit = 0; unit < net.layers[l].weights.size(); ++unit) {
      double sum = 0;
      for (std::size_t i = 0; i < x.size(); ++i) sum += net.layers[l].weights[unit][i] * x[i];
      nets.push_back(sum + net.layers[l].bias_of(unit));
      outs.push_back(1 / (1 + std::exp(-nets.back())));
    }
    step.nets.push_back(nets);
    step.outs.push_back(outs);
  }
  for (std::size_t unit = 0; unit < net.targets.size(); ++unit) {
    double off = net.targets[unit] - step.outs.back()[unit];
    step.errors.push_back(off * off / 2);
    step.error += step.errors.back();
  }
}

// dE/dout of a layer's units: the last one's from the error, the others' through the units behind them.
std::vector<double> errors_by_out(const HandNet& net, const HandStep& step, std::size_t l, bool new_weights) {
  const std::vector<double>& outs = step.outs[l];
  std::vector<double> by_out(outs.size(), 0.0);
  if (l + 1 == net.layers.size()) {
    for (std::size_t unit = 0; unit < outs.size(); ++unit) by_out[unit] = outs[unit] - net.targets[unit];
    return by_out;
  }
  const HandLayer& next = (new_weights ? step.after : net).layers[l + 1];
  for (std::size_t unit = 0; unit < outs.size(); ++unit)
    for (std::size_t k = 0; k < next.weights.size(); ++k)
      by_out[unit] += step.error_by_out[l + 1][k] * step.out_by_net[l + 1][k] * next.weights[k][unit];
  return by_out;
}

void update(HandStep& step, const HandNet& net, std::size_t l, bool train_biases) {
  HandLayer& layer = step.after.layers[l];
  const std::vector<double>& x = l == 0 ? net.inputs : step.outs[l - 1];
  HandGradients& gradients = step.gradients[l];
  gradients.biases.assign(layer.biases.size(), 0.0);
  for (std::size_t unit = 0; unit < layer.weights.size(); ++unit) {
    double by_net = step.error_by_out[l][unit] * step.out_by_net[l][unit];
    std::vector<double>& row = gradients.weights.emplace_back();
    for (std::size_t i = 0; i < x.size(); ++i) {
      row.push_back(by_net * x[i]);
      layer.weights[unit][i] -= net.rate * row.back();
    }
    gradients.biases[layer.biases.size() == 1 ? 0 : unit] += by_net;
  }
  if (!train_biases) return;
  for (std::size_t i = 0; i < layer.biases.size(); ++i) layer.biases[i] -= net.rate * gradients.biases[i];
}

double difference(double a, double b) { return std::abs(a - b) / std::max(1.0, std::abs(a)); }

double difference(const Rows& a, const Rows& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t k = 0; k < a[i].size(); ++k) most = std::max(most, difference(a[i][k], b[i][k]));
  return most;
}

}  // namespace

double error_of(const HandNet& net) {
  HandStep step;
  run_forward(net, step);
  return step.error;
}

HandStep step_by_hand(const HandNet& net, const HandOptions& options) {
  HandStep step;
  run_forward(net, step);
  step.after = net;
  step.error_by_out.resize(net.layers.size());
  step.out_by_net.resize(net.layers.size());
  step.gradients.resize(net.layers.size());
  for (std::size_t l = net.layers.size(); l-- > 0;) {
    for (double out : step.outs[l]) step.out_by_net[l].push_back(out * (1 - out));
    step.error_by_out[l] = errors_by_out(net, step, l, options.new_weights);
    update(step, net, l, options.train_biases);
  }
  return step;
}

struct GraphNet::State {
  HandNet net;
  Graph graph;
  ParameterStore store;
  std::unique_ptr<Plan> plan;

  explicit State(const HandNet& from, bool train_biases) : net(from) {
    Value x = constant(net.inputs);
    std::vector<Value> all, trained;
    for (std::size_t l = 0; l < net.layers.size(); ++l) {
      const HandLayer& layer = net.layers[l];
      auto units = std::int64_t(layer.weights.size()), inputs = std::int64_t(layer.weights.front().size());
      std::vector<double> weights;
      for (const std::vector<double>& row : layer.weights)
        weights.insert(weights.end(), row.begin(), row.end());
      Value weight = parameter(path(l, "weight"), {units, inputs}, weights);
      Value bias = parameter(path(l, "bias"), {1, std::int64_t(layer.biases.size())}, layer.biases);
      Value net_input = linear(x, weight) + broadcast_to(bias, {1, units});
      x = sigmoid(net_input);
      graph.fetch(path(l, "net"), net_input);
      graph.fetch(path(l, "out"), x);
      all.insert(all.end(), {weight, bias});
      trained.push_back(weight);
      if (train_biases) trained.push_back(bias);
    }
    Value off = constant(net.targets) - x;
    Value error = reduce_sum(off * off / 2.0);
    graph.fetch("error", error);
    std::vector<Value> gradients = differentiate(error, all), used;
    for (std::size_t i = 0; i < all.size(); ++i) {
      graph.fetch("gradient " + all[i].name(), gradients[i]);
      if (std::find(trained.begin(), trained.end(), all[i]) != trained.end()) used.push_back(gradients[i]);
    }
    optim::Sgd({.lr = net.rate}).update(trained, used);
    plan = std::make_unique<Plan>(graph, store);
  }

  static std::string path(std::size_t layer, const char* what) {
    return std::to_string(layer + 1) + "." + what;
  }

  Value constant(const std::vector<double>& numbers) {
    return graph.constant(Tensor::from<double>({1, std::int64_t(numbers.size())}, numbers));
  }

  Value parameter(const std::string& name, Shape shape, const std::vector<double>& numbers) {
    auto initialize = [numbers](Tensor& tensor, const RandomStream&) {
      std::copy(numbers.begin(), numbers.end(), tensor.data<double>().begin());
    };
    return graph.parameter(
        {.path = name, .type = {DType::f64, std::move(shape)}, .trainable = true, .initialize = initialize});
  }
};

GraphNet::GraphNet(const HandNet& net, bool train_biases)
    : state_(std::make_unique<State>(net, train_biases)) {}

GraphNet::~GraphNet() = default;

GraphNet::Step GraphNet::step() {
  State& s = *state_;
  const Fetches& got = s.plan->run({});
  auto row = [&](const std::string& name) {
    auto numbers = got[name].data<double>();
    return std::vector<double>(numbers.begin(), numbers.end());
  };
  Step step{.error = got.number("error"), .after = s.net};
  for (std::size_t l = 0; l < s.net.layers.size(); ++l) {
    HandLayer& layer = step.after.layers[l];
    step.nets.push_back(row(State::path(l, "net")));
    step.outs.push_back(row(State::path(l, "out")));
    HandGradients& gradients = step.gradients.emplace_back();
    gradients.biases = row("gradient " + State::path(l, "bias"));
    std::vector<double> flat = row("gradient " + State::path(l, "weight"));
    auto weight = s.store.find(State::path(l, "weight"))->value.data<double>();
    auto bias = s.store.find(State::path(l, "bias"))->value.data<double>();
    std::size_t width = layer.weights.front().size();
    for (std::size_t unit = 0; unit < layer.weights.size(); ++unit) {
      gradients.weights.emplace_back(flat.begin() + std::ptrdiff_t(unit * width),
                                     flat.begin() + std::ptrdiff_t((unit + 1) * width));
      std::copy_n(weight.begin() + std::ptrdiff_t(unit * width), width, layer.weights[unit].begin());
    }
    layer.biases.assign(bias.begin(), bias.end());
  }
  s.net = step.after;
  return step;
}

double largest_difference(const HandStep& hand, const GraphNet::Step& graph) {
  double most = std::max({difference(hand.nets, graph.nets), difference(hand.outs, graph.outs),
                          difference(hand.error, graph.error)});
  for (std::size_t l = 0; l < hand.gradients.size(); ++l) {
    const HandLayer &by_hand = hand.after.layers[l], &by_graph = graph.after.layers[l];
    most = std::max({most, difference(hand.gradients[l].weights, graph.gradients[l].weights),
                     difference(Rows{hand.gradients[l].biases}, Rows{graph.gradients[l].biases}),
                     difference(by_hand.weights, by_graph.weights),
                     difference(Rows{by_hand.biases}, Rows{by_graph.biases})});
  }
  return most;
}

}  // namespace percept::lab
