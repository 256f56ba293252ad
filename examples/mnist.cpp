// LeNet-5 on MNIST: `mnist FOLDER` trains for three epochs and prints the share of test images read rightly.
#include <cstdio>

#include "percept/percept.hpp"
using namespace percept;

int main(int argc, char** argv) {
  std::string mnist = argc > 1 ? std::string("mnist:") + argv[1] : "digits";
  data::DatasetPtr train = data::open(mnist + ":train").value(), test = data::open(mnist + ":test").value();
  nn::Sequential net(nn::Conv2d{{.in = 1, .out = 6, .kernel = 5, .padding = 2}}, nn::Relu{}, nn::MaxPool2d{},
                     nn::Conv2d{{.in = 6, .out = 16, .kernel = 5}}, nn::Relu{}, nn::MaxPool2d{}, nn::Flatten{},
                     nn::Linear{{.in = 400, .out = 120}}, nn::Relu{}, nn::Linear{{.in = 120, .out = 84}},
                     nn::Relu{}, nn::Linear{{.in = 84, .out = 10}});
  optim::Sgd sgd{{.lr = 0.05, .momentum = 0.9}};
  ParameterStore weights;
  Program step(weights, [&](Graph& g) { sgd.minimize(nn::cross_entropy(net(g.feed("image")), g.feed("label"))); });
  auto score = Program::inference(weights, [&](Graph& g) {
    g.fetch("accuracy", nn::accuracy(net(g.feed("image")), g.feed("label")));
  });
  data::Loader batches(train, {.batch = 64, .shuffle = true}), tests(test, {.batch = 1000});
  for (int epoch = 0, i = 0; epoch < 3; ++epoch) {
    for (const data::Batch& batch : batches.epoch(epoch))
      step.run({{"image", batch["image"]}, {"label", batch["label"]},
                {"lr", 0.05 * optim::cosine_schedule(i++, 3 * batches.batches())}});
    double right = 0;
    for (const data::Batch& batch : tests.epoch(0)) right += batch.size * score.run(batch.tensors).number("accuracy");
    std::printf("epoch %d: %.2f %% of %d test images\n", epoch + 1, 100 * right / test->size(), int(test->size()));
  }
}
