#include "percept/recipe/planning.hpp"

#include "percept/recipe/onnx_model.hpp"

namespace percept::recipe {
namespace {

constexpr int kRuns = 10;

Planned timed(Program program, const Feeds& feeds) {
  Plan& plan = program.plan(feeds);
  for (int run = 0; run < kRuns; ++run) plan.run(feeds);
  return {plan.steps(), plan.arena_bytes()};
}

ProgramOptions options(Precision precision) {
  return {.mode = Mode::infer, .plan = {.profile = true, .precision = precision}};
}

}  // namespace

Planned plan_net(const train::Net& net, ParameterStore& store, const Shape& input, std::int64_t batch,
                 Precision precision) {
  std::vector<std::int64_t> dims = {batch};
  dims.insert(dims.end(), input.begin(), input.end());
  Program program(
      store, [&](Graph& graph) { graph.fetch("output", net(graph.feed("input"))); }, options(precision));
  return timed(std::move(program), {{"input", Tensor::zeros(DType::f32, Shape(std::move(dims)))}});
}

Planned plan_onnx(const onnx::Model& model, const std::map<std::string, Shape>& sizes, Precision precision) {
  if (std::optional<Problem> problem = model.unsupported()) throw Error(*problem);
  ParameterStore store;
  Program program(
      store, [&](Graph& graph) { model.trace(graph); }, options(precision));
  return timed(std::move(program), trace_example(model, sizes).feeds);
}

}  // namespace percept::recipe
