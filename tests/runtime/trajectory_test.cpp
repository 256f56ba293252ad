// Ten training steps from weights and batches given by a formula, against the losses of PyTorch
// (tests/golden/trajectories.json, written by tools/goldens/trajectories.py).
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

constexpr double kBound = 1e-5;

nlohmann::json golden() {
  return nlohmann::json::parse(
      std::ifstream(std::string(PERCEPT_SOURCE_DIR) + "/tests/golden/trajectories.json"));
}

// What 1 / sqrt(its row) bounds the parameter: the layer's weight, or a recurrent layer's weight_hh.
std::string bounding(const std::string& path) {
  std::size_t leaf = path.rfind('.') + 1, layer = path.find("_l", leaf);
  return path.substr(0, leaf) + (layer == path.npos ? "weight" : "weight_hh" + path.substr(layer));
}

void fill_by_formula(ParameterStore& store) {
  for (const auto& [path, entry] : store.entries()) {
    if (path.starts_with(optim::kStatePrefix)) continue;
    const Tensor& weight = store.find(bounding(path))->value;
    double bound = 1 / std::sqrt(double(weight.shape().elements(1, weight.shape().rank())));
    Tensor values(DType::f32, entry.value.shape());
    for (std::int64_t i = 0; i < values.size(); ++i)
      values.set(i, bound * (2 * formula_uniform(path, std::uint32_t(i)) - 1));
    store.set(path, values);
  }
}

void expect_trajectory(nn::Sequential network, const std::string& name, std::int64_t batch, Backend backend) {
  ParameterStore store;
  Program program(store, training(network), {.plan = {.backend = backend}});
  program.plan(formula_batch(batch, 0));
  fill_by_formula(store);
  std::vector<double> losses = golden()[name];
  for (int step = 0; step < int(losses.size()); ++step)
    EXPECT_NEAR(program.run(formula_batch(batch, step)).number("loss"), losses[std::size_t(step)], kBound)
        << name << ", step " << step;
}

TEST(Trajectory, WasMadeByPyTorch) {
  EXPECT_TRUE(golden()["torch"].get<std::string>().starts_with("1.13"));
  EXPECT_EQ(golden()["mlp, batch 32"].size(), 10u);
  EXPECT_EQ(golden()["lr"], 0.1);
}

TEST(Trajectory, MlpOnReferenceKernels) { expect_trajectory(mlp(), "mlp, batch 32", 32, Backend::reference); }
TEST(Trajectory, MlpOnTheBestKernels) { expect_trajectory(mlp(), "mlp, batch 32", 32, Backend::best); }
TEST(Trajectory, LeNetOnReferenceKernels) {
  expect_trajectory(lenet(), "lenet, batch 4", 4, Backend::reference);
}
TEST(Trajectory, LeNetOnTheBestKernels) {
  expect_trajectory(lenet(), "lenet, batch 4", 4, Backend::best);
  expect_trajectory(lenet(), "lenet, batch 64", 64, Backend::best);
}

TEST(Trajectory, LstmOnReferenceKernels) {
  expect_trajectory(row_lstm(), "lstm over rows, batch 16", 16, Backend::reference);
}
TEST(Trajectory, LstmOnTheBestKernels) {
  expect_trajectory(row_lstm(), "lstm over rows, batch 16", 16, Backend::best);
}

}  // namespace
}  // namespace percept::proof
