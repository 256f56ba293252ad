// percept filter BEFORE --learn AFTER: the kernel that makes one picture of the other, found by gradient
// descent.
#include "filter.hpp"
#include "percept/lab/kernel_learning.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kMostSteps = 20'000, kAtOnce = 1000;

lab::LearningState learnt(const FilterInput& before, const FilterInput& after, Extent2d size,
                          const std::string& name) {
  lab::KernelLearning learning;
  learning.look_at(before.planes, {1, 1, {1}});
  learning.set({.rows = size.h, .columns = size.w, .most_steps = kMostSteps});
  learning.set_after(name, after.planes);
  do learning.step(kAtOnce);  // throws where the pictures do not fit
  while (learning.state().end.empty());
  return learning.state();
}

}  // namespace

int learn_kernel(const Call& call, const FilterWords& words) {
  if (!words.kernels.empty() || !words.out.empty() || !words.pool.empty() || words.steps || words.matrix)
    throw CallError(Problem("percept.filter.learn_alone").with_hint("percept.filter.learn_alone.hint"));
  FilterWords other = words;
  other.input = words.learn;
  FilterInput before = read_input(words), after = read_input(other);
  lab::LearningState state =
      learnt(before, after, kernel_size_of(words, before.planes, after.planes), words.learn);
  lab::Matrix kernel{std::int64_t(state.kernel.size()), std::int64_t(state.kernel.front().size()), {}};
  for (const auto& row : state.kernel) kernel.numbers.insert(kernel.numbers.end(), row.begin(), row.end());
  for (const std::string& line :
       grid(kernel.rows, kernel.columns, [&](std::int64_t i) { return kernel.numbers[std::size_t(i)]; }))
    call.say(line);
  call.tell(text("percept.filter.learnt",
                 {{"steps", grouped(state.step)}, {"loss", state.loss}, {"beginning", state.beginning}}));
  if (state.open > 0)
    call.tell(text("percept.filter.open", {{"open", state.open}, {"all", kernel.rows * kernel.columns}}));
  call.answer({{"kernel", to_json(kernel)},
               {"steps", state.step},
               {"end", state.end},
               {"loss", state.loss},
               {"loss_at_start", state.beginning},
               {"open_directions", state.open}});
  return kDone;
}

}  // namespace percept::cli
