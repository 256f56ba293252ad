// percept plot RUN --what confusion: how many examples of each class were taken for which.
#include <algorithm>
#include <cmath>

#include "../words.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/network.hpp"
#include "picture.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kMostClasses = 100, kWritten = 30;

recipe::EvaluationResult evaluated(recipe::Model& model, const PlotWords& words) {
  if (!words.data.empty()) return recipe::evaluate(model, words.data);
  train::DataSets sets = recipe::open_data(model.recipe);
  if (!sets.test)
    throw Error(
        Problem("percept.plot.no_test").about(model.card.name).with_hint("percept.plot.no_test.hint"));
  const recipe::DataFields& data = model.recipe.data;
  return recipe::evaluate(model, sets.test, data.test.empty() ? data.source : data.test);
}

// What is right in blue, what is wrong in orange, by the share of the true class.
plot::Cells cells_of(const metrics::ConfusionMatrix& confusion) {
  plot::Cells cells{.rows = confusion.classes(), .columns = confusion.classes()};
  for (std::int64_t t = 0; t < cells.rows; ++t)
    for (std::int64_t p = 0; p < cells.columns; ++p) {
      std::int64_t count = confusion.at(t, p), all = std::max<std::int64_t>(confusion.examples(t), 1);
      double share = double(count) / double(all);
      // Few mistakes are what one looks for: their share grows with its root.
      double value = t == p ? share : -std::sqrt(share);
      cells.colours.push_back(plot::value_colour(value));
      bool written = confusion.classes() <= kWritten && (count > 0 || t == p);
      cells.texts.push_back(written ? grouped(count) : "");
    }
  return cells;
}

}  // namespace

Drawn draw_confusion(const Call& call, const PlotWords& words) {
  recipe::Model model = open_model(call, only_input(words));
  auto classes = std::int64_t(model.card.classes.size());
  if (classes < 2)
    throw Error(
        Problem("percept.plot.no_classes").about(model.card.name).with_hint("percept.plot.no_classes.hint"));
  if (classes > kMostClasses)
    throw Error(Problem("percept.plot.many_classes", {{"classes", classes}, {"most", kMostClasses}})
                    .about(model.card.name));
  recipe::EvaluationResult result = evaluated(model, words);
  const metrics::ConfusionMatrix& confusion = result.evaluation.confusion;
  Drawn drawn;
  plot::Panel panel{.equal = true};
  panel.x.label = text("percept.plot.predicted");
  panel.y.label = text("percept.plot.truth");
  panel.y.reversed = true;
  for (std::int64_t c = 0; c < classes; ++c) {
    panel.x.names.emplace_back(double(c) + 0.5, result.classes[std::size_t(c)]);
    panel.y.names.emplace_back(double(c) + 0.5, result.classes[std::size_t(c)]);
  }
  panel.layers.emplace_back(cells_of(confusion));
  drawn.figure.title = text("percept.plot.confusion_title", {{"name", model.card.name},
                                                             {"data", result.data},
                                                             {"right", grouped(confusion.right())},
                                                             {"count", grouped(confusion.count())}});
  int side = int(std::clamp<std::int64_t>(200 + 44 * classes, 380, 1600));
  drawn.figure.width = side + 60;
  drawn.figure.height = side;
  drawn.figure.panels.push_back(std::move(panel));
  drawn.facts = {{"data", result.data},
                 {"count", confusion.count()},
                 {"right", confusion.right()},
                 {"accuracy", result.evaluation.accuracy}};
  return drawn;
}

}  // namespace percept::cli
