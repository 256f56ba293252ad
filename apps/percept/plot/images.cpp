// percept plot SPEC --what images: the first pictures of a data set, each with its class.
#include <algorithm>
#include <cmath>

#include "../words.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/image.hpp"
#include "picture.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kShown = 40, kMost = 400;

}  // namespace

Drawn draw_images(const Call&, const PlotWords& words) {
  const std::string& spec = only_input(words);
  std::int64_t count = words.count.empty() ? kShown : number_of("--count", words.count, 1);
  if (count > kMost)
    throw CallError(Problem("percept.plot.many_images", {{"count", count}, {"most", kMost}}));
  data::DatasetPtr dataset = data::take(data::open(spec).value(), count);
  const data::Field& image = dataset->fields().front();
  if (image.shape.rank() != 3 || (image.shape[0] != 1 && image.shape[0] != 3))
    throw Error(Problem("percept.data.show.no_images", {{"field", image.name + " " + to_string(image.shape)}})
                    .about(spec)
                    .with_hint("percept.plot.no_images.hint"));
  Drawn drawn;
  std::vector<std::int64_t> labels = dataset->labels();
  std::vector<Tensor> example = data::allocate_batch(*dataset, 1);
  for (std::int64_t i = 0; i < dataset->size(); ++i) {
    dataset->read({&i, 1}, example);
    std::string label =
        labels.empty() ? std::to_string(i) : dataset->classes()[std::size_t(labels[std::size_t(i)])];
    drawn.figure.panels.push_back(
        picture_panel(io::read_planes(example.front().data<float>(), image.shape), label));
  }
  auto shown = std::int64_t(drawn.figure.panels.size());
  drawn.figure.columns =
      int(std::min<std::int64_t>(shown, std::max<std::int64_t>(8, std::int64_t(std::sqrt(double(shown))))));
  std::int64_t rows = (shown + drawn.figure.columns - 1) / drawn.figure.columns;
  drawn.figure.title = spec;
  drawn.figure.width = int(std::max<std::int64_t>(240, 76 * drawn.figure.columns));
  drawn.figure.height = int(60 + 92 * rows);
  drawn.facts = {{"examples", shown}};
  return drawn;
}

}  // namespace percept::cli
