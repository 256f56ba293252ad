// One training step of LeNet-5 (28 x 28, batch 64, SGD with momentum), beside PyTorch's in the same run, both
// on two threads: `bench_lenet_step [--steps]`. With --steps, the time of every step of the plan.
#include <cstring>

#include "measure.hpp"
#include "percept/base/threads.hpp"

using namespace percept;

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
  double ours =
      bench::milliseconds(50, 300, [&](int i) { step.run(batches[std::size_t(i) % batches.size()]); });
  Plan& plan = step.plan(batches[0]);
  if (steps) bench::print_steps(plan);
  std::printf("arena %.2f MB (%.2f MB unshared)\n", double(plan.arena_bytes()) / 1e6,
              double(plan.unshared_bytes()) / 1e6);
  std::vector<double> peer = bench::peer_milliseconds("lenet_step_pytorch.py");
  std::printf("LeNet-5 training step, batch 64, 2 threads: percept %.3f ms", ours);
  if (!peer.empty())
    std::printf(", PyTorch %.3f ms (its better layout), ratio %.2f\n", peer[0], peer[0] / ours);
  else
    std::printf("; PyTorch is not installed (./dev bench --peers)\n");
}
