// Convolutions of 3 x 3 by Winograd's algorithm, native and oneDNN's (its `auto`), beside oneDNN's direct
// ones: effective GFLOP/s, counting the multiplications and additions of the definition, on two threads.
// `bench_winograd [N C K H]...`: these sizes, of N images each, instead of the table.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "kernels/native/winograd_kernel.hpp"
#include "percept/base/threads.hpp"
#include "percept/percept.hpp"

using namespace percept;

namespace {

struct Size {
  std::int64_t images, in, out, side;
};

/// A kernel with memory of its own, in its layouts.
class Bench {
 public:
  Bench(KernelOffer offer, const Node& node) : kernel_(std::move(offer.kernel)) {
    if (!kernel_) return;
    auto memory = [&](const std::vector<Layout>& layouts, std::size_t i, const ValueType& type) {
      std::size_t bytes = (i < layouts.size() ? layouts[i] : Layout()).bytes(type);
      Tensor tensor(DType::f32, {std::int64_t(bytes / sizeof(float))});
      for (std::int64_t k = 0; k < tensor.size(); ++k) tensor.data<float>()[k] = float(k % 7) - 3;
      memory_.push_back(std::move(tensor));
      return memory_.back().raw();
    };
    for (std::size_t i = 0; i < node.inputs.size(); ++i)
      inputs_.push_back(node.inputs[i] ? memory(kernel_->input_layouts, i, node.inputs[i].type()) : nullptr);
    outputs_.push_back(memory(kernel_->output_layouts, 0, node.outputs[0]));
    scratch_.emplace(kernel_->scratch_bytes);
  }

  void run() {
    if (!kernel_) return;
    auto start = std::chrono::steady_clock::now();
    kernel_->run(inputs_.data(), outputs_.data(), scratch_->data());
    times_.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  double seconds() const { return kernel_ ? *std::min_element(times_.begin(), times_.end()) : 0; }

 private:
  std::unique_ptr<Kernel> kernel_;
  std::vector<Tensor> memory_;
  std::vector<void*> inputs_, outputs_;
  std::optional<Buffer> scratch_;
  std::vector<double> times_;
};

KernelOffer onednn(const Node& node, Precision precision) {
  std::vector<Layout> plain(node.inputs.size());
  for (const KernelCandidate& candidate : candidates_for(node.op->name))
    if (candidate.name.starts_with("onednn")) return candidate.make({node, plain, precision});
  return Message("kernels.no_reference");
}

/// The transform of the weights, once a step in training.
double weights_seconds(const ValueType& type) {
  Layout layout{std::make_shared<native::WinogradWeights>(type.shape, false)};
  std::unique_ptr<Kernel> transform = make_reorder(type, {}, layout);
  Tensor from(type.dtype, type.shape), to(DType::f32, {std::int64_t(layout.bytes(type) / sizeof(float))});
  void *in = from.raw(), *out = to.raw();
  double best = 1;
  for (int i = 0; i < 12; ++i) {
    auto start = std::chrono::steady_clock::now();
    transform->run(&in, &out, nullptr);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

void print(const Size& s) {
  Graph graph;
  Shape x{s.images, s.in, s.side, s.side}, w{s.out, s.in, 3, 3}, y{s.images, s.out, s.side, s.side};
  Value image = graph.feed("x", {DType::f32, x}), weight = graph.feed("w", {DType::f32, w}),
        grad = graph.feed("g", {DType::f32, y});
  Conv2dOptions same{.padding = 1};
  struct Pass {
    Value value;
    KernelOffer (*native)(const KernelRequest&);
  };
  Pass passes[] = {{conv2d(image, weight, {}, same), native::winograd},
                   {conv2d_backward_input(grad, weight, {x, same}), native::winograd_backward_input},
                   {conv2d_backward_weight(grad, image, {w, same}), native::winograd_backward_weight}};
  std::printf("%4d %5d %5d %4d ", int(s.images), int(s.in), int(s.out), int(s.side));
  double operations = 2.0 * 9 * double(s.images * s.in * s.out * s.side * s.side);
  for (const Pass& pass : passes) {
    const Node& node = pass.value.node();
    std::vector<Layout> plain(node.inputs.size());
    Bench native(pass.native({node, plain}), node), fast(onednn(node, Precision::single), node),
        direct(onednn(node, Precision::exact), node);
    int rounds = std::clamp(int(1e10 / operations), 10, 200);
    for (int i = 0; i < rounds; ++i) native.run(), fast.run(), direct.run();
    std::printf(" |");
    for (const Bench* bench : {&native, &fast, &direct})
      std::printf(" %6.0f", operations / bench->seconds() / 1e9);
  }
  std::printf(" | %7.0f\n", 1e6 * weights_seconds(weight.type()));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  set_thread_count(2);
  std::printf(
      "                      |       forward        |    backward input    |    backward weight   | weights\n"
      "   N     C     K    H | native   auto direct | native   auto direct | native   auto direct |   us\n");
  for (int i = 1; i + 3 < argc; i += 4)
    print({std::atoi(argv[i]), std::atoi(argv[i + 1]), std::atoi(argv[i + 2]), std::atoi(argv[i + 3])});
  if (argc > 1) return 0;
  for (Size layer : {Size{32, 16, 16, 32},
                     {32, 32, 32, 16},
                     {32, 64, 64, 8},
                     {32, 64, 64, 32},
                     {32, 128, 128, 16},
                     {32, 256, 256, 8},
                     {32, 512, 512, 4},
                     {32, 64, 128, 14},
                     {32, 32, 64, 28}})
    for (std::int64_t images : {layer.images, std::int64_t(1)})
      print({images, layer.in, layer.out, layer.side});
}
