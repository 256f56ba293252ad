// The network of recipe.toml in C++: `build/train` learns for 3 epochs, `build/train 10` for ten.
#include <cstdio>
#include <cstdlib>

#include <percept/percept.hpp>
using namespace percept;

int main(int count, char** words) try {
  int epochs = count > 1 ? std::atoi(words[1]) : 3;

  // Every batch holds "image" f32 [N, 1, 28, 28] and "label" i64 [N].
  data::DatasetPtr known = data::open("digits:train").value();
  data::DatasetPtr unseen = data::open("digits:test").value();
  data::Normalization normalization = data::compute_normalization(*known);
  data::Loader train(known, {.batch = 64, .shuffle = true, .normalization = normalization});
  data::Loader test(unseen, {.batch = 250, .normalization = normalization});

  nn::Sequential net(nn::Conv2d{{.out = 8, .kernel = 3, .padding = 1}}, nn::BatchNorm{}, nn::Relu{},
                     nn::MaxPool2d{}, nn::Conv2d{{.out = 16, .kernel = 3, .padding = 1}},
                     nn::BatchNorm{}, nn::Relu{}, nn::MaxPool2d{}, nn::Flatten{},
                     nn::Linear{{.out = 64}}, nn::Relu{},
                     nn::Linear{{.out = std::int64_t(known->classes().size())}});
  optim::Sgd sgd{{.lr = 0.05, .momentum = 0.9}};

  // One program learns, the other only looks; they share the weights.
  ParameterStore weights;
  Program learn(weights, [&](Graph& g) {
    Value loss = nn::cross_entropy(net(g.feed("image")), g.feed("label"));
    sgd.minimize(loss);
    g.fetch("loss", loss);
  });
  Program look = Program::inference(weights, [&](Graph& g) {
    g.fetch("accuracy", nn::accuracy(net(g.feed("image")), g.feed("label")));
  });

  std::int64_t step = 0, steps = train.batches() * epochs;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    double loss = 0, right = 0;
    for (const data::Batch& batch : train.epoch(epoch)) {
      Feeds feeds(batch.tensors);
      feeds["lr"] = Tensor::scalar(float(sgd.lr() * optim::cosine_schedule(step++, steps)));
      loss += learn.run(feeds).number("loss") * double(batch.size);
    }
    for (const data::Batch& batch : test.epoch(0))
      right += look.run(batch.tensors).number("accuracy") * double(batch.size);
    std::printf("epoch %d: training loss %.4f, %.2f %% of the test images right\n", epoch,
                loss / double(known->size()), 100 * right / double(unseen->size()));
  }
} catch (const Error& error) {  // what is wrong, where, and what to do about it
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
