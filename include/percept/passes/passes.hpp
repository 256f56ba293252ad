// Rewrites of a graph into an equivalent one: each in its own file, each verified before and after by
// `optimise`.
#pragma once

#include <functional>
#include <memory>

#include "percept/graph/graph.hpp"

namespace percept {

/// Computes a node whose inputs are all known; given by who may run kernels.
using Evaluator = std::function<std::vector<Tensor>(const Node& node, const std::vector<Tensor>& inputs)>;

/// Drops what neither a fetch nor an assign needs.
std::unique_ptr<Graph> remove_dead_nodes(const Graph& graph);
/// Replaces small values that depend on constants alone by constants.
std::unique_ptr<Graph> fold_constants(const Graph& graph, const Evaluator& evaluate);
/// Computes once what is computed twice.
std::unique_ptr<Graph> share_common_nodes(const Graph& graph);
/// Replaces elementwise f32 ops that have an expansion by it.
std::unique_ptr<Graph> expand_elementwise(const Graph& graph);
/// Draws a residual sum and a relu into the batch_norm before them, and a relu's gradient into that of
/// batch_norm.
std::unique_ptr<Graph> fuse_batch_norm(const Graph& graph);
/// Draws a norm with known statistics, a residual sum, a relu and a pooling of 2 x 2 into the convolution
/// before them.
std::unique_ptr<Graph> fuse_convolution(const Graph& graph);
/// Where a relu comes before a max_pool2d, moves the mask of its gradient before the unpooling.
std::unique_ptr<Graph> mask_before_unpooling(const Graph& graph);
/// Joins elementwise nodes of one shape, and the scalars broadcast to it, into `fused` nodes.
std::unique_ptr<Graph> fuse_elementwise(const Graph& graph);

/// All of them, in that order.
std::unique_ptr<Graph> optimise(const Graph& graph, const Evaluator& evaluate);

/// Comes after all of them: in a graph of small tensors alone, joins every run of nodes of which `is_small`
/// holds into one `fused` node. Who knows the kernels says what that is.
std::unique_ptr<Graph> join_small_nodes(const Graph& graph, const std::function<bool(const Node&)>& is_small);

}  // namespace percept
