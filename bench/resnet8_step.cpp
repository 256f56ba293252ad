// One training step of MLPerf Tiny's ResNet-8 (32 x 32, batch 64, SGD with momentum), beside PyTorch's in the
// same run, both on two threads: `bench_resnet8_step [--steps]`. With --steps, the time of every step of the
// plan.
#include <cstring>

#include "measure.hpp"
#include "percept/base/threads.hpp"

using namespace percept;

namespace {

/// Two convolutions with batch norm, and a shortcut around them: a convolution of 1 x 1 where they stride.
nn::ModulePtr block(std::int64_t in, std::int64_t out, std::int64_t stride) {
  nn::Sequential body(nn::Conv2d{{.in = in, .out = out, .kernel = 3, .stride = stride, .padding = 1}},
                      nn::BatchNorm{}, nn::Relu{},
                      nn::Conv2d{{.in = out, .out = out, .kernel = 3, .padding = 1}}, nn::BatchNorm{});
  if (stride == 1) return nn::shared(nn::Residual(std::move(body)));
  nn::Conv2d shortcut{{.in = in, .out = out, .kernel = 1, .stride = stride}};
  return nn::shared(nn::Residual(std::move(body), std::move(shortcut)));
}

// Multiplications and additions of a step: three convolutions' worth for each, but the first layer's input
// needs no gradient.
double operations(double batch) {
  double first = 1024 * 16 * 27, one = 2 * 1024 * 16 * 144, two = 256 * 32 * (144 + 288 + 16),
         three = 64 * 64 * (288 + 576 + 32), last = 640;
  return 2 * batch * (2 * first + 3 * (one + two + three + last));
}

}  // namespace

int main(int argc, char** argv) {
  bool steps = argc > 1 && std::strcmp(argv[1], "--steps") == 0;
  set_thread_count(2);
  std::vector<nn::ModulePtr> layers = {
      nn::shared(nn::Conv2d{{.in = 3, .out = 16, .kernel = 3, .padding = 1}}),
      nn::shared(nn::BatchNorm{}),
      nn::shared(nn::Relu{}),
      block(16, 16, 1),
      nn::shared(nn::Relu{}),
      block(16, 32, 2),
      nn::shared(nn::Relu{}),
      block(32, 64, 2),
      nn::shared(nn::Relu{}),
      nn::shared(nn::GlobalAveragePool{}),
      nn::shared(nn::Flatten{}),
      nn::shared(nn::Linear{{.in = 64, .out = 10}})};
  nn::Sequential net(std::move(layers));
  optim::Sgd sgd{{.lr = 0.01, .momentum = 0.9}};
  ParameterStore weights;
  Program step(weights,
               [&](Graph& g) {
                 Value loss = nn::cross_entropy(net(g.feed("image")), g.feed("label"));
                 sgd.minimize(loss);
                 g.fetch("loss", loss);
               },
               {.plan = {.profile = steps}});

  std::vector<Feeds> batches;
  for (int b = 0; b < 8; ++b) {
    RandomStream random(std::uint64_t(b), "images");
    Tensor images(DType::f32, {64, 3, 32, 32}), labels(DType::i64, {64});
    for (std::int64_t i = 0; i < images.size(); ++i) images.set(i, random.uniform(std::uint64_t(i)));
    for (std::int64_t i = 0; i < labels.size(); ++i) labels.set(i, double(i % 10));
    batches.push_back(Feeds{{"image", images}, {"label", labels}});
  }
  double ours = bench::milliseconds(10, 60, [&](int i) { step.run(batches[std::size_t(i) % 8]); });
  Plan& plan = step.plan(batches[0]);
  if (steps) bench::print_steps(plan);
  double rate = operations(64) / ours / 1e6, best = bench::best_rate();
  std::printf("arena %.2f MB (%.2f MB unshared); %.1f GFLOP/s, %.2f of a wide convolution's %.1f\n",
              double(plan.arena_bytes()) / 1e6, double(plan.unshared_bytes()) / 1e6, rate, rate / best, best);
  std::vector<double> peer = bench::peer_milliseconds("resnet8_step_pytorch.py");
  std::printf("ResNet-8 training step, batch 64, 2 threads: percept %.2f ms", ours);
  if (peer.size() == 2)
    std::printf(", PyTorch %.2f ms (%.2f channels-last), ratio %.2f (%.2f)\n", peer[0], peer[1],
                peer[0] / ours, peer[1] / ours);
  else
    std::printf("; PyTorch is not installed (./dev bench --peers)\n");
}
