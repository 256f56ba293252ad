#include "segments.hpp"

#include <cmath>

#include "percept/recipe/evaluation.hpp"
#include "percept/recipe/segments.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::size_t kMostTold = 40;

bool learnt_square(const recipe::Recipe& recipe) {
  const std::string& source = recipe.data.source;
  return source == "square" || source == "square:train";
}

}  // namespace

Json tell_segments(const Call& call, recipe::Model& model) {
  std::optional<recipe::Segments> segments = recipe::segments_of(model);
  if (!segments) return {};
  Json object = {{"units", segments->units}, {"x", segments->x}, {"y", segments->y}};
  std::size_t ends = segments->x.size();
  call.say(text("percept.segments.ends", {{"segments", ends - 1}}));
  for (std::size_t i = 0; i < std::min(ends, kMostTold); ++i)
    call.say("  x = " + right(fixed(segments->x[i], 4), 8) + "   y = " + right(fixed(segments->y[i], 4), 8));
  if (ends > kMostTold) call.say("  ...");
  if (!learnt_square(model.recipe)) return object;
  double error = recipe::evaluate(model, "square:test").evaluation.loss;
  double floor = recipe::square_floor(segments->units);
  object["floor"] = floor;
  object["error"] = error;
  call.say(text("percept.segments.floor", {{"units", segments->units},
                                           {"segments", segments->units + 1},
                                           {"floor", scientific(floor, 4)},
                                           {"ratio", fixed(error / floor, 2)}}));
  return object;
}

}  // namespace percept::cli
