#include "percept/lab/convolution_times.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "percept/base/random.hpp"
#include "percept/base/threads.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/linear_algebra.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kBudget = 200'000;  // microseconds for one algorithm
constexpr std::size_t kMostRuns = 50;
constexpr const char* kPath = "layer";

// How an algorithm is asked for: by what a plan may take.
struct Algorithm {
  const char* name;
  PlanOptions plan;
};
std::vector<Algorithm> algorithms() {
  return {{"loops", {.backend = Backend::reference, .precision = Precision::exact}},
          {"im2col", {.precision = Precision::exact}},
          {"direct", {.precision = Precision::exact}},
          {"winograd", {.precision = Precision::single}}};
}

Value trace(Graph& graph, const Tensor& weight, const Conv2dOptions& options, bool as_product) {
  Value w = graph.parameter({.path = kPath,
                             .type = {DType::f32, weight.shape()},
                             .initialize = [&](Tensor& tensor, const RandomStream&) {
                               std::ranges::copy(weight.data<float>(), tensor.data<float>().begin());
                             }});
  Value x = graph.feed("input");
  if (!as_product) return conv2d(x, w, {}, options);
  const Shape& s = weight.shape();
  Shape y = conv2d_shape(x.shape(), s, options);
  std::int64_t taps = s[1] * s[2] * s[3], places = y[2] * y[3];
  Value patches = im2col(x, {s[2], s[3]}, options);
  // Of one picture two plain matrices, for which there are faster kernels than for a stack of them.
  Value product = y[0] == 1 ? matmul(reshape(w, {s[0], taps}), reshape(patches, {taps, places}))
                            : matmul(reshape(w, {1, s[0], taps}), patches);
  return reshape(product, y);
}

// The step that computes the sums: what else there is only arranges numbers.
const PlanStep* main_step(const std::vector<PlanStep>& steps) {
  for (const PlanStep& step : steps)
    if (step.op.find("conv2d") != step.op.npos || step.op == "matmul") return &step;
  return nullptr;
}

void measure(AlgorithmTime& row, Program& program, const Feeds& feeds) {
  std::vector<double> times;
  double spent = 0;
  auto run = [&] {
    Clock::time_point begin = Clock::now();
    program.run(feeds);
    double time = std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
    spent += time;
    return time;
  };
  double first = run();  // memory is touched for the first time: it counts where it alone takes the time
  if (spent >= kBudget) times.push_back(first);
  while (spent < kBudget && times.size() < kMostRuns) times.push_back(run());
  std::sort(times.begin(), times.end());
  row.runs = std::int64_t(times.size());
  row.microseconds = times[times.size() / 2];
  row.least = times.front();
  row.most = times.back();
}

// F(4x4, 3x3): 36 products for each tile of 4 x 4 of the output, instead of 144.
double winograd_products(const Shape& output, std::int64_t channels) {
  auto tiles = [](std::int64_t side) { return double((side + 3) / 4); };
  return 36 * double(output[0] * output[1] * channels) * tiles(output[2]) * tiles(output[3]);
}

double difference(const Tensor& output, const Tensor& truth) {
  auto a = output.data<float>(), b = truth.data<float>();
  double most = 0, largest = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    most = std::max(most, std::abs(double(a[i]) - double(b[i])));
    largest = std::max(largest, std::abs(double(b[i])));
  }
  return largest > 0 ? most / largest : most;
}

}  // namespace

ConvolutionTimes time_convolution(const Tensor& input, const Tensor& weight, const Conv2dOptions& options) {
  Shape output = conv2d_shape(input.shape(), weight.shape(), options);
  const Shape& w = weight.shape();
  double products = double(output.elements()) * double(w[1] * w[2] * w[3]);
  ConvolutionTimes out{.threads = thread_count()};
  auto sides = [](const Shape& shape) { return std::vector<std::int64_t>(shape.begin(), shape.end()); };
  out.input = sides(input.shape()), out.weight = sides(w), out.output = sides(output);
  Feeds feeds = {{"input", input}};
  std::optional<Tensor> truth;
  for (const Algorithm& algorithm : algorithms()) {
    bool as_product = algorithm.name == std::string("im2col");
    ParameterStore store;
    Program program(store,
                    [&](Graph& graph) { graph.fetch("output", trace(graph, weight, options, as_product)); },
                    {.mode = Mode::infer, .plan = algorithm.plan});
    AlgorithmTime row{.algorithm = algorithm.name, .multiplications = products};
    std::vector<PlanStep> steps = program.plan(feeds).steps();
    const PlanStep* step = main_step(steps);
    if (step) row.kernel = step->kernel;
    bool winograd = row.kernel.find("winograd") != row.kernel.npos;
    if (algorithm.name == std::string("winograd")) {  // what a plan takes unless it is told to be exact
      for (AlgorithmTime& other : out.rows)
        other.chosen = !winograd && other.algorithm == "direct" && other.kernel == row.kernel;
      row.chosen = winograd;
      if (winograd) row.multiplications = winograd_products(output, w[1]);
      if (!winograd && step)
        for (const PlanStep::Refusal& refusal : step->refused)
          if (refusal.kernel.find("winograd") != refusal.kernel.npos) row.refused = refusal.why;
      if (!winograd && !row.refused) row.refused = Message("lab.times.not_asked");
    }
    if (!row.refused) {
      measure(row, program, feeds);
      row.rate = 2 * products / row.microseconds / 1000;
      const Tensor& made = program.run(feeds)["output"];
      if (!truth) truth = made.clone();
      row.difference = difference(made, *truth);
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

ConvolutionTimes time_typical_layer() {
  constexpr std::int64_t kChannels = 64, kSide = 56, kTaps = 3;
  auto drawn = [](const Shape& shape, const char* name) {
    Tensor tensor(DType::f32, shape);
    RandomStream draws(1, name);
    for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, double(draws.normal(std::uint64_t(i))));
    return tensor;
  };
  return time_convolution(drawn({1, kChannels, kSide, kSide}, "lab.times.input"),
                          drawn({kChannels, kChannels, kTaps, kTaps}, "lab.times.weight"), {.padding = 1});
}

}  // namespace percept::lab
