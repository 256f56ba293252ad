// Draws into a convolution what comes right after it and is read nowhere else: the factors and terms of a
// norm with known statistics, which become part of its weight and bias; the sum with a residual; a relu; and
// a pooling of 2 x 2 whose places nobody asks for. So the image is written once.
#include <map>
#include <set>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/fused_conv2d.hpp"
#include "percept/ops/normalization.hpp"
#include "percept/ops/pooling.hpp"
#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

class ConvolutionFusion {
 public:
  explicit ConvolutionFusion(const Graph& graph) : graph_(graph), rewriter_(graph) {}

  std::unique_ptr<Graph> run() {
    find_readers();
    find_fixed();
    for (const Node& node : graph_.nodes())
      if (node.op->name == "conv2d") follow(node);
    for (const Node& node : graph_.nodes())
      if (auto chain = chains_.find(node.id); chain != chains_.end())
        emit(node, chain->second);
      else if (!drawn_in_.contains(node.id))
        rewriter_.copy(node);
    return rewriter_.finish();
  }

 private:
  // A convolution and what follows it.
  struct Chain {
    const Node* convolution;
    Value scale, shift, residual;
    bool relu = false, pool = false;
  };

  void find_readers() {
    for (const Node& node : graph_.nodes())
      for (Value input : node.inputs)
        if (input) readers_[input].push_back(&node);
    for (const auto& [name, value] : graph_.fetches()) readers_[value].push_back(nullptr);
    for (const auto& [parameter, value] : graph_.assigns()) readers_[value].push_back(nullptr);
  }

  // What depends on nothing but constants and parameters that stay as they are.
  void find_fixed() {
    for (const Node& node : graph_.nodes()) {
      bool fixed = !node.inputs.empty() || node.op == &constant_op() ||
                   (node.op == &parameter_op() && !graph_.is_assigned(rewriter_.source(node.id)));
      for (Value input : node.inputs) fixed = fixed && (!input || fixed_.contains(input.node_id()));
      if (fixed) fixed_.insert(node.id);
    }
  }
  bool is_fixed(Value value) const { return fixed_.contains(value.node_id()); }

  const Node* only_reader(Value value) const {
    auto found = readers_.find(value);
    return found != readers_.end() && found->second.size() == 1 ? found->second.front() : nullptr;
  }

  // Whether a norm's numbers may become part of the weight.
  bool takes(const Chain& chain, const Node& norm, Value image) const {
    return norm.op->name == "scale_channels" && norm.inputs[0] == image && is_fixed(norm.inputs[1]) &&
           is_fixed(norm.inputs[2]) && is_fixed(chain.convolution->inputs[1]);
  }

  // Kernels that pool at once are for few channels, which they compute image by image; see native/conv2d.cpp.
  static bool has_few_channels(const Node& convolution) {
    const Shape& w = convolution.inputs[1].shape();
    auto o = convolution.attributes.as<Conv2dOptions>();
    return std::min(w[0], w[1]) < 16 && !(w[1] <= 3 && w[0] % 16 == 0) && o.stride == Extent2d(1) &&
           o.dilation == Extent2d(1) && o.groups == 1;
  }

  bool is_pool_of_two(const Node& node) const {
    if (node.op->name != "max_pool2d" || readers_.contains(rewriter_.source(node.id, 1))) return false;
    auto o = node.attributes.as<Pool2dOptions>();
    return o.kernel == Extent2d(2) && (o.stride == Extent2d(2) || o.stride == Extent2d(0)) &&
           o.padding == Padding2d(0);
  }

  void follow(const Node& convolution) {
    Chain chain{.convolution = &convolution};
    const Node* last = &convolution;
    while (const Node* next = only_reader(rewriter_.source(last->id))) {
      Value image = rewriter_.source(last->id);
      if (drawn_in_.contains(next->id) || chains_.contains(next->id) || chain.pool) break;
      if (last == &convolution && takes(chain, *next, image)) {
        chain.scale = next->inputs[1];
        chain.shift = next->inputs[2];
        if (next->inputs.size() > 3) chain.residual = next->inputs[3];
        chain.relu = next->attributes.as<ScaleChannelsOptions>().relu;
      } else if (next->op->name == "add" && !chain.relu && !chain.residual) {
        chain.residual = next->inputs[next->inputs[0] == image ? 1 : 0];
      } else if (next->op->name == "relu" && !chain.relu) {
        chain.relu = true;
      } else if (!chain.residual && has_few_channels(convolution) && is_pool_of_two(*next)) {
        chain.pool = true;
      } else {
        break;
      }
      drawn_in_.insert(last->id);
      last = next;
    }
    if (last != &convolution) chains_[last->id] = chain;
  }

  // At the place of the last node that was drawn in: there everything has been computed.
  void emit(const Node& last, const Chain& chain) {
    const Node& node = *chain.convolution;
    Graph::Origin origin(rewriter_.to(), node.path, node.backward);
    Value weight = rewriter_.at(node.inputs[1]);
    Value bias = node.inputs.size() > 2 ? rewriter_.at(node.inputs[2]) : Value();
    if (chain.scale) {
      Value scale = rewriter_.at(chain.scale), shift = rewriter_.at(chain.shift);
      weight = mul(weight, reshape(scale, {scale.shape()[0], 1, 1, 1}));
      bias = bias ? add(mul(bias, scale), shift) : shift;
    }
    FusedConv2dOptions options{node.attributes.as<Conv2dOptions>(), chain.relu, chain.pool};
    Value made = fused_conv2d(rewriter_.at(node.inputs[0]), weight, bias, rewriter_.at(chain.residual),
                              options, node.at);
    rewriter_.map(rewriter_.source(last.id), made);
  }

  const Graph& graph_;
  Rewriter rewriter_;
  std::map<Value, std::vector<const Node*>> readers_;
  std::set<int> fixed_;          // nodes
  std::set<int> drawn_in_;       // nodes that are gone
  std::map<int, Chain> chains_;  // by the last node of each
};

}  // namespace

std::unique_ptr<Graph> fuse_convolution(const Graph& graph) { return ConvolutionFusion(graph).run(); }

}  // namespace percept
