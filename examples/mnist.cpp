// LeNet-5 on MNIST: `mnist FOLDER` (without a folder: on generated digits), three epochs.
#include <cstdio>

#include "percept/percept.hpp"
using namespace percept;

int main(int argc, char** argv) {
  std::string source = argc > 1 ? std::string("mnist:") + argv[1] : "digits";
  data::Loader train(data::open(source + ":train").value(), {.batch = 64, .shuffle = true});
  data::Loader test(data::open(source + ":test").value(), {.batch = 1000});
  nn::Sequential net(nn::Conv2d{{.in = 1, .out = 6, .kernel = 5, .padding = 2}}, nn::Relu{},
                     nn::MaxPool2d{}, nn::Conv2d{{.in = 6, .out = 16, .kernel = 5}}, nn::Relu{},
                     nn::MaxPool2d{}, nn::Flatten{}, nn::Linear{{.in = 400, .out = 120}},
                     nn::Relu{}, nn::Linear{{.in = 120, .out = 84}}, nn::Relu{},
                     nn::Linear{{.in = 84, .out = 10}});
  optim::Sgd sgd{{.lr = 0.05, .momentum = 0.9}};
  ParameterStore weights;
  auto logits = [&](Graph& g) { return net(g.feed("image")); };
  auto learn = [&](Graph& g) { sgd.minimize(nn::cross_entropy(logits(g), g.feed("label"))); };
  auto exam = [&](Graph& g) { g.fetch("accuracy", nn::accuracy(logits(g), g.feed("label"))); };
  Program step(weights, learn), score = Program::inference(weights, exam);
  for (int epoch = 0; epoch < 3; ++epoch) {
    for (const data::Batch& batch : train.epoch(epoch)) step.run(batch.tensors);
    double right = 0;
    for (const data::Batch& batch : test.epoch(0))
      right += score.run(batch.tensors).number("accuracy") * double(batch.size);
    double share = right / double(test.dataset().size());
    std::printf("epoch %d: %.2f %% of the test images\n", epoch + 1, 100 * share);
  }
}
