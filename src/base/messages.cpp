#include "messages.hpp"

#include <algorithm>
#include <vector>

namespace percept {
namespace {

// One file a folder, so that who adds an error adds its two lines beside those of its neighbours.
constexpr CatalogueLine kLines[] = {
#include "messages/autograd.inc"
#include "messages/base.inc"
#include "messages/classic.inc"
#include "messages/data.inc"
#include "messages/graph.inc"
#include "messages/io.inc"
#include "messages/kernels.inc"
#include "messages/lab.inc"
#include "messages/metrics.inc"
#include "messages/nn.inc"
#include "messages/onnx.inc"
#include "messages/ops.inc"
#include "messages/percept.inc"
#include "messages/plot.inc"
#include "messages/recipe.inc"
#include "messages/runtime.inc"
#include "messages/studio.inc"
#include "messages/tensor.inc"
#include "messages/train.inc"
};

}  // namespace

std::span<const CatalogueLine> catalogue() { return kLines; }

const CatalogueLine* find_message(std::string_view id) {
  static const std::vector<const CatalogueLine*> sorted = [] {
    std::vector<const CatalogueLine*> lines;
    for (const CatalogueLine& line : kLines) lines.push_back(&line);
    std::sort(lines.begin(), lines.end(),
              [](auto* a, auto* b) { return std::string_view(a->id) < std::string_view(b->id); });
    return lines;
  }();
  auto found = std::lower_bound(sorted.begin(), sorted.end(), id, [](auto* line, std::string_view key) {
    return std::string_view(line->id) < key;
  });
  return found != sorted.end() && std::string_view((*found)->id) == id ? *found : nullptr;
}

}  // namespace percept
