// What `percept plot --what NAME` draws: one file a NAME gathers the numbers, floor `plot` draws them.
#pragma once

#include "../call.hpp"
#include "percept/data/dataset.hpp"
#include "percept/plot/figure.hpp"

namespace percept::cli {

/// As written.
struct PlotWords {
  std::vector<std::string> inputs;
  std::string what, out, width, height, zoom, title, data, figure, smooth, layer, count, range;
  bool log = false;
};

/// A picture and what --json tells beside its file.
struct Drawn {
  plot::Figure figure;
  Json facts = Json::object();
};

Drawn draw_activation(const Call& call, const PlotWords& words);
Drawn draw_boundary(const Call& call, const PlotWords& words);
Drawn draw_confusion(const Call& call, const PlotWords& words);
Drawn draw_curves(const Call& call, const PlotWords& words);
Drawn draw_filters(const Call& call, const PlotWords& words);
Drawn draw_fit(const Call& call, const PlotWords& words);
Drawn draw_images(const Call& call, const PlotWords& words);

/// The words between commas, without spaces around them.
std::vector<std::string> between_commas(const std::string& list);
/// The one RUN, SPEC or list that the call names; throws CallError where it names none or several.
const std::string& only_input(const PlotWords& words);

/// Examples of a data set of numbers, with their labels or targets.
struct Samples {
  std::vector<double> inputs;   // row after row
  std::vector<double> targets;  // one a row
};
/// At most so many, the first ones.
Samples samples_of(const data::Dataset& dataset, std::int64_t most);
/// What a run learns from or, where --data is given, that SPEC.
data::DatasetPtr training_data(const recipe::Model& model, const PlotWords& words);

/// The picture of an example of images, u8 [H, W, C], over its own number of units.
plot::Panel picture_panel(Tensor pixels, std::string title);

}  // namespace percept::cli
