// Kernels learnt from what they make: that they are found, by the right gradient, and what is said where they
// cannot be.
#include "percept/lab/kernel_learning.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "lab/kernel_descent.hpp"
#include "percept/base/base64.hpp"
#include "percept/base/random.hpp"
#include "percept/base/threads.hpp"
#include "percept/lab/filter.hpp"
#include "percept/lab/filter_picture.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"
#include "percept/runtime/check_gradients.hpp"

namespace percept::lab {
namespace {

Tensor sample(const char* name) { return find_sample(name)->planes(); }

LearningState learnt(const Tensor& picture, const LearningSettings& settings,
                     const Matrix& editor = {1, 1, {1}}) {
  set_thread_count(1);  // the steps are too short to be shared
  KernelLearning learning;
  learning.look_at(picture, editor);
  learning.set(settings);
  learning.step(10'000);
  return learning.state();
}

std::string problem_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "none";
}

Matrix random_kernel() {
  Matrix kernel{3, 3, {}};
  RandomStream draws(3, "kernel_learning_test");
  for (std::uint64_t i = 0; i < 9; ++i) kernel.numbers.push_back(double(draws.normal(i)));
  return kernel;
}

TEST(KernelLearning, FindsTheKernelByEachOptimizer) {
  struct Case {
    const char *picture, *target;
    std::int64_t size;
  };
  for (const auto& [picture, target, size] :
       {Case{"digit", "sobel-x", 3}, {"digits", "gaussian-5", 5}, {"shapes", "sobel-y", 3}}) {
    LearningSettings settings{.target = target, .rows = size, .columns = size};
    LearningState state = learnt(sample(picture), settings);
    EXPECT_LT(state.error.value_or(1), 1e-3) << picture;
    EXPECT_EQ(state.open, 0) << picture;
    EXPECT_EQ(state.end, "settled") << picture;
    EXPECT_LT(state.loss, 1e-9 * state.beginning) << picture;
  }
  LearningSettings adam{.target = "sobel-x", .optimizer = "adam", .rate = 0.01};
  EXPECT_LT(learnt(sample("digit"), adam).error.value_or(1), 1e-3);
  LearningSettings plain{.target = "sobel-x", .optimizer = "descent"};
  EXPECT_LT(learnt(sample("rings"), plain).error.value_or(1), 1e-3);
  LearningSettings any{.random = true, .seed = 5};
  EXPECT_LT(learnt(sample("noise"), any, random_kernel()).error.value_or(1), 1e-3);
}

// Seven numbers a side hold three: those around become zeros.
TEST(KernelLearning, FindsASmallKernelInALargerOne) {
  LearningState state = learnt(sample("noise"), {.target = "sobel-x", .rows = 7, .columns = 5});
  EXPECT_LT(state.error.value_or(1), 1e-3);
  ASSERT_EQ(state.kernel.size(), 7u);
  EXPECT_NEAR(state.kernel[3][1], -2, 2e-3);
  EXPECT_NEAR(state.kernel[0][0], 0, 2e-3);
  state = learnt(sample("noise"), {.target = "gaussian-5"});  // and a small one can only come near
  EXPECT_GT(state.loss, 1e-6);
}

TEST(KernelLearning, DescendsOnEverySampleByDefault) {
  for (const SamplePicture& each : sample_pictures()) {
    KernelLearning learning;
    learning.look_at(each.planes(), find_kernel("sobel-x")->kernel());
    if (learning.state().problem) continue;  // too small
    learning.step(2000);
    LearningState state = learning.state();
    EXPECT_NE(state.end, "diverged") << each.name;
    EXPECT_LT(state.loss, 1e-3 * state.beginning) << each.name;
  }
}

TEST(KernelLearning, HasTheGradientOfCentralDifferences) {
  KernelPair pair = pair_of(sample("lecture-7"), sample("lecture-6"), 2, 2);
  KernelDescent descent(pair, {.rows = 2, .columns = 2, .random = true}, 1);
  ParameterStore store(1);
  Graph graph(Mode::train);
  graph.offer("picture", {DType::f32, pair.input.shape()});
  graph.offer("target", {DType::f32, pair.target.shape()});
  Value loss = descent.trace_loss(graph);
  std::vector<GradientCheck> checks =
      check_gradients(loss, graph.parameters(), {{"picture", pair.input}, {"target", pair.target}}, store);
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks[0].checked, 4);
  EXPECT_LE(largest_error(checks), 1e-6);
}

TEST(KernelLearning, SaysWhatThePictureLeavesOpen) {
  Tensor flat(DType::f32, {1, 12, 12});
  for (float& x : flat.data<float>()) x = 7;
  LearningState state = learnt(flat, {.target = "gaussian-3"});
  EXPECT_EQ(state.open, 8);  // of nine directions one is seen: the sum
  EXPECT_FALSE(state.condition);
  EXPECT_LT(state.loss, 1e-9);
  double sum = 0;
  for (const auto& row : state.kernel)
    for (double number : row) sum += number;
  EXPECT_NEAR(sum, 1, 1e-4);
  EXPECT_GT(state.error.value_or(0), 0.1);
  state = learnt(Tensor::zeros(DType::f32, {1, 8, 8}), {.target = "gaussian-3"});
  EXPECT_EQ(state.open, 9);
  EXPECT_EQ(state.loss, 0);
}

TEST(KernelLearning, DivergesBeyondTwiceTheBoundAndSaysSo) {
  LearningState state = learnt(sample("digit"), {.target = "sobel-x", .optimizer = "descent", .rate = 2.2});
  EXPECT_EQ(state.end, "diverged");
  state = learnt(sample("digit"), {.target = "sobel-x", .optimizer = "descent", .rate = 1.8});
  EXPECT_EQ(state.end, "settled");
}

TEST(KernelLearning, LearnsFromAPairOfPictures) {
  Tensor before = sample("digits"),
         after = Filter({Convolution{
                            .kernel = find_kernel("emboss")->kernel(), .border = Border::zero, .padding = 1}})
                     .run(before)
                     .clone();
  ASSERT_EQ(after.shape(), before.shape());
  KernelLearning learning;
  learning.look_at(before, {1, 1, {1}});
  learning.set_after("emboss.png", after);
  learning.step(5000);
  LearningState state = learning.state();
  EXPECT_EQ(state.own, "emboss.png");
  EXPECT_TRUE(state.truth.empty());
  EXPECT_FALSE(state.error);
  const double emboss[3][3] = {{-2, -1, 0}, {-1, 1, 1}, {0, 1, 2}};
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(state.kernel[r][c], emboss[r][c], 2e-3);
  learning.set_after("small.png", Tensor::zeros(DType::f32, {1, 20, 20}));
  EXPECT_EQ(learning.state().problem->id, "lab.learn.size");
  EXPECT_EQ(problem_of([&] { learning.step(1); }), "lab.learn.size");
}

TEST(KernelLearning, HidesASurpriseUntilItIsRevealed) {
  KernelLearning learning;
  learning.look_at(sample("noise"), {1, 1, {1}});
  learning.set({.target = "surprise", .seed = 4});
  EXPECT_TRUE(learning.state().hidden);
  EXPECT_TRUE(learning.state().truth.empty());
  EXPECT_EQ(learning.state().truth_name, "");
  EXPECT_FALSE(learning.state().error);
  learning.reveal();
  LearningState state = learning.state();
  EXPECT_FALSE(state.hidden);
  ASSERT_NE(find_kernel(state.truth_name), nullptr);
  EXPECT_EQ(state.truth.size(), std::size_t(find_kernel(state.truth_name)->kernel().rows));
}

TEST(KernelLearning, BeginsAnewWithAnotherPictureAndNotWithAnotherKernel) {
  KernelLearning learning;
  Matrix sobel = find_kernel("sobel-x")->kernel();
  learning.look_at(sample("digit"), sobel);
  learning.step(10);
  learning.look_at(sample("digit"), {1, 1, {1}});
  EXPECT_EQ(learning.state().step, 10);
  EXPECT_EQ(learning.state().truth[1][0], -2);
  learning.look_at(sample("rings"), sobel);
  EXPECT_EQ(learning.state().step, 0);
  EXPECT_TRUE(learning.state().restarted);
  learning.play(0);
  learning.work(std::chrono::steady_clock::now() + std::chrono::milliseconds(20));
  EXPECT_GT(learning.state().step, 0);
  learning.reset();
  EXPECT_EQ(learning.state().step, 0);
  EXPECT_FALSE(learning.playing());
}

TEST(KernelLearning, KeepsItsHistoryShortAndWhole) {
  LearningState state = learnt(
      sample("shapes"), {.target = "sobel-x", .optimizer = "descent", .rate = 0.01, .most_steps = 3000});
  EXPECT_EQ(state.end, "steps");
  EXPECT_LE(state.history.size(), 601u);
  EXPECT_GT(state.history.size(), 200u);
  EXPECT_EQ(state.history.front()[0], 0);
  EXPECT_EQ(state.history.front()[1], state.beginning);
  EXPECT_EQ(state.history.back()[0], 3000);
  for (std::size_t i = 1; i < state.history.size(); ++i) {
    EXPECT_GT(state.history[i][0], state.history[i - 1][0]);
    EXPECT_LE(state.history[i][1], state.history[i - 1][1]);
  }
}

TEST(KernelLearning, ShowsTargetOutputAndDifference) {
  KernelLearning learning;
  learning.look_at(sample("lecture-6"), find_kernel("edge-vertical")->kernel());
  LearningPictures pictures = learning.pictures();
  EXPECT_EQ(pictures.height, 4);
  EXPECT_DOUBLE_EQ(pictures.most, double(float(16 / 9.0)));  // the lectures' largest is -16, scaled by 9
  EXPECT_EQ(pictures.most_difference, pictures.most);        // of nothing learnt
  std::string target = decode_base64(pictures.target).value(),
              difference = decode_base64(pictures.difference).value();
  ASSERT_EQ(target.size(), 16u);
  EXPECT_EQ(target[15], -127);
  for (std::size_t i = 0; i < 16; ++i) EXPECT_EQ(difference[i], -target[i]);
}

TEST(KernelLearning, RefusesWhatCannotBe) {
  KernelLearning learning;
  learning.look_at(sample("digit"), {1, 1, {1}});
  auto refused = [&](const LearningSettings& settings) {
    return problem_of([&] { learning.set(settings); });
  };
  EXPECT_EQ(refused({.rows = 16}), "lab.range");
  EXPECT_EQ(refused({.columns = 0}), "lab.range");
  EXPECT_EQ(refused({.optimizer = "magic"}), "lab.unknown_word");
  EXPECT_EQ(refused({.target = "sobel"}), "lab.unknown_word");
  EXPECT_EQ(refused({.rate = 0}), "lab.range");
  EXPECT_EQ(refused({.rate = std::nan("")}), "lab.range");
  EXPECT_EQ(refused({.momentum = 1}), "lab.range");
  EXPECT_EQ(problem_of([&] { learning.step(0); }), "lab.range");
  EXPECT_EQ(problem_of([&] { learning.play(-1); }), "lab.range");
  EXPECT_EQ(problem_of([&] { learning.open_after("empty.png", {}); }), "io.empty");
  learning.set({.target = "own"});
  EXPECT_EQ(problem_of([&] { learning.play(0); }), "lab.learn.no_own");
  learning.look_at(sample("lecture-2"), {1, 1, {1}});
  learning.set({.rows = 5});
  EXPECT_EQ(learning.state().problem->id, "lab.learn.small");
}

}  // namespace
}  // namespace percept::lab
