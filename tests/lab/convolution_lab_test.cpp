// The convolution lab beside the lectures' numbers, and what it does with wrong ones.
#include "percept/lab/convolution_lab.hpp"

#include <gtest/gtest.h>

#include "percept/io/image.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"

namespace percept::lab {
namespace {

std::string output_of(const ConvolutionLab& lab) {
  const Tensor& planes = lab.output();
  Matrix matrix{planes.shape()[1], planes.shape()[2], {}};
  for (std::int64_t i = 0; i < matrix.rows * matrix.columns; ++i) matrix.numbers.push_back(planes.at(i));
  return format_matrix(matrix);
}

std::string problem_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "none";
}

TEST(ConvolutionLab, GivesTheLecturesNumbers) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-6"})");
  EXPECT_EQ(output_of(lab), "-5 -4 0 8; -10 -2 2 3; 0 -2 -4 -7; -3 -2 -3 -16");
  lab.edit(R"({"border": "zero", "padding": 1, "stride": 2})");
  EXPECT_EQ(output_of(lab), "-5 -6 6; -13 -2 3; -7 -2 -16");
  EXPECT_EQ(lab.state().height.formula, "⌊(6 + 2·1 - 1·(3 - 1) - 1)/2⌋ + 1");
  EXPECT_EQ(lab.state().height.size, 3);
  lab.edit(R"({"picture": "lecture-edge", "border": "none", "stride": 1})");
  EXPECT_EQ(output_of(lab), "0 30 30 0; 0 30 30 0; 0 30 30 0; 0 30 30 0");
  lab.edit(R"({"picture": "lecture-7", "kernel": [[3, 4, 4], [1, 0, 2], [-1, 0, 3]], "stride": 2})");
  EXPECT_EQ(output_of(lab), "91 100 88; 69 91 117; 44 72 74");
  lab.edit(R"({"picture": "lecture-2", "preset": "lectures-matrix", "stride": 1, "transposed": true})");
  EXPECT_EQ(output_of(lab), "2 9 6 1; 6 29 30 7; 10 29 33 13; 12 24 16 4");
}

TEST(ConvolutionLab, WalksAndClips) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-6", "scale": "clip", "bias": -10})");
  WalkStep step = lab.walk(0, 0, 0);
  EXPECT_EQ(step.sum, -5);
  EXPECT_EQ(step.output, -15);
  EXPECT_EQ(step.shown, 0);
  EXPECT_TRUE(step.cut);
  lab.edit(R"({"scale": "offset"})");
  step = lab.walk(0, 0, 0);
  EXPECT_EQ(step.shown, 113);
  EXPECT_FALSE(step.cut);
  lab.edit(R"({"scale": "sign"})");
  EXPECT_FALSE(lab.walk(0, 0, 0).shown);
  EXPECT_EQ(problem_of([&] { lab.walk(0, 4, 0); }), "lab.filter.place");
}

TEST(ConvolutionLab, GivesTheLecturesMatrix) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-4", "preset": "lectures-matrix", "bias": 7})");
  MatrixView matrix = lab.matrix();
  EXPECT_EQ(matrix.rows, 4);
  EXPECT_EQ(matrix.columns, 16);
  EXPECT_EQ(format_matrix({1, 16, {matrix.numbers.begin(), matrix.numbers.begin() + 16}}),
            "1 4 1 0 1 4 3 0 3 3 1 0 0 0 0 0");
  lab.edit(R"({"operation": "max"})");
  EXPECT_EQ(problem_of([&] { lab.matrix(); }), "lab.filter.no_matrix");
  lab.edit(R"({"operation": "convolution", "picture": "digit"})");
  EXPECT_EQ(problem_of([&] { lab.matrix(); }), "lab.convolution.matrix_large");
}

TEST(ConvolutionLab, PoolsAndTellsWhatAShiftChanges) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-6", "operation": "max"})");
  EXPECT_EQ(output_of(lab), "5 9 7; 7 5 8; 4 6 9");
  EXPECT_FALSE(lab.state().moved);
  lab.edit(R"({"shift": 1})");  // by hand: the first row becomes 3 3 0 1 2 7, ...
  EXPECT_EQ(output_of(lab), "3 8 9; 2 7 7; 4 5 6");
  EXPECT_EQ(lab.state().moved, 8);
  lab.edit(R"({"operation": "average", "global": true, "shift": 0})");
  EXPECT_EQ(lab.output().size(), 1);
}

TEST(ConvolutionLab, KeepsTheLastOutputWhereASizeCannotBe) {
  ConvolutionLab lab;
  lab.edit(R"({"picture": "lecture-4"})");
  std::string before = output_of(lab);
  lab.edit(R"({"dilation": 2})");
  ConvolutionState state = lab.state();
  ASSERT_TRUE(state.problem);
  EXPECT_EQ(state.problem->id, "lab.filter.size");
  EXPECT_TRUE(state.hint);
  EXPECT_EQ(state.settings.dilation, 2);
  EXPECT_EQ(state.height.size, 0);
  EXPECT_EQ(output_of(lab), before);
  EXPECT_NO_THROW(lab.walk(0, 1, 1));
  lab.edit(R"({"border": "reflect", "padding": 1})");
  EXPECT_FALSE(lab.state().problem);
  lab.edit(R"({"padding": 4})");
  EXPECT_EQ(lab.state().problem->id, "lab.filter.reflect");
  lab.edit(R"({"transposed": true})");
  EXPECT_EQ(lab.state().problem->id, "lab.filter.transposed_border");
}

TEST(ConvolutionLab, RefusesWhatIsNoSetting) {
  ConvolutionLab lab;
  std::uint64_t version = lab.version();
  for (auto [changes, code] : std::initializer_list<std::pair<const char*, const char*>>{
           {"[]", "lab.json"},
           {R"({"colours": true})", "lab.unknown_field"},
           {R"({"picture": "cat"})", "lab.unknown_word"},
           {R"({"picture": "own"})", "lab.convolution.no_own"},
           {R"({"preset": "sobel"})", "lab.unknown_word"},
           {R"({"kernel": [["a"]]})", "lab.type"},
           {R"({"kernel": []})", "lab.range"},
           {R"({"kernel": [[]]})", "lab.range"},
           {R"({"kernel": [[1, 2], [3]]})", "lab.matrix.ragged"},
           {R"({"kernel": [[1e10]]})", "lab.range"},
           {R"({"kernel": [[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]]})", "lab.range"},
           {R"({"stride": 0})", "lab.range"},
           {R"({"stride": 1.5})", "lab.type"},
           {R"({"padding": -1})", "lab.range"},
           {R"({"window": 65})", "lab.range"},
           {R"({"border": "mirror"})", "lab.unknown_word"}})
    EXPECT_EQ(problem_of([&] { lab.edit(changes); }), code) << changes;
  EXPECT_EQ(problem_of([&] { lab.change_kernel("rotate30"); }), "lab.kernel_change");
  EXPECT_EQ(problem_of([&] { lab.type_picture("1 x"); }), "lab.matrix.number");
  std::string text = "this is no picture";
  EXPECT_NE(problem_of([&] { lab.open_picture("a.png", std::as_bytes(std::span(text))); }), "none");
  EXPECT_EQ(lab.version(), version) << "all is as it was";
}

TEST(ConvolutionLab, KnowsPresetsByTheirNumbers) {
  ConvolutionLab lab;
  lab.edit(R"({"preset": "sobel-x"})");
  EXPECT_EQ(format_matrix(kernel_of(lab.state().settings)), "-1 0 1; -2 0 2; -1 0 1");
  lab.change_kernel("transpose");
  EXPECT_EQ(lab.state().settings.preset, "sobel-y");
  lab.edit(R"({"kernel": [[5]]})");
  EXPECT_EQ(lab.state().settings.preset, "");
  EXPECT_EQ(lab.state().kernel_sum, 5);
}

TEST(ConvolutionLab, UndoesAndRedoesADragAtOnce) {
  ConvolutionLab lab;
  EXPECT_EQ(problem_of([&] { lab.undo(); }), "lab.nothing_to_undo");
  lab.edit(R"({"bias": 1})");
  lab.edit(R"({"bias": 2})", true);
  lab.edit(R"({"bias": 3})", true);
  lab.edit(R"({"stride": 2})");
  lab.undo();
  EXPECT_EQ(lab.state().settings.bias, 3);
  EXPECT_EQ(lab.state().settings.stride, 1);
  lab.undo();
  EXPECT_EQ(lab.state().settings.bias, 0);
  EXPECT_FALSE(lab.state().undo);
  lab.redo();
  lab.redo();
  EXPECT_EQ(lab.state().settings.stride, 2);
  EXPECT_FALSE(lab.state().redo);
}

TEST(ConvolutionLab, OpensPicturesAndReducesLargeOnes) {
  ConvolutionLab lab;
  Tensor large(DType::u8, {1500, 2000, 3});
  auto bytes = large.data<std::uint8_t>();
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::uint8_t(i % 3 * 100);
  io::Bytes png = io::encode_png(large).value();
  lab.open_picture("large.png", png);
  ConvolutionState state = lab.state();
  EXPECT_EQ(state.own, "large.png");
  EXPECT_EQ(state.given, (std::vector<std::int64_t>{3, 1500, 2000}));
  EXPECT_EQ(state.input[0], 1);
  EXPECT_LE(state.input[1] * state.input[2], kMostLabPixels);
  lab.edit(R"({"colour": true, "border": "replicate", "padding": 2})");
  ConvolutionPicture picture = lab.picture();
  EXPECT_EQ(picture.border, 2);
  EXPECT_EQ(picture.blobs[0].type, "u8");
  EXPECT_EQ(picture.blobs[0].shape, (std::vector<std::int64_t>{3, state.input[1] + 4, state.input[2] + 4}));
  EXPECT_EQ(picture.blobs[0].bytes[0], 0);
  EXPECT_EQ(std::uint8_t(picture.blobs[0].bytes.back()), 200);
  std::size_t all = 0;
  for (const Blob& blob : picture.blobs) all += blob.bytes.size();
  EXPECT_LT(all, 32u << 20) << "a page's queue";
  lab.undo();
  lab.undo();
  EXPECT_EQ(lab.state().settings.picture, "digit");
}

Tensor pixels_of(std::int64_t side, std::uint8_t byte) {
  Tensor image(DType::u8, {side, side, 3});
  for (std::uint8_t& each : image.data<std::uint8_t>()) each = byte++;
  return image;
}

TEST(ConvolutionLab, ShowsOfAFrameWhatTheSamePictureWouldGive) {
  for (const char* changes : {R"({"border": "reflect", "scale": "offset"})", R"({"colour": true})",
                              R"({"operation": "max", "scale": "stretch", "shift": 2})"}) {
    ConvolutionLab lab;
    lab.edit(changes);
    std::uint64_t version = lab.version();
    Tensor image = pixels_of(9, 7);
    LivePicture live = lab.live(image);
    EXPECT_EQ(lab.version(), version) << "nothing is kept of it";
    lab.take_image("camera", image);
    ConvolutionPicture still = lab.picture();
    EXPECT_EQ(live.blobs[0].bytes, still.blobs[2].bytes) << changes;
    const std::vector<std::int64_t>& all = still.blobs[2].shape;  // of one map
    EXPECT_EQ(live.blobs[0].shape, std::vector<std::int64_t>(all.begin() + 1, all.end()));
    EXPECT_EQ(live.least, still.least);
    EXPECT_EQ(live.greatest, still.greatest);
  }
}

TEST(ConvolutionLab, AFrameGoesThroughAllStagesUpToTheOneThatIsLookedAt) {
  ConvolutionLab lab;
  Tensor image = pixels_of(9, 7);
  lab.take_image("camera", image);
  lab.edit(R"({"colour": true, "scale": "stretch"})");
  lab.take_chain("first-layer");
  std::size_t stages = lab.state().chain.size();
  ASSERT_GT(stages, 1u);
  for (std::size_t stage = 0; stage < stages; ++stage) {
    lab.change_chain("choose", std::int64_t(stage));
    ConvolutionPicture still = lab.picture();
    const std::vector<std::int64_t>& all = still.blobs[2].shape;
    std::size_t map = std::size_t(all[1] * all[2] * all[3]);
    for (std::int64_t i = 0; i < all[0]; ++i)
      EXPECT_EQ(lab.live(image, i).blobs[0].bytes, still.blobs[2].bytes.substr(std::size_t(i) * map, map))
          << stage;
  }
}

TEST(ConvolutionLab, ALiveFrameThatFitsNoOutputIsAProblem) {
  ConvolutionLab lab;
  lab.edit(R"({"dilation": 9})");
  EXPECT_EQ(problem_of([&] { lab.live(pixels_of(9, 0)); }), "lab.filter.size");
}

TEST(ConvolutionLab, UndoKnowsNoStepBetweenTwoFrozenFrames) {
  ConvolutionLab lab;
  lab.take_image("camera", pixels_of(4, 0));
  lab.edit(R"({"bias": 1})");
  for (std::uint8_t i = 0; i < 50; ++i) lab.take_image("camera", pixels_of(5, i), true);
  lab.undo();
  EXPECT_EQ(lab.state().settings.bias, 0);
  EXPECT_EQ(lab.state().given, (std::vector<std::int64_t>{3, 5, 5})) << "the last one, before the edit too";
  lab.undo();
  EXPECT_EQ(lab.state().settings.picture, "digit");
  EXPECT_FALSE(lab.state().undo);
}

TEST(ConvolutionLab, UndoTakesBackStrokeByStroke) {
  ConvolutionLab lab;
  for (std::uint8_t stroke = 0; stroke < 40; ++stroke) lab.take_image("drawn", pixels_of(28, stroke));
  for (int i = 0; i < 40; ++i) lab.undo();
  EXPECT_EQ(lab.state().settings.picture, "digit");
}

TEST(ConvolutionLab, PixelsMustBeAsManyAsTheirSizeSays) {
  EXPECT_EQ(image_of({2, 1, 3}, "RGBrgb").shape(), (Shape{1, 2, 3}));
  using Size = PixelSize;
  for (auto [size, code] : {std::pair(Size{2, 1, 3}, "lab.convolution.pixels"),
                            {Size{0, 1, 1}, "lab.range"},
                            {Size{3, 1, 2}, "lab.convolution.pixels"},
                            {Size{1, 1, 4}, "lab.range"},
                            {Size{1 << 20, 1 << 20, 3}, "lab.convolution.large"}})
    EXPECT_EQ(problem_of([&] { image_of(size, "ABCD"); }), code);
}

TEST(ConvolutionLab, TypedNumbersAreAPicture) {
  ConvolutionLab lab;
  lab.type_picture("1 -2 1/2; 4 5 6; 7 8 9");
  ConvolutionPicture picture = lab.picture();
  EXPECT_EQ(picture.low, -2);
  EXPECT_EQ(picture.high, 9);
  EXPECT_EQ(picture.blobs[0].type, "f32");
  EXPECT_EQ(output_of(lab), "-3.5");
}

TEST(ConvolutionLab, OfOnesOwnPicturesUndoKeepsTheLastOnes) {
  ConvolutionLab lab;
  lab.edit(R"({"kernel": [[1]]})");
  Tensor largest(DType::u8, {1024, 1024, 3});
  for (int i = 0; i < 10; ++i) {
    lab.take_image("large", largest);
    lab.edit(R"({"bias": )" + std::to_string(i + 1) + "}");
  }
  int undone = 0;
  for (; lab.state().undo; ++undone) lab.undo();
  EXPECT_EQ(undone, 15) << "eight pictures with their edits, from where the first had just been taken";
}

TEST(ConvolutionLab, EverySampleIsAPictureOfBytes) {
  for (const SamplePicture& sample : sample_pictures()) {
    Tensor planes = sample.planes();
    EXPECT_EQ(planes.shape().rank(), 3u);
    float least = 255, greatest = 0;
    for (float number : planes.data<float>()) {
      EXPECT_EQ(number, std::floor(number)) << sample.name;
      least = std::min(least, number);
      greatest = std::max(greatest, number);
    }
    EXPECT_GE(least, 0) << sample.name;
    EXPECT_LE(greatest, 255) << sample.name;
    EXPECT_LT(least, greatest) << sample.name;
    EXPECT_NE(render(sample.title()), sample.title().id);
  }
}

}  // namespace
}  // namespace percept::lab
