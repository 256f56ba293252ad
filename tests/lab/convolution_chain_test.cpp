// The chain of the convolution lab: layers, relu, stages in their order, what cannot be, and the way back.
#include "percept/lab/convolution_chain.hpp"

#include <gtest/gtest.h>

#include "percept/io/image.hpp"
#include "percept/lab/convolution_lab.hpp"
#include "percept/lab/filter.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"

namespace percept::lab {
namespace {

std::string problem_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "none";
}

std::vector<std::string> operations(const ConvolutionLab& lab) {
  std::vector<std::string> names;
  for (const StageState& stage : lab.state().chain) names.push_back(stage.operation);
  return names;
}

using Sides = std::vector<std::int64_t>;

TEST(ConvolutionChain, ALayerAddsItsChannels) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "shapes", "colour": true})");
  lab.take_layer("grey");
  EXPECT_EQ(lab.state().input, (Sides{3, 64, 96}));
  EXPECT_EQ(lab.state().output, (Sides{1, 64, 96}));
  EXPECT_TRUE(lab.state().coloured_input);
  EXPECT_FALSE(lab.state().coloured);
  WalkStep step = lab.walk(0, 5, 7);
  Tensor planes = find_sample("shapes")->planes();
  ASSERT_EQ(step.slices.size(), 3u);
  double sum = 0, shares[] = {0.299, 0.587, 0.114};
  for (std::int64_t c = 0; c < 3; ++c) {
    double number = planes.at((c * 64 + 5) * 96 + 7);
    EXPECT_EQ(step.slices[std::size_t(c)].taps[0].value, number);
    EXPECT_DOUBLE_EQ(step.slices[std::size_t(c)].sum, shares[c] * number);
    sum += shares[c] * number;
  }
  EXPECT_DOUBLE_EQ(step.output, sum);
  lab.edit(R"({"colour": false})");
  EXPECT_EQ(lab.state().settings.filters[0].weights.size(), 1u) << "fitted to one channel";
}

TEST(ConvolutionChain, GroupsAreSplitOrExplained) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "shapes", "colour": true, "operation": "layer"})");
  EXPECT_EQ(lab.state().output, (Sides{2, 62, 94}));
  lab.edit(R"({"groups": 2})");
  ConvolutionState state = lab.state();
  ASSERT_TRUE(state.problem);
  EXPECT_EQ(render(*state.problem, Language::english),
            "3 channels and 2 filters cannot be split into 2 groups");
  EXPECT_EQ(state.output, (Sides{2, 62, 94})) << "the last that could be made";
  lab.edit(R"({"groups": 3})");
  EXPECT_EQ(lab.state().problem->id, "lab.layer.groups");
  lab.edit(R"({"filters": [{"weights": [[[1]]]}, {"weights": [[[2]]]}, {"weights": [[[3]]], "bias": 1}]})");
  EXPECT_FALSE(lab.state().problem);
  EXPECT_EQ(lab.state().output, (Sides{3, 64, 96}));
  EXPECT_EQ(lab.walk(2, 0, 0).output, 3 * find_sample("shapes")->planes().at(2 * 64 * 96) + 1);
  EXPECT_EQ(lab.walk(2, 0, 0).slices[0].channel, 2);
}

TEST(ConvolutionChain, FiltersAreNotFittedBeyondWhatALayerMayHold) {
  ConvolutionLab lab;
  lab.edit(R"({"operation": "layer"})");
  std::string wide = "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", rows = wide, filters;
  for (int i = 0; i < 14; ++i) rows += "," + wide;
  for (int i = 0; i < 16; ++i) filters += std::string(i ? "," : "") + R"({"weights": [[)" + rows + "]]}";
  lab.edit(R"({"filters": [)" + filters + "]}");
  EXPECT_FALSE(lab.state().problem);
  lab.edit(R"({"picture": "shapes", "colour": true})");  // 16 x 3 x 15 x 15 numbers would be 10800
  EXPECT_EQ(lab.state().problem->id, "lab.layer.slices");
  EXPECT_NO_THROW(lab.edit(R"({"colour": false})"));
  EXPECT_FALSE(lab.state().problem);
}

TEST(ConvolutionChain, ReluIsSeenInTheWalkAndTheOutput) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-6", "relu": true, "scale": "clip"})");
  WalkStep step = lab.walk(0, 0, 0);
  EXPECT_EQ(step.output, -5);
  EXPECT_EQ(step.relu, 0);
  EXPECT_EQ(step.shown, 0);
  EXPECT_FALSE(step.cut);
  EXPECT_EQ(lab.output().at(0), 0);
  EXPECT_EQ(lab.output().at(3), 8);
  lab.edit(R"({"relu": false})");
  EXPECT_FALSE(lab.walk(0, 0, 0).relu);
  EXPECT_EQ(lab.output().at(0), -5);
}

TEST(ConvolutionChain, IsItsStagesOneByOne) {
  for (const Ready& ready : ready_chains()) {
    ConvolutionLab lab;
    lab.edit(R"({"picture": "shapes", "colour": true})");
    lab.take_chain(ready.name);
    std::vector<StageSettings> chain = chain_of(lab.state().settings);
    Tensor planes = find_sample("shapes")->planes();
    for (std::size_t i = 0; i < chain.size(); ++i) {
      lab.change_chain("choose", std::int64_t(i));
      EXPECT_EQ(lab.state().input, (Sides{planes.shape()[0], planes.shape()[1], planes.shape()[2]}));
      planes = Filter(stages_of(chain[i])).run(planes).clone();
      ASSERT_EQ(lab.output().shape(), planes.shape()) << ready.name;
      for (std::int64_t k = 0; k < planes.size(); ++k)
        ASSERT_EQ(lab.output().at(k), planes.at(k)) << ready.name << " stage " << i;
      WalkStep step = lab.walk(0, 2, 3);
      EXPECT_NEAR(step.relu.value_or(step.output), planes.at(2 * planes.shape()[2] + 3), 1e-2) << ready.name;
      EXPECT_EQ(lab.state().chain[i].shape, lab.state().output);
    }
  }
}

TEST(ConvolutionChain, StagesAreAddedMovedAndRemovedAndUndone) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "digits", "preset": "gaussian-3"})");
  lab.change_chain("add", 0);
  lab.edit(R"({"operation": "max"})");
  EXPECT_EQ(operations(lab), (std::vector<std::string>{"convolution", "max"}));
  EXPECT_EQ(lab.state().settings.before.size(), 1u);
  lab.change_chain("earlier", 1);
  EXPECT_EQ(operations(lab), (std::vector<std::string>{"max", "convolution"}));
  EXPECT_EQ(lab.state().settings.operation, "max") << "what is moved stays the one that is looked at";
  lab.change_chain("choose", 1);
  EXPECT_EQ(lab.state().settings.preset, "gaussian-3");
  lab.undo();
  EXPECT_EQ(operations(lab), (std::vector<std::string>{"convolution", "max"})) << "choosing is no edit";
  lab.redo();
  lab.change_chain("blur", 1);
  EXPECT_EQ(lab.state().settings.preset, "gaussian-3");
  EXPECT_EQ(lab.state().settings.before.size(), 2u);
  lab.undo();
  lab.change_chain("remove", 0);
  EXPECT_EQ(operations(lab), (std::vector<std::string>{"convolution"}));
  EXPECT_EQ(problem_of([&] { lab.change_chain("remove", 0); }), "lab.chain.last");
  EXPECT_EQ(problem_of([&] { lab.change_chain("earlier", 0); }), "lab.chain.first");
  EXPECT_EQ(problem_of([&] { lab.change_chain("later", 0); }), "lab.chain.behind");
  EXPECT_EQ(problem_of([&] { lab.change_chain("add", 1); }), "lab.chain.place");
  EXPECT_EQ(problem_of([&] { lab.change_chain("add", -1); }), "lab.chain.place");
  EXPECT_EQ(problem_of([&] { lab.change_chain("copy", 0); }), "lab.chain.change");
  for (std::int64_t i = 0; i < 4; ++i) lab.change_chain("add", i);
  EXPECT_EQ(problem_of([&] { lab.change_chain("add", 0); }), "lab.chain.full");
}

TEST(ConvolutionChain, ToldWhichStageCannotBe) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-6"})");
  lab.change_chain("add", 0);
  lab.change_chain("add", 1);  // 6, 4, 2, none
  ConvolutionState state = lab.state();
  EXPECT_TRUE(state.problem) << "the one that is looked at is the one that cannot be";
  EXPECT_TRUE(state.chain[2].problem);
  EXPECT_FALSE(state.chain[1].problem);
  EXPECT_TRUE(state.chain[2].shape.empty());
  EXPECT_EQ(state.height.size, 0) << "of 2 numbers";
  lab.change_chain("choose", 0);
  EXPECT_FALSE(lab.state().problem) << "what stands behind does not concern it";
  EXPECT_TRUE(lab.state().chain[2].problem);
  EXPECT_EQ(lab.state().output, (Sides{1, 4, 4}));
  lab.edit(R"({"border": "zero", "padding": 1})");
  EXPECT_FALSE(lab.state().chain[2].problem);
}

// r = 1 + 4·1 = 5, then 5 + 2·1 = 7 with stride 2, then 7 + (2-1)·2 = 9, then 9 + (3-1)·2·4 = 25.
TEST(ConvolutionChain, TellsHowFarANumberSees) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "rings", "preset": "gaussian-5"})");
  lab.change_chain("add", 0);
  lab.edit(R"({"preset": "sobel-x", "stride": 2})");
  lab.change_chain("add", 1);
  lab.edit(R"({"operation": "max"})");
  lab.change_chain("add", 2);
  lab.edit(R"({"operation": "convolution", "stride": 1, "dilation": 2})");
  std::vector<StageState> chain = lab.state().chain;
  EXPECT_EQ(chain[0].reach, (Sides{5, 5}));
  EXPECT_EQ(chain[1].reach, (Sides{7, 7}));
  EXPECT_EQ(chain[2].reach, (Sides{9, 9}));
  EXPECT_EQ(chain[2].formula, "7 + (2 - 1)·1·2");
  EXPECT_EQ(chain[3].reach, (Sides{25, 25}));
  EXPECT_EQ(chain[3].formula, "9 + (3 - 1)·2·4");
  lab.change_chain("choose", 0);
  lab.edit(R"({"transposed": true})");
  EXPECT_TRUE(lab.state().chain[1].reach.empty());
}

// The picture as it is moved one pixel changes what the reach says, and no more.
TEST(ConvolutionChain, TheReachIsWhatANumberSees) {
  ConvolutionLab lab;
  lab.type_picture(
      "0 0 0 0 0 0 0 0 0; 0 0 0 0 0 0 0 0 0; 0 0 0 0 0 0 0 0 0; 0 0 0 0 0 0 0 0 0; "
      "0 0 0 0 1 0 0 0 0; 0 0 0 0 0 0 0 0 0; 0 0 0 0 0 0 0 0 0; 0 0 0 0 0 0 0 0 0; 0 0 0 0 0 0 0 0 0");
  lab.edit(R"({"preset": "box-3", "border": "zero", "padding": 1})");
  lab.change_chain("add", 0);
  EXPECT_EQ(lab.state().chain[1].reach, (Sides{5, 5}));
  for (std::int64_t r = 0; r < 9; ++r)
    for (std::int64_t c = 0; c < 9; ++c) {
      bool near = std::abs(r - 4) <= 2 && std::abs(c - 4) <= 2;
      EXPECT_EQ(lab.output().at(r * 9 + c) != 0, near) << r << " " << c;
    }
}

TEST(ConvolutionChain, RefusesWhatIsNoSetting) {
  ConvolutionLab lab;
  std::uint64_t version = lab.version();
  std::string seventeen = R"({"weights": [[[1]]]})", wide = "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", many = wide;
  for (int i = 0; i < 16; ++i) seventeen += R"(, {"weights": [[[1]]]})";
  for (int i = 0; i < 14; ++i) many += "," + wide;
  for (int i = 0; i < 2; ++i) many += "],[" + many;  // 4 kernels of 15 x 15
  std::string heavy;
  for (int i = 0; i < 16; ++i) heavy += std::string(i ? "," : "") + R"({"weights": [[)" + many + "]]}";
  for (auto [changes, code] : std::initializer_list<std::pair<std::string, const char*>>{
           {R"({"filters": []})", "lab.range"},
           {R"({"filters": [)" + seventeen + "]}", "lab.range"},
           {R"({"filters": [)" + heavy + "]}", "lab.layer.weights"},
           {R"({"filters": [{"weights": []}]})", "lab.range"},
           {R"({"filters": [{"weights": [[]]}]})", "lab.range"},
           {R"({"filters": [{"weights": [[[]]]}]})", "lab.range"},
           {R"({"filters": [{"weights": [[["a"]]]}]})", "lab.type"},
           {R"({"filters": [{"weights": [[[1e10]]]}]})", "lab.range"},
           {R"({"filters": [{"weights": [[[1]]], "bias": "x"}]})", "lab.type"},
           {R"({"filters": [{"weights": [[[1]]], "bias": NaN}]})", "lab.json"},
           {R"({"filters": [{"weights": [[[1]]], "colour": 1}]})", "lab.unknown_field"},
           {R"({"filters": [{"weights": [[[1], [1, 2]]]}]})", "lab.matrix.ragged"},
           {R"({"filters": [{"weights": [[[1]]]}, {"weights": [[[1]], [[2]]]}]})", "lab.layer.channels"},
           {R"({"filters": [{"weights": [[[1]]]}, {"weights": [[[1, 2]]]}]})", "lab.filter.kernel_size"},
           {R"({"groups": 0})", "lab.range"},
           {R"({"groups": 1e300})", "lab.type"},
           {R"({"groups": 17})", "lab.range"},
           {R"({"operation": "layers"})", "lab.unknown_word"},
           {R"({"relu": 1})", "lab.type"},
           {R"({"before": [{}, {}, {}], "after": [{}, {}]})", "lab.range"},
           {R"({"before": [{"stride": 0}]})", "lab.range"},
           {R"({"after": [{"before": []}]})", "lab.unknown_field"},
           {R"({"after": {}})", "lab.type"}})
    EXPECT_EQ(problem_of([&] { lab.edit(changes); }), code) << changes.substr(0, 100);
  EXPECT_EQ(problem_of([&] { lab.take_layer("gray"); }), "lab.ready");
  EXPECT_EQ(problem_of([&] { lab.take_chain(""); }), "lab.ready");
  EXPECT_EQ(problem_of([&] { lab.take_layer("opponents"); }), "lab.ready.colours") << "a digit is grey";
  EXPECT_EQ(lab.version(), version) << "all is as it was";
  try {
    lab.edit(R"({"before": [{}, {"stride": 0}]})");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().where, "before.1.stride");
  }
}

TEST(ConvolutionChain, PresetsAndChangesGoIntoASliceAndKeepOneSize) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "shapes", "colour": true, "operation": "layer"})");
  lab.change_kernel("gaussian-5", 1, 2);
  const std::vector<FilterSettings> filters = lab.state().settings.filters;
  EXPECT_EQ(matrix_of_rows(filters[1].weights[2]), find_kernel("gaussian-5")->kernel());
  EXPECT_EQ(format_matrix(matrix_of_rows(filters[0].weights[0])),
            "0 0 0 0 0; 0 1 0 -1 0; 0 1 0 -1 0; 0 1 0 -1 0; 0 0 0 0 0");
  lab.change_kernel("negate", 0, 0);
  EXPECT_EQ(lab.state().settings.filters[0].weights[0][1][1], -1);
  EXPECT_EQ(lab.state().settings.filters[0].weights[1][1][1], 1) << "the other slices stay";
  EXPECT_EQ(problem_of([&] { lab.change_kernel("negate", 2, 0); }), "lab.range");
  EXPECT_EQ(problem_of([&] { lab.change_kernel("negate", 0, 3); }), "lab.range");
}

TEST(ConvolutionChain, TakesTheLayerOfATrainedNetwork) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "shapes", "colour": true})");
  Tensor weights(DType::f32, {8, 3, 5, 5}), biases(DType::f32, {8});
  for (std::int64_t i = 0; i < weights.size(); ++i) weights.set(i, double(i % 7) - 3);
  for (std::int64_t i = 0; i < 8; ++i) biases.set(i, double(i));
  lab.set_layer(weights, biases);
  EXPECT_EQ(lab.state().output, (Sides{8, 60, 92}));
  EXPECT_EQ(lab.state().settings.filters[7].weights[2][4][4], weights.at(weights.size() - 1));
  EXPECT_EQ(lab.walk(7, 0, 0).bias, 7);
  EXPECT_EQ(problem_of([&] { lab.set_layer(weights, weights); }), "lab.layer.shape");
  EXPECT_EQ(problem_of([&] {
              lab.set_layer(Tensor(DType::f32, {17, 1, 1, 1}), Tensor(DType::f32, {17}));
            }),
            "lab.range");
}

TEST(ConvolutionChain, EveryPictureFitsIntoAMessage) {
  ConvolutionLab lab;
  Tensor large(DType::u8, {1000, 1000, 3});
  std::fill_n(large.data<std::uint8_t>().data(), large.size(), std::uint8_t(77));
  lab.open_picture("large.png", io::encode_png(large).value());
  std::string sixteen;
  for (int i = 0; i < 16; ++i) sixteen += std::string(i ? "," : "") + R"({"weights": [[[1]]]})";
  lab.edit(R"({"colour": true, "operation": "layer", "filters": [)" + sixteen + "]}");
  EXPECT_EQ(lab.state().problem->id, "lab.filter.pixels") << "16 maps of a million";
  for (int stride = 1; stride <= 3; ++stride) {
    lab.edit(R"({"stride": )" + std::to_string(stride) + "}");
    std::size_t all = 0;
    for (const Blob& blob : lab.picture().blobs) all += blob.bytes.size();
    EXPECT_LT(all, 32u << 20);
  }
  EXPECT_EQ(lab.state().output[0], 16);
  lab.change_chain("add", 0);
  lab.edit(R"({"stride": 1, "border": "zero", "padding": 64})");
  std::size_t all = 0;
  for (const Blob& blob : lab.picture().blobs) all += blob.bytes.size();
  EXPECT_LT(all, 32u << 20) << "inner numbers are f32, with their border";
}

TEST(ConvolutionChain, ThePictureHasEveryMapAndSmallPicturesOfAllStages) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "shapes", "colour": true})");
  lab.take_chain("first-layer");
  ConvolutionPicture picture = lab.picture();
  std::map<std::string, Sides> shapes;
  for (const Blob& blob : picture.blobs) shapes[blob.name] = blob.shape;
  EXPECT_EQ(shapes["shown"], (Sides{4, 64, 96, 3}));
  EXPECT_EQ(shapes["thumb"], (Sides{1, 22, 32, 3}));
  EXPECT_EQ(shapes["thumb.0"], (Sides{4, 22, 32, 3}));
  EXPECT_EQ(shapes["thumb.1"], (Sides{4, 16, 24, 3}));
  EXPECT_EQ(shapes.count("thumb.2"), 0u);
}

}  // namespace
}  // namespace percept::lab
