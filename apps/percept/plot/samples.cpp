#include <algorithm>

#include "percept/data/spec.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/network.hpp"
#include "percept/train/evaluation.hpp"
#include "picture.hpp"

namespace percept::cli {

Samples samples_of(const data::Dataset& dataset, std::int64_t most) {
  train::Roles roles = train::roles_of(dataset);
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < std::min(most, dataset.size()); ++i) indices.push_back(i);
  std::vector<Tensor> fields = data::allocate_batch(dataset, std::int64_t(indices.size()));
  dataset.read(indices, fields);
  Samples samples;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const std::string& name = dataset.fields()[f].name;
    if (name != roles.input && name != roles.target) continue;
    std::vector<double>& to = name == roles.input ? samples.inputs : samples.targets;
    for (std::int64_t i = 0; i < fields[f].size(); ++i) to.push_back(fields[f].at(i));
  }
  return samples;
}

data::DatasetPtr training_data(const recipe::Model& model, const PlotWords& words) {
  if (!words.data.empty()) return recipe::open_fitting(model, words.data, true);
  return recipe::open_data(model.recipe).train;
}

plot::Panel picture_panel(Tensor pixels, std::string title) {
  plot::Panel panel{.title = std::move(title), .equal = true, .axes = false};
  double height = double(pixels.shape()[0]), width = double(pixels.shape()[1]);
  panel.layers.push_back(plot::Picture{.pixels = std::move(pixels), .right = width, .top = height});
  return panel;
}

}  // namespace percept::cli
