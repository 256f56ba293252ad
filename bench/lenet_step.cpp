// One training step of LeNet-5 (28 x 28, batch 64, SGD with momentum), beside PyTorch's in the same run, both
// on two threads: `bench_lenet_step [--steps]`. With --steps, the time of every step of the plan.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

#include "percept/base/threads.hpp"
#include "percept/percept.hpp"

using namespace percept;

namespace {

constexpr int kWarmUp = 50, kRepetitions = 300;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// The milliseconds printed by the peer's program; negative where it is not installed.
double peer_milliseconds() {
  std::string command = "/usr/bin/python3 '" PERCEPT_BENCH_DIR "/lenet_step_pytorch.py' 2>/dev/null";
  std::FILE* pipe = popen(command.c_str(), "r");
  double milliseconds = -1;
  if (!pipe || std::fscanf(pipe, "%lf", &milliseconds) != 1) milliseconds = -1;
  if (pipe) pclose(pipe);
  return milliseconds;
}

}  // namespace

int main(int argc, char** argv) {
  bool steps = argc > 1 && std::strcmp(argv[1], "--steps") == 0;
  set_thread_count(2);
  nn::Sequential net(nn::Conv2d{{.in = 1, .out = 6, .kernel = 5, .padding = 2}}, nn::Relu{}, nn::MaxPool2d{},
                     nn::Conv2d{{.in = 6, .out = 16, .kernel = 5}}, nn::Relu{}, nn::MaxPool2d{},
                     nn::Flatten{}, nn::Linear{{.in = 400, .out = 120}}, nn::Relu{},
                     nn::Linear{{.in = 120, .out = 84}}, nn::Relu{}, nn::Linear{{.in = 84, .out = 10}});
  optim::Sgd sgd{{.lr = 0.01, .momentum = 0.9}};
  ParameterStore weights;
  Program step(weights,
               [&](Graph& g) {
                 Value loss = nn::cross_entropy(net(g.feed("image")), g.feed("label"));
                 sgd.minimize(loss);
                 g.fetch("loss", loss);
               },
               {.plan = {.profile = steps}});

  data::Loader loader(data::open("digits:train").value(), {.batch = 64, .shuffle = true});
  std::vector<Feeds> batches;
  for (const data::Batch& batch : loader.epoch(0)) {
    if (batches.size() == 16) break;
    batches.push_back(Feeds{{"image", batch["image"].clone()}, {"label", batch["label"].clone()}});
  }
  std::vector<double> times;
  for (int i = 0; i < kWarmUp + kRepetitions; ++i) {
    auto start = std::chrono::steady_clock::now();
    step.run(batches[std::size_t(i) % batches.size()]);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  double ours = median({times.begin() + kWarmUp, times.end()});
  Plan& plan = step.plan(batches[0]);
  if (steps)
    for (const PlanStep& s : plan.steps())
      std::printf("%8.1f us  %-24s %-24s %-10s %s\n", s.microseconds, s.kernel.c_str(), s.op.c_str(),
                  s.path.c_str(), s.outputs.front().c_str());
  std::printf("arena %.2f MB (%.2f MB unshared)\n", double(plan.arena_bytes()) / 1e6,
              double(plan.unshared_bytes()) / 1e6);
  double peer = peer_milliseconds();
  std::printf("LeNet-5 training step, batch 64, 2 threads: percept %.3f ms", ours);
  if (peer > 0)
    std::printf(", PyTorch %.3f ms (its better layout), ratio %.2f\n", peer, peer / ours);
  else
    std::printf("; PyTorch is not installed (./dev bench --peers)\n");
}
