#include "percept/lab/feature_table.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "percept/lab/settings.hpp"
#include "percept/nn/layers.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/adam.hpp"
#include "percept/optim/schedules.hpp"
#include "percept/recipe/network.hpp"
#include "percept/train/trainer.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kLeastSide = 12, kMostSide = 512;
constexpr std::int64_t kMostNumbers = std::int64_t(1) << 28;  // of a table of features: 1 GiB
constexpr std::int64_t kPiece = 500;                          // images that go through the layer at once

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Every example, its image made grey; read piece by piece, for colour takes three times the room.
GreyImages read_grey(const data::Dataset& dataset) {
  const Shape& s = dataset.fields()[0].shape;
  GreyImages all{Tensor(DType::f32, {dataset.size(), 1, s[1], s[2]}), Tensor(DType::i64, {dataset.size()})};
  for (std::int64_t begin = 0; begin < dataset.size(); begin += kPiece) {
    std::int64_t end = std::min(begin + kPiece, dataset.size());
    std::vector<std::int64_t> indices(std::size_t(end - begin));
    std::iota(indices.begin(), indices.end(), begin);
    std::vector<Tensor> piece = data::allocate_batch(dataset, end - begin);
    dataset.read(indices, piece);
    Tensor grey = grey_images(piece[0]);
    std::copy_n(grey.data<float>().begin(), grey.size(), all.images.rows(begin, end).data<float>().begin());
    std::copy_n(piece[1].data<std::int64_t>().begin(), end - begin,
                all.labels.rows(begin, end).data<std::int64_t>().begin());
  }
  return all;
}

void require_images(const data::Dataset& dataset) {
  const std::vector<data::Field>& fields = dataset.fields();
  bool images = fields.size() >= 2 && fields[0].dtype == DType::f32 && fields[0].shape.rank() == 3 &&
                fields[1].dtype == DType::i64 && !dataset.classes().empty();
  if (!images)
    throw Error(Problem("lab.features.images").about(dataset.name()).with_hint("lab.features.images.hint"));
  std::int64_t height = fields[0].shape[1], width = fields[0].shape[2];
  if (std::min(height, width) < kLeastSide || std::max(height, width) > kMostSide)
    throw Error(Problem("lab.features.size",
                        {{"height", height}, {"width", width}, {"least", kLeastSide}, {"most", kMostSide}})
                    .about(dataset.name()));
}

// y = relu(w * x + b), eight maps an image.
Value feature_maps(Value images) {
  nn::Conv2d conv{{.out = kLearnedKernels, .kernel = kLearnedSide}};
  conv.set_name("conv");
  return relu(conv(images));
}
Value pooled_maps(Value images) { return flatten(max_pool2d(feature_maps(images)).output); }

// Softmax regression: scores = W x + b.
train::Net linear_head(std::int64_t classes) {
  nn::Linear linear{{.out = classes}};
  linear.set_name("head");
  return [linear](Value features) { return linear(features); };
}

data::DatasetPtr rows(const char* field, const Tensor& tensor, const GreyImages& of,
                      const std::vector<std::string>& classes) {
  return data::in_memory("features", {{field, tensor}, {"label", of.labels}}, classes);
}

train::TrainerConfig training(const FeaturePlan& plan, std::uint64_t seed,
                              const data::Normalization& normalization) {
  train::TrainerConfig config;
  config.loader.batch = 64;
  config.loader.normalization = normalization;
  config.epochs = plan.epochs;
  config.seed = seed;
  config.schedule = [](std::int64_t step, std::int64_t steps) {
    return optim::CosineSchedule{.t_max = steps}(step);
  };
  config.loss = [](Value scores, Value labels) { return nn::cross_entropy(scores, labels); };
  config.optimizer = std::make_shared<optim::Adam>(optim::AdamConfig{.lr = 1e-3});
  return config;
}

Program mapping(ParameterStore& store, bool pooled) {
  return Program::inference(store, [pooled](Graph& graph) {
    Value x = graph.feed("images");
    graph.fetch("maps", pooled ? pooled_maps(x) : feature_maps(x));
  });
}

// The layer as it stands in a store, or as the store draws it.
LearnedLayer layer_in(ParameterStore& store, const Tensor& image, const data::Normalization& normalization) {
  mapping(store, true).plan({{"images", image}});
  return {store.find("conv.weight")->value.clone(), store.find("conv.bias")->value.clone(), normalization};
}

}  // namespace

const std::vector<std::string>& feature_names() {
  static const std::vector<std::string> names = {"pixels", "edges", "hog", "random", "learned"};
  return names;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / double(std::max<std::size_t>(values.size(), 1));
}

Tensor LearnedLayer::maps(const Tensor& images, bool pooled) const {
  ParameterStore store;
  Program program = mapping(store, pooled);
  Tensor first = images.rows(0, 1);
  program.plan({{"images", first}});  // so that the store knows its parameters
  store.set("conv.weight", weight);
  store.set("conv.bias", bias);
  std::vector<std::int64_t> dims = program.run({{"images", first}})["maps"].shape().dims();
  dims[0] = images.shape()[0];
  Tensor all(DType::f32, Shape(dims));
  for (std::int64_t begin = 0; begin < dims[0]; begin += kPiece) {
    std::int64_t end = std::min(begin + kPiece, dims[0]);
    Tensor piece = images.rows(begin, end).clone();
    normalization.apply(piece);
    const Tensor& made = program.run({{"images", piece}})["maps"];
    std::copy_n(made.data<float>().begin(), made.size(), all.rows(begin, end).data<float>().begin());
  }
  return all;
}

FeatureTable::FeatureTable(FeaturePlan plan) : plan_(std::move(plan)) {
  require_range("epochs", double(plan_.epochs), 1, 1000);
  require_range("seeds", double(plan_.seeds), 1, 100);
  require_range("train", double(plan_.train), 0, 1e9);
  for (const std::string& name : plan_.features)
    if (std::find(feature_names().begin(), feature_names().end(), name) == feature_names().end())
      throw Error(Problem("lab.features.name", {{"name", name.substr(0, 40)}}));
  recipe::Recipe recipe;
  recipe.data.source = plan_.data;
  recipe.data.limit = plan_.train;
  recipe.seed = std::int64_t(plan_.seed);
  train::DataSets sets = recipe::open_data(recipe);
  require_images(*sets.train);
  require_images(*sets.test);
  const Shape& image = sets.train->fields()[0].shape;
  std::int64_t most =
      std::max<std::int64_t>(image[1] * image[2] * 9 * 4 / 16, kLearnedKernels * image[1] * image[2] / 4);
  std::int64_t examples = std::max(sets.train->size(), sets.test->size());
  if (examples > kMostNumbers / most)
    throw Error(Problem("lab.features.numbers", {{"examples", examples}, {"most", kMostNumbers / most}})
                    .about(plan_.data)
                    .with_hint("lab.features.numbers.hint"));
  train_ = read_grey(*sets.train);
  test_ = read_grey(*sets.test);
  classes_ = sets.train->classes();
  normalization_ = data::compute_normalization(*rows("image", train_.images, train_, classes_));
  hog_ = hog_for(image[1], image[2]);
}

Tensor FeatureTable::features(const std::string& name, const GreyImages& of,
                              const LearnedLayer* layer) const {
  const Shape& s = of.images.shape();
  if (name == "pixels") return of.images.reshape({s[0], s[2] * s[3]});
  if (name == "edges") return edge_features(of.images);
  if (name == "hog") return hog_features(of.images, hog_);
  return layer->maps(of.images, true);
}

/// The work on one row: what is said of it, and whether to go on.
struct FeatureTable::Run {
  FeatureTable& table;
  const std::function<void(const FeatureStep&)>& tell;
  const std::atomic<bool>* stop;
  FeatureRow row;

  // False where it was stopped.
  bool fit(train::Trainer& trainer, std::int64_t seed, bool network) {
    trainer.listen([&, seed, network](const train::Event& event) {
      if (auto* epoch = std::get_if<train::EpochFinished>(&event)) say(seed, epoch->epoch, network);
    });
    say(seed, 0, network);
    return !trainer.run(stop).interrupted;
  }
  void say(std::int64_t seed, std::int64_t epoch, bool network) const {
    if (tell)
      tell(
          {.name = row.name, .seed = seed, .epoch = epoch, .epochs = table.plan_.epochs, .network = network});
  }

  // The layer as it was drawn, or after the training of the whole small network; none where it was stopped.
  std::optional<LearnedLayer> layer(std::int64_t seed) {
    ParameterStore store(std::uint64_t(seed) + table.plan_.seed);
    if (row.name == "learned") {
      train::Net head = linear_head(std::int64_t(table.classes_.size()));
      train::Net net = [head](Value images) { return head(pooled_maps(images)); };
      train::Trainer trainer(store, net,
                             {.train = rows("image", table.train_.images, table.train_, table.classes_)},
                             training(table.plan_, store.seed(), table.normalization_));
      if (!fit(trainer, seed, true)) return std::nullopt;
    }
    return layer_in(store, table.train_.images.rows(0, 1), table.normalization_);
  }

  bool train_head(std::int64_t seed, const Tensor& train_features, const Tensor& test_features) {
    auto classes = std::int64_t(table.classes_.size());
    auto examples = rows("features", train_features, table.train_, table.classes_);
    data::Normalization standard = data::compute_normalization(*examples);
    ParameterStore store(std::uint64_t(seed) + table.plan_.seed);
    train::TrainerConfig config = training(table.plan_, store.seed(), standard);
    train::Loss loss = config.loss;
    train::Trainer trainer(store, linear_head(classes), {.train = examples}, std::move(config));
    if (!fit(trainer, seed, false)) return false;
    train::Evaluator evaluator(store, linear_head(classes), loss, train::roles_of(*examples));
    row.features = train_features.shape()[1];
    row.parameters = trainer.parameters();
    row.train.push_back(evaluator.evaluate(examples, standard).accuracy);
    row.test.push_back(
        evaluator.evaluate(rows("features", test_features, table.test_, table.classes_), standard).accuracy);
    return true;
  }
};

std::vector<FeatureRow> FeatureTable::run(const std::function<void(const FeatureStep&)>& step,
                                          const std::function<void(const FeatureRow&)>& finished,
                                          const std::atomic<bool>* stop) {
  std::vector<FeatureRow> done;
  for (const std::string& name : plan_.features) {
    Clock::time_point start = Clock::now();
    Run work{*this, step, stop, {.name = name}};
    bool drawn = name == "random" || name == "learned";
    std::optional<LearnedLayer> first;
    Tensor train_features, test_features;
    for (std::int64_t seed = 0; seed < plan_.seeds; ++seed) {
      std::optional<LearnedLayer> layer;
      if (drawn && !(layer = work.layer(seed))) return done;
      if (drawn && !first) first = layer;
      if (drawn || seed == 0) {  // what is made by hand is the same for every seed
        train_features = features(name, train_, layer ? &*layer : nullptr);
        test_features = features(name, test_, layer ? &*layer : nullptr);
      }
      if (!work.train_head(seed, train_features, test_features)) return done;
    }
    if (first) layers_[name] = *first;
    work.row.seconds = since(start);
    done.push_back(work.row);
    if (finished) finished(work.row);
  }
  return done;
}

}  // namespace percept::lab
