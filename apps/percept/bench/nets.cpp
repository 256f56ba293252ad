#include "nets.hpp"

#include "percept/recipe/summary.hpp"

namespace percept::cli::bench {
namespace {

Shape with_batch(std::int64_t batch, const Shape& example) {
  std::vector<std::int64_t> dims = {batch};
  dims.insert(dims.end(), example.begin(), example.end());
  return Shape(std::move(dims));
}

Tensor random_tensor(Shape shape, const char* stream, int turn) {
  RandomStream random(std::uint64_t(turn), stream);
  Tensor tensor(DType::f32, std::move(shape));
  std::span<float> numbers = tensor.data<float>();
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = float(random.uniform(i));
  return tensor;
}

Tensor random_labels(std::int64_t batch, int turn) {
  Tensor labels(DType::i64, {batch});
  for (std::int64_t i = 0; i < batch; ++i) labels.set(i, double((i + turn) % 10));
  return labels;
}

void count(Net& net, const Shape& example) {
  for (const recipe::SummaryRow& row : recipe::summarize(net.name, net.forward, example).layers) {
    if (net.macs == 0) net.first_macs = double(row.macs);
    net.macs += double(row.macs);
  }
}

Net classifier(const std::string& name, const Shape& image) {
  Net net{.name = name,
          .forward = recipe::make_net(recipe::load_recipe(name).value(), 10),
          .loss = [](Value output, Value target) { return nn::cross_entropy(output, target); },
          .feeds =
              [image](std::int64_t batch, int turn) {
                return Feeds{{"input", random_tensor(with_batch(batch, image), "input", turn)},
                             {"target", random_labels(batch, turn)}};
              }};
  count(net, image);
  return net;
}

// The net of the playground: two hidden layers, tanh everywhere, plain gradient descent.
Net tiny() {
  nn::Sequential layers(nn::Linear{{.in = 2, .out = 4}}, nn::Tanh{}, nn::Linear{{.in = 4, .out = 2}},
                        nn::Tanh{}, nn::Linear{{.in = 2, .out = 1}}, nn::Tanh{});
  Net net{.name = "tiny",
          .forward = [layers](Value x) { return layers(x); },
          .loss = [](Value output, Value target) { return nn::mean_squared_error(output, target); },
          .momentum = 0,
          .feeds =
              [](std::int64_t batch, int turn) {
                return Feeds{{"input", random_tensor({batch, 2}, "input", turn)},
                             {"target", random_tensor({batch, 1}, "target", turn)}};
              }};
  count(net, {2});
  return net;
}

// 64 features to a state of 128, over 64 steps of time.
Net lstm() {
  constexpr std::int64_t kTime = 64, kIn = 64, kHidden = 128;
  nn::Lstm layer{{.in = kIn, .hidden = kHidden}};
  Net net{.name = "lstm",
          .forward = [layer](Value x) { return layer(x); },
          .loss = [](Value output, Value target) { return nn::mean_squared_error(output, target); },
          .feeds =
              [](std::int64_t batch, int turn) {
                return Feeds{{"input", random_tensor({kTime, batch, kIn}, "input", turn)},
                             {"target", random_tensor({kTime, batch, kHidden}, "target", turn)}};
              }};
  net.first_macs = double(kTime * 4 * kHidden * kIn);
  net.macs = net.first_macs + double(kTime * 4 * kHidden * kHidden);
  return net;
}

}  // namespace

Net make_net(const std::string& name) {
  if (name == "tiny") return tiny();
  if (name == "lstm") return lstm();
  return classifier(name, name == "mlp" || name == "lenet" ? Shape{1, 28, 28} : Shape{3, 32, 32});
}

}  // namespace percept::cli::bench
