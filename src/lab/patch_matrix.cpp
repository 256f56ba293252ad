#include "percept/lab/patch_matrix.hpp"

#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {

Tensor im2col_of(const FilterStage& stage, const Tensor& planes, std::int64_t channel) {
  const auto* convolution = std::get_if<Convolution>(&stage);
  if (!convolution || convolution->transposed)
    throw Error(Problem("lab.filter.no_patches").with_hint("lab.filter.no_patches.hint"));
  const Shape& s = planes.shape();
  if (channel < 0 || channel >= s[0])
    throw Error(Problem("lab.filter.channel", {{"channel", channel}, {"channels", s[0]}}));
  output_size(stage, {s[1], s[2]});
  ParameterStore store;
  Program program(
      store,
      [&](Graph& graph) {
        Value picture = slice(graph.feed("picture"), {.axis = 0, .begin = channel, .end = channel + 1});
        Value patches = im2col(with_border(picture, *convolution),
                               {convolution->kernel.rows, convolution->kernel.columns},
                               {.stride = convolution->stride, .dilation = convolution->dilation});
        graph.fetch("patches", transpose(patches, {0, 2, 1}));
      },
      {.mode = Mode::infer});
  const Tensor& patches = program.run({{"picture", planes.reshape({s[0], 1, s[1], s[2]})}})["patches"];
  return patches.reshape({patches.shape()[1], patches.shape()[2]}).clone();
}

}  // namespace percept::lab
