#include "percept/passes/passes.hpp"

namespace percept {

std::unique_ptr<Graph> optimise(const Graph& graph, const Evaluator& evaluate) {
  verify(graph);
  std::unique_ptr<Graph> now = remove_dead_nodes(graph);
  auto then = [&](std::unique_ptr<Graph> next) {
    verify(*next);
    now = std::move(next);
  };
  then(expand_elementwise(*now));
  then(fold_constants(*now, evaluate));
  then(share_common_nodes(*now));
  then(fuse_batch_norm(*now));
  then(fuse_convolution(*now));
  then(mask_before_unpooling(*now));
  then(fuse_elementwise(*now));
  return now;
}

}  // namespace percept
