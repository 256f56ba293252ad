// Another number of places along axes: whole factors of images by Resize, all else as what it is, a product
// with the matrix of weights.
#include "percept/ops/resampling.hpp"

#include <algorithm>
#include <numeric>

#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

struct Step {
  int axis;
  std::int64_t from;
};

// The axes of an image that a chain of resamplings enlarges by whole factors, outermost last; x is its start.
std::vector<Step> enlarged(Value value, const ResampleOptions& last, Value& x) {
  std::vector<Step> steps;
  for (x = value; is(x, "resample"); x = input(x, 0)) {
    auto o = x.node().attributes.as<ResampleOptions>();
    int axis = int(o.axis < 0 ? o.axis + x.shape().rank() : o.axis);
    std::int64_t from = input(x, 0).shape()[axis];
    bool whole = x.shape().rank() == 4 && axis >= 2 && from > 0 && o.size % from == 0 && o.mode != "area";
    bool alike = o.mode == last.mode && o.align_corners == last.align_corners;
    bool again = std::any_of(steps.begin(), steps.end(), [&](Step step) { return step.axis == axis; });
    if (!whole || !alike || again) break;
    steps.push_back({axis, from});
  }
  return steps;
}

std::optional<Translation> resize(const Node& node, const Context& c) {
  auto o = node.attributes.as<ResampleOptions>();
  Value x;
  std::vector<Step> steps = enlarged(c.traces.value(node.id, 0), o, x);
  if (steps.empty()) return std::nullopt;
  Tensor scales = Tensor::full(DType::f32, {4}, 1);
  for (Step step : steps) scales.set(step.axis, double(node.outputs[0].shape[step.axis]) / double(step.from));
  std::string places = o.mode == "nearest" ? "asymmetric" : o.align_corners ? "align_corners" : "half_pixel";
  Fields fields = {{"mode", o.mode}, {"coordinate_transformation_mode", places}};
  if (o.mode == "nearest") fields.push_back({"nearest_mode", std::string("floor")});
  if (o.mode == "cubic") fields.push_back({"cubic_coeff_a", -0.75});
  return single({x}, [=](Writer& w, const Names& in) {
    return w.node("Resize", {in[0], "", w.constant(scales)}, fields);
  });
}

std::optional<Translation> resample(const Node& node, const Context& c) {
  auto o = node.attributes.as<ResampleOptions>();
  int rank = node.outputs[0].shape.rank();
  std::int64_t axis = o.axis < 0 ? o.axis + rank : o.axis, from = node.inputs[0].shape()[int(axis)];
  if (!c.traces.sizes(node.inputs[0])[std::size_t(axis)].is_fixed())
    refuse("onnx.export.varying", node, "axis");
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [=](Writer& w, const Names& in) {
    if (o.mode == "nearest") {
      std::vector<std::int64_t> places;
      for (std::int64_t i = 0; i < o.size; ++i) places.push_back(resample_taps(o, from, i).front().from);
      return w.node("Gather", {in[0], w.ints(places)}, {{"axis", axis}});
    }
    Tensor weights = Tensor::zeros(dtype, {from, o.size});
    for (std::int64_t i = 0; i < o.size; ++i)
      for (auto [j, weight] : resample_taps(o, from, i))
        weights.set(j * o.size + i, weights.at(j * o.size + i) + weight);
    std::vector<std::int64_t> to_the_end(static_cast<std::size_t>(rank));
    std::iota(to_the_end.begin(), to_the_end.end(), 0);
    std::swap(to_the_end[std::size_t(axis)], to_the_end.back());
    auto swapped = [&](const std::string& x) {
      return axis == rank - 1 ? x : w.node("Transpose", {x}, {{"perm", to_the_end}});
    };
    return swapped(w.node("MatMul", {swapped(in[0]), w.constant(weights)}));
  });
}

}  // namespace

Table resampling_table() {
  static const Entry table[] = {{"resample", resize}, {"resample", resample}};
  return table;
}

}  // namespace percept::onnx::exporting
