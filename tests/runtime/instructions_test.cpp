// Speed that a test can hold: the instructions of three small cases on one thread with AVX2, counted by
// valgrind's callgrind, which counts the same on every machine. More than 5 % above what is recorded fails;
// who makes a case cheaper records it anew. What takes time beside instructions (memory, threads) is for
// `percept bench`.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "io/temporary_folder.hpp"
#include "percept/kernels/isa.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

// By this name callgrind knows what to count.
extern "C" __attribute__((noinline)) void percept_counted(const std::function<void()>& run) { run(); }

namespace percept::proof {
namespace {

// The bounds are for one compiler and the kernels of a whole build.
bool is_ordinary_build() {
#if defined(__clang__) || defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__) || !defined(NDEBUG)
  return false;
#else
  auto candidates = candidates_for("matmul");
  return std::any_of(candidates.begin(), candidates.end(),
                     [](const KernelCandidate& candidate) { return candidate.name == "onednn:matmul"; });
#endif
}

Feeds tiny_batch() {
  return {{"input", Tensor::full(DType::f32, {10, 2}, 0.5)},
          {"target", Tensor::full(DType::f32, {10, 1}, 1)}};
}

struct Counted {
  const char* name;
  double recorded;  // instructions
  std::function<void()> run;
};

void PrintTo(const Counted& counted, std::ostream* out) { *out << counted.name; }

// Runs are counted from the third on: then all is planned and prepared.
void count(Program& program, const Feeds& feeds, int runs) {
  for (int i = 0; i < 2; ++i) program.run(feeds);
  percept_counted([&] {
    for (int i = 0; i < runs; ++i) program.run(feeds);
  });
}

// The playground's net: 100 steps.
void tiny_steps() {
  nn::Sequential net(nn::Linear{{.in = 2, .out = 4}}, nn::Tanh{}, nn::Linear{{.in = 4, .out = 2}}, nn::Tanh{},
                     nn::Linear{{.in = 2, .out = 1}}, nn::Tanh{});
  ParameterStore store;
  Program program(store, [&](Graph& graph) {
    Value loss = nn::mean_squared_error(net(graph.feed("input")), graph.feed("target"));
    optim::Sgd({.lr = 0.01}).minimize(loss);
  });
  count(program, tiny_batch(), 100);
}

void lenet_step() {
  ParameterStore store;
  Program program(store, training(lenet()));
  count(program, formula_batch(8, 0), 1);
}

void lenet_image() {
  ParameterStore store;
  Program program = Program::inference(store, prediction(lenet()));
  count(program, {{"image", *formula_batch(1, 0).find("image")}}, 1);
}

const std::vector<Counted> kCases = {{"tiny_steps", 628624, tiny_steps},
                                     {"lenet_step", 6966870, lenet_step},
                                     {"lenet_image", 252466, lenet_image}};

class Instructions : public testing::TestWithParam<Counted> {};

// Of callgrind's file: "summary: NUMBER".
double total_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("summary: ")) return std::stod(line.substr(9));
  return 0;
}

TEST_P(Instructions, AreNoMoreThanRecorded) {
  const Counted& counted = GetParam();
  if (std::getenv("PERCEPT_COUNTED_RUN")) return counted.run();
  if (!is_ordinary_build()) GTEST_SKIP() << "another compiler, other kernels or a sanitizer";
  if (isa_name() == "baseline") GTEST_SKIP() << "this processor has no AVX2";
  if (std::system("valgrind --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "valgrind is not installed";
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "callgrind.out";
  std::string self = std::filesystem::read_symlink("/proc/self/exe");
  std::string command =
      "PERCEPT_COUNTED_RUN=1 PERCEPT_ISA=avx2 OMP_NUM_THREADS=1 valgrind --tool=callgrind "
      "--collect-atstart=no "
      "--toggle-collect=percept_counted --callgrind-out-file='" +
      file.string() + "' '" + self + "' --gtest_filter='*Instructions.*/" + counted.name + "' >'" +
      (folder.path() / "log").string() + "' 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  double found = total_of(file);
  std::printf("  %.0f instructions, %+.2f %%\n", found, 100 * (found / counted.recorded - 1));
  EXPECT_GT(found, 0);
  EXPECT_LE(found, 1.05 * counted.recorded) << "see where they go: callgrind_annotate";
  EXPECT_GE(found, 0.7 * counted.recorded) << "cheaper: record it";
}

INSTANTIATE_TEST_SUITE_P(Cases, Instructions, testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace percept::proof
