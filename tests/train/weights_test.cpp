// Weights by name: what fits, what is converted, and how the rest is told, key by key.
#include "percept/train/weights.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "io/temporary_folder.hpp"
#include "ops/compare.hpp"
#include "percept/io/npy.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/nn/layers.hpp"

namespace percept::train {
namespace {

using proof::same_bits;
using Weights = std::map<std::string, Tensor>;

// A body of two layers under `prefix`, and a head.
void trace_net(Graph& graph, const std::string& prefix = "", std::int64_t classes = 3) {
  nn::Sequential net(nn::named("conv1", nn::Conv2d({.out = 2})), nn::named("bn1", nn::BatchNorm()),
                     nn::Flatten(), nn::named("head", nn::Linear({.out = classes})));
  net.set_name(prefix);
  net(graph.feed("image", {DType::f32, {1, 1, 4, 4}}));
}

Tensor filled(DType dtype, Shape shape, double first) {
  Tensor tensor(dtype, std::move(shape));
  for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, first + double(i) / 4);
  return tensor;
}

// As PyTorch would save that net.
Weights weights_of_net(const std::string& prefix = "", DType dtype = DType::f32) {
  Weights weights;
  auto put = [&](const std::string& name, Shape shape) {
    weights[prefix + name] = filled(dtype, std::move(shape), double(weights.size()));
  };
  put("conv1.weight", {2, 1, 3, 3});
  put("conv1.bias", {2});
  for (const char* name : {"bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var"}) put(name, {2});
  put("head.weight", {3, 8});
  put("head.bias", {3});
  weights[prefix + "bn1.num_batches_tracked"] = Tensor::scalar<std::int64_t>(7);
  return weights;
}

struct Loaded {
  ParameterStore store;
  WeightsReport report;
  explicit Loaded(const Weights& weights, const WeightsOptions& options = {}, const std::string& prefix = "",
                  std::int64_t classes = 3) {
    Graph graph(Mode::infer);
    trace_net(graph, prefix, classes);
    report = load_weights(store, graph, weights, options);
  }
  const Tensor& operator[](const std::string& path) const { return store.find(path)->value; }
};

TEST(LoadWeights, ByPath) {
  Weights weights = weights_of_net();
  Loaded net(weights);
  EXPECT_TRUE(net.report.ok());
  EXPECT_EQ(net.report.loaded(), 8);
  EXPECT_EQ(net.report.count(Fit::same), 8);
  EXPECT_EQ(net.report.count(Fit::ignored), 1) << "the count of batches";
  EXPECT_EQ(net.store.entries().size(), 8u);
  for (const auto& [path, entry] : net.store.entries())
    EXPECT_TRUE(same_bits(entry.value, weights.at(path))) << path;
  EXPECT_FALSE(net.store.find("bn1.running_mean")->parameter.trainable);
}

TEST(LoadWeights, IntoAStoreThatHasThemAlready) {
  Weights weights = weights_of_net();
  ParameterStore store;
  Graph graph(Mode::infer);
  trace_net(graph);
  for (Value value : graph.parameters()) store.ensure(graph.parameter_of(value));
  std::uint64_t before = store.find("head.bias")->version;
  EXPECT_TRUE(load_weights(store, graph, weights).ok());
  EXPECT_TRUE(same_bits(store.find("head.bias")->value, weights["head.bias"]));
  EXPECT_GT(store.find("head.bias")->version, before) << "plans must see that it changed";
}

TEST(LoadWeights, APrefixTooMuchOrTooLittle) {
  Loaded parallel(weights_of_net("module."));
  EXPECT_TRUE(parallel.report.ok());
  EXPECT_EQ(parallel.report.removed, "module.");
  EXPECT_EQ(parallel.report.count(Fit::ignored), 1);
  EXPECT_EQ(Loaded(weights_of_net("module.model.")).report.removed, "module.model.");
  Loaded within(weights_of_net(), {}, "model");
  EXPECT_TRUE(within.report.ok());
  EXPECT_EQ(within.report.added, "model.");
  EXPECT_TRUE(same_bits(within["model.head.bias"], weights_of_net()["head.bias"]));
  EXPECT_EQ(Loaded(weights_of_net("model."), {}, "model").report.removed, "");
  Loaded skipping(weights_of_net("module."), {.skip = {"head"}});
  EXPECT_TRUE(skipping.report.ok()) << "skip names paths of the net, whatever the file's prefix";
}

TEST(LoadWeights, WhatIsSkippedBeginsAfresh) {
  Loaded net(weights_of_net(), {.skip = {"head"}}, "", 5);
  EXPECT_TRUE(net.report.ok());
  EXPECT_EQ(net.report.loaded(), 6);
  EXPECT_EQ(net.report.count(Fit::fresh), 2);
  EXPECT_EQ(net.store.find("head.weight"), nullptr) << "its first user draws it";
  Weights old_head = weights_of_net();
  old_head.erase("head.weight");
  old_head["fc.weight"] = Tensor::zeros(DType::f32, {9, 9});
  EXPECT_TRUE(Loaded(old_head, {.skip = {"head.weight", "fc"}}).report.ok()) << "of the file too";
  EXPECT_FALSE(Loaded(weights_of_net(), {.skip = {"hea"}}, "", 5).report.ok()) << "no path begins in a word";
  WeightsReport typo = Loaded(weights_of_net(), {.skip = {"haed"}}).report;
  EXPECT_EQ(typo.count(Fit::unknown), 1);
  EXPECT_FALSE(typo.ok());
}

TEST(LoadWeights, TypesAreConvertedWhereNothingIsLost) {
  Loaded wide(weights_of_net("", DType::f64));
  EXPECT_TRUE(wide.report.ok());
  EXPECT_EQ(wide.report.count(Fit::exact), 8) << "quarters are f32's too";
  EXPECT_TRUE(same_bits(wide["head.bias"], weights_of_net()["head.bias"]));
  EXPECT_EQ(Loaded(weights_of_net("", DType::bf16)).report.count(Fit::exact), 8);
  Weights weights = weights_of_net();
  auto fit = [&](Tensor tensor) {
    weights["head.bias"] = std::move(tensor);
    Loaded net(weights);
    for (const WeightFit& one : net.report.fits)
      if (one.path == "head.bias") return one.fit;
    return Fit::unknown;
  };
  constexpr double kInfinity = std::numeric_limits<double>::infinity(),
                   kNone = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(fit(Tensor::from<double>({3}, {0.1, 1, 2})), Fit::rounded);
  EXPECT_EQ(fit(Tensor::from<double>({3}, {1e300, 1, 2})), Fit::type) << "infinite in f32";
  EXPECT_EQ(fit(Tensor::from<double>({3}, {kInfinity, kNone, -0.0})), Fit::exact) << "as it was";
  EXPECT_EQ(fit(Tensor::from<std::int64_t>({3}, {-5, 1 << 24, 0})), Fit::exact);
  EXPECT_EQ(fit(Tensor::from<std::int64_t>({3}, {(1 << 24) + 1, 0, 0})), Fit::type);
  EXPECT_EQ(fit(Tensor::from<std::int64_t>({3}, {(std::int64_t(1) << 60) + 1, 0, 0})), Fit::type);
  EXPECT_EQ(fit(Tensor::from<bool>({3}, {true, false, true})), Fit::exact);
  EXPECT_EQ(fit(Tensor::zeros(DType::c64, {3})), Fit::type);
}

TEST(LoadWeights, AllOrNothing) {
  Weights weights = weights_of_net();
  weights["head.bias"] = Tensor::zeros(DType::f32, {4});
  Loaded net(weights);
  EXPECT_FALSE(net.report.ok());
  EXPECT_TRUE(net.store.entries().empty());
  EXPECT_EQ(net.report.layers_at_fault(), std::vector<std::string>{"head"});
}

TEST(LoadWeights, TheDifferenceIsToldKeyByKey) {
  Weights weights = weights_of_net();
  weights["conv.weight"] = weights["conv1.weight"];
  weights.erase("conv1.weight");
  weights["backbone.bn1.weight"] = weights["bn1.weight"];
  weights.erase("bn1.weight");
  weights["bn1.bias"] = Tensor::zeros(DType::c64, {2});
  weights["extra"] = Tensor::scalar<std::int64_t>(1);
  Problem problem = Loaded(weights, {.skip = {"tail"}}, "", 5).report.problem();
  EXPECT_EQ(
      render(problem, Language::english),
      R"(the weights are not the net's: 3 of its 8 parameters fit; 2 missing, 3 unexpected, 2 of another shape, 1 of another type
  missing     conv1.weight         f32[2, 1, 3, 3], perhaps conv.weight in the file
  missing     bn1.weight           f32[2], perhaps backbone.bn1.weight in the file
  type        bn1.bias             c64[2] in the file, f32[2] in the net
  shape       head.weight          f32[3, 8] in the file, f32[5, 8] in the net
  shape       head.bias            f32[3] in the file, f32[5] in the net
  unexpected  backbone.bn1.weight  f32[2]
  unexpected  conv.weight          f32[2, 1, 3, 3]
  unexpected  extra                i64[]
  to skip     tail                 neither in the file nor in the net)");
  EXPECT_EQ(
      render(problem.reasons[0], Language::french),
      "les poids ne sont pas ceux du réseau : 3 de ses 8 paramètres conviennent ; 2 manquants, 3 en trop, "
      "2 d'une autre forme, 1 d'un autre type");
}

TEST(LoadWeights, AnEmptyFileAndOneOfAnotherNet) {
  WeightsReport none = Loaded(Weights()).report;
  EXPECT_EQ(none.count(Fit::missing), 8);
  EXPECT_EQ(none.loaded(), 0);
  Weights many;
  for (int i = 0; i < 300; ++i) many["layer." + std::to_string(i)] = Tensor::zeros(DType::f32, {1});
  Problem problem = Loaded(many).report.problem();
  EXPECT_EQ(problem.operands.size(), 100u);
  EXPECT_EQ(problem.reasons.size(), 2u) << "how many more there are";
}

class ReadWeights : public testing::Test {
 protected:
  std::string code(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    auto weights = read_weights(folder_ / name);
    return weights ? "" : weights.problem().code();
  }
  TemporaryFolder folder_;
};

TEST_F(ReadWeights, OfSafetensors) {
  Weights weights = weights_of_net();
  ASSERT_TRUE(io::write_safetensors(folder_ / "net.safetensors", {.tensors = weights}));
  Weights read = read_weights(folder_ / "net.safetensors").value();
  EXPECT_EQ(read.size(), weights.size());
  EXPECT_TRUE(same_bits(read["head.weight"], weights["head.weight"]));
  EXPECT_EQ(read_weights(folder_ / "gone.pt").problem().code(), "io.not_found");
}

TEST_F(ReadWeights, OfNumpysFiles) {
  Weights weights = weights_of_net();
  ASSERT_TRUE(io::write_npz(folder_ / "net.npz", weights));
  Weights read = read_weights(folder_ / "net.npz").value();
  EXPECT_EQ(read.size(), weights.size());
  EXPECT_TRUE(Loaded(read).report.ok());
  ASSERT_TRUE(io::write_npy(folder_ / "head.weight.npy", weights["head.weight"]));
  read = read_weights(folder_ / "head.weight.npy").value();
  EXPECT_EQ(read.size(), 1u);
  EXPECT_TRUE(same_bits(read["head.weight"], weights["head.weight"]));
  EXPECT_EQ(read_weights(folder_ / "gone.npz").problem().code(), "io.not_found");
  EXPECT_NE(code("net.npz", "no zip"), "");
  EXPECT_NE(code("head.npy", "no array"), "");
}

TEST_F(ReadWeights, PicklesAreRefused) {
  EXPECT_EQ(code("net.pt", "whatever"), "train.weights.pickle");
  EXPECT_EQ(code("net.pth", ""), "train.weights.pickle");
  EXPECT_EQ(code("pytorch_model.bin", "PK\x03\x04 zip"), "train.weights.pickle") << "by what it is";
  EXPECT_EQ(code("model.ckpt", "\x80\x02}q"), "train.weights.pickle");
  EXPECT_EQ(code("net.safetensors", "PK"), "io.safetensors_short");
  EXPECT_EQ(code("empty.safetensors", ""), "io.safetensors_short");
  Problem problem = read_weights(folder_ / "net.pt").problem();
  for (Language language : {Language::english, Language::french}) {
    std::string text = render(problem, language);
    EXPECT_NE(text.find("torch.load(\"net.pt\""), text.npos) << text;
    EXPECT_NE(text.find("{key: w.contiguous() for key, w in weights.items()}, \"net.safetensors\")"),
              text.npos)
        << text;
  }
}

}  // namespace
}  // namespace percept::train
