// percept filter: the lectures' numbers as a student types them, pictures, and what is no picture.
#include "io/jpeg_samples.hpp"
#include "io/png_builder.hpp"
#include "percept/io/image.hpp"
#include "percept/io/npy.hpp"
#include "percept/io/safetensors.hpp"
#include "program.hpp"

namespace percept::cli {
namespace {

using Rows = std::vector<std::vector<double>>;

const std::string kDeck =
    "filter \"3 0 1 2 7 4; 1 5 8 9 3 1; 2 7 2 5 1 3; 0 1 3 1 7 8; 4 2 1 6 2 8; 2 4 5 2 3 9\" ";
const std::string kEdge = "--kernel \"1 0 -1; 1 0 -1; 1 0 -1\" ";

TEST_F(Program, FilterGivesTheLecturesNumbers) {
  auto numbers = [&](const std::string& words) -> Rows {
    return run(words + " --json").json()["numbers"][0];
  };
  EXPECT_EQ(numbers(kDeck + kEdge),
            (Rows{{-5, -4, 0, 8}, {-10, -2, 2, 3}, {0, -2, -4, -7}, {-3, -2, -3, -16}}));
  EXPECT_EQ(numbers(kDeck + "--kernel edge-vertical --pad 1 --stride 2"),
            (Rows{{-5, -6, 6}, {-13, -2, 3}, {-7, -2, -16}}));
  EXPECT_EQ(numbers(kDeck + "--pool \"max 2 stride=2\""), (Rows{{5, 9, 7}, {7, 5, 8}, {4, 6, 9}}));
  EXPECT_EQ(numbers(kDeck + "--pool \"average 2\""),
            (Rows{{2.25, 5, 3.75}, {2.5, 2.75, 4.75}, {3, 3.5, 5.5}}));
  EXPECT_EQ(numbers("filter \"2 1; 4 4\" --kernel lectures-matrix --transposed"),
            (Rows{{2, 9, 6, 1}, {6, 29, 30, 7}, {10, 29, 33, 13}, {12, 24, 16, 4}}));
  EXPECT_EQ(numbers("filter \"1 2 3 4 5 6 7 8\" --kernel \"1 1\" --kernel \"1 1\" --kernel \"1 1\" "
                    "--pad causal --dilation 1,2,4"),
            (Rows{{1, 3, 6, 10, 15, 21, 28, 36}}));
}

// By hand: the sum of the four numbers, and left minus right.
TEST_F(Program, FilterTellsALayersChannels) {
  std::string layer = "filter \"1 2; 3 4\" --filter \"1 1; 1 1\" --filter \"1 -1; 1 -1\" --bias 5 ";
  nlohmann::json told = run(layer + "--json --steps").json();
  EXPECT_EQ(told["numbers"], (nlohmann::json{{{15}}, {{3}}}));
  EXPECT_EQ(told["output"]["channels"], 2);
  EXPECT_EQ(told["stages"][0]["filters"][1][0], (nlohmann::json{{1, -1}, {1, -1}}));
  EXPECT_EQ(told["steps"][1]["slices"][0]["sum"], -2);
  std::string out = run(layer + "--steps").out;
  EXPECT_NE(out.find("filter 2, row 1, column 1\n  channel 1\n"), std::string::npos) << out;
  EXPECT_NE(out.find("sum of the channels:  -2 = -2, + bias 5 = 3"), std::string::npos) << out;
  std::string colour = (folder_ / "colour.png").string();
  Tensor image = Tensor::from<std::uint8_t>({1, 1, 3}, {100, 50, 10});
  io::write_png(colour, image).value();
  out = run("filter " + colour + " --filter \"1 | -1 | 1/2\" --at 1,1").out;
  EXPECT_NE(out.find("sum of the channels:  100 - 50 + 5 = 55"), std::string::npos) << out;
  EXPECT_NE(out.find("  red\n"), std::string::npos) << out;
  EXPECT_EQ(run("filter " + colour + " --filter 1 --filter 2 --filter 3 --groups 3 --json").json()["numbers"],
            (nlohmann::json{{{100}}, {{100}}, {{30}}}));
  EXPECT_NE(run("filter " + colour + " --filter 1 --filter 2 --groups 2")
                .err.find("3 channels and 2 filters cannot be split into 2 groups"),
            std::string::npos);
}

TEST_F(Program, FilterTakesALayerFromAFile) {
  Tensor weight = Tensor::from<float>({2, 1, 1, 2}, {1, 2, 3, 4}), bias = Tensor::from<float>({2}, {10, 20});
  std::string npy = (folder_ / "w.npy").string(), tensors = (folder_ / "w.safetensors").string(),
              flat = (folder_ / "f.npy").string();
  io::write_npy(npy, weight).value();
  io::write_npy(flat, bias).value();
  io::write_safetensors(tensors, {{{"conv.weight", weight}, {"conv.bias", bias}}, {}}).value();
  EXPECT_EQ(run("filter \"1 1\" --weights " + npy + " --json").json()["numbers"],
            (nlohmann::json{{{3}}, {{7}}}));
  EXPECT_EQ(run("filter \"1 1\" --weights " + tensors + " --relu --json").json()["numbers"],
            (nlohmann::json{{{13}}, {{27}}}));
  EXPECT_NE(run("filter \"1 1\" --weights " + flat).err.find("these numbers are no layer"),
            std::string::npos);
  EXPECT_NE(run("filter \"1 1\" --weights " + npy + " --filter 1").err.find("two layers"), std::string::npos);
}

TEST_F(Program, FilterLearnsTheKernel) {
  auto learnt = [&](const std::string& words) { return run("filter " + words + " --json").json(); };
  nlohmann::json answer = learnt(
      "\"3 0 1 2 7 4; 1 5 8 9 3 1; 2 7 2 5 1 3; 0 1 3 1 7 8; 4 2 1 6 2 8; 2 4 5 2 3 9\" "
      "--learn \"-5 -4 0 8; -10 -2 2 3; 0 -2 -4 -7; -3 -2 -3 -16\"");
  const Rows edge = {{1, 0, -1}, {1, 0, -1}, {1, 0, -1}};
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(double(answer["kernel"][r][c]), edge[r][c], 1e-3);
  EXPECT_EQ(answer["open_directions"], 0);
  answer = learnt("\"1 2 4 8 16 32\" --learn \"3 6 12 24 48\" --size 1,2");  // 1 + 1, 0 + 3/2, ...
  EXPECT_EQ(answer["open_directions"], 1);
  EXPECT_LT(double(answer["loss"]), 1e-9);
  EXPECT_NE(run("filter \"1 2 3\" --learn \"1 2 3 4\"").status, 0);
  EXPECT_NE(run("filter \"1 2 3\" --learn \"1 2 3\" --size 16").status, 0);
  EXPECT_NE(run("filter \"1 2 3\" --learn \"1 2 3\" --size x").status, 0);
  EXPECT_NE(run("filter \"1 2 3\" --learn \"1 2 3\" --kernel sobel-x").err.find("--learn"),
            std::string::npos);
}

TEST_F(Program, FilterTellsEachStep) {
  std::string out = run(kDeck + kEdge + "--steps").out;
  EXPECT_NE(out.find("row 1, column 1\n"
                     "  3  0  1      1   0  -1      3   0  -1\n"
                     "  1  5  8  ·   1   0  -1  =   1   0  -8\n"
                     "  2  7  2      1   0  -1      2   0  -2\n"
                     "  3 + 0 - 1 + 1 + 0 - 8 + 2 + 0 - 2 = -5\n"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("height  ⌊(6 + 2·0 - 1·(3 - 1) - 1)/1⌋ + 1 = 4"), std::string::npos);
  EXPECT_NE(out.find("\n -3   -2   -3  -16\n"), std::string::npos);
  std::string place = run(kDeck + kEdge + "--pad 1 --bias 1/2 --at 1,1 --lang fr").out;
  EXPECT_NE(place.find("[0]  [0]  [0]"), std::string::npos) << place;
  EXPECT_NE(place.find("= -5, + biais 0,5 = -4,5"), std::string::npos) << place;
  EXPECT_EQ(place.find("ligne 1, colonne 2"), std::string::npos);
  nlohmann::json step = run(kDeck + kEdge + "--at 2,3 --json").json()["steps"][0];
  EXPECT_EQ(step["row"], 2);
  EXPECT_EQ(step["output"], 2);
  EXPECT_EQ(step["taps"].size(), 9u);
  EXPECT_EQ(step["taps"][0]["row"], 2);
  EXPECT_EQ(step["taps"][0]["column"], 3);
  EXPECT_NE(run(kDeck + "--pool \"average 2\" --at 1,1").out.find("mean = 2.25"), std::string::npos);
  EXPECT_NE(run("filter \"2 1; 4 4\" --kernel lectures-matrix --transposed --steps")
                .out.find("  2  ·  1  4  3  =  2  8  6\n"),
            std::string::npos);
}

TEST_F(Program, FilterShowsTheMatrix) {
  std::string words = "filter \"4 5 8 7; 1 8 8 8; 3 6 6 4; 6 5 7 8\" --kernel lectures-matrix --matrix ";
  nlohmann::json object = run(words + "--json").json();
  ASSERT_EQ(object["matrix"].size(), 4u);
  EXPECT_EQ(object["matrix"][3], (std::vector<double>{0, 0, 0, 0, 0, 1, 4, 1, 0, 1, 4, 3, 0, 3, 3, 1}));
  EXPECT_EQ(object["numbers"][0], (Rows{{122, 148}, {126, 134}}));
  EXPECT_NE(run(words).out.find("  0  1  4  1  0  1  4  3  0  3  3  1  0  0  0  0\n"), std::string::npos);
}

TEST_F(Program, FilterListsItsKernels) {
  nlohmann::json kernels = run("filter --list --json").json()["kernels"];
  EXPECT_GE(kernels.size(), 20u);
  EXPECT_EQ(kernels[0]["name"], "identity");
  std::string french = run("filter --list --lang fr").out;
  EXPECT_NE(french.find("sobel-x           3 x 3   De combien"), std::string::npos) << french;
  EXPECT_NE(run("filter --help").out.find("gabor-45"), std::string::npos);
  EXPECT_NE(run("completion -- filter x.png --kernel sob").out.find("sobel-x\tHow much"), std::string::npos);
  EXPECT_NE(run("completion -- filter x.png --padding re").out.find("reflect"), std::string::npos);
}

TEST_F(Program, FilterWritesAPicture) {
  Tensor image(DType::u8, {20, 30, 3});
  for (std::int64_t i = 0; i < image.size(); ++i) image.set(i, i / 3 % 30 < 15 ? 200 : 100);
  ASSERT_TRUE(io::write_png(folder_ / "in.png", image));
  Answer answer = run("filter in.png --kernel sobel-left --padding reflect -o out.png --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  EXPECT_EQ(answer.json()["file"], "out.png");
  EXPECT_EQ(answer.json()["output"]["greatest"], 400);
  Tensor out = io::read_image(folder_ / "out.png").value();
  ASSERT_EQ(out.shape(), (Shape{20, 30, 3}));
  EXPECT_EQ(out.at(10 * 90 + 14 * 3), 255);
  EXPECT_EQ(out.at(10 * 90), 0);
  EXPECT_EQ(
      run("filter in.png --kernel box-3 --grey --scale sign -o out.png --json").json()["output"]["channels"],
      1);
  EXPECT_EQ(io::read_image(folder_ / "out.png").value().shape(), (Shape{18, 28, 3}));
  EXPECT_NE(run("filter in.png --kernel box-3").out.find("after"), std::string::npos);
  EXPECT_NE(run("filter in.png --kernel sobel-x -o out.png").out.find("--scale offset"), std::string::npos);
  EXPECT_EQ(run("filter in.png --kernel gaussian-3 --kernel sobel-x --relu --pool \"max 2\" --json")
                .json()["stages"]
                .size(),
            5u);
}

TEST_F(Program, FilterTakesATableAndACmykPicture) {
  write("numbers.csv", "1,2\n3,4\n");
  EXPECT_EQ(run("filter numbers.csv --kernel \"1 1; 1 1\" --json").json()["numbers"][0], (Rows{{10}}));
  std::string jpeg;
  for (std::size_t i = 0; i + 1 < kCmykJpeg.size(); i += 2)
    jpeg += char(std::stoi(std::string(kCmykJpeg.substr(i, 2)), nullptr, 16));
  write("ink.jpg", jpeg);
  Answer cmyk = run("filter ink.jpg --kernel box-3 -o out.png --json");
  EXPECT_EQ(cmyk.status, 0) << cmyk.err;
  EXPECT_EQ(cmyk.json()["input"]["channels"], 3) << "CMYK becomes RGB";
}

TEST_F(Program, FilterSaysWhatIsWrong) {
  write("text.png", "this is no picture");
  write("huge.png", make_png(png_header(20000, 10000, 8, 2), std::string(1, '\0')));
  write("words.csv", "a,b\n1,2\n");
  struct Case {
    const char* words;
    int status;
    const char* code;
  };
  const Case cases[] = {
      {"gone.png --kernel sobel-x", 1, "io.not_found"},
      {"text.png --kernel sobel-x", 1, "io.not_image"},
      {"huge.png --kernel sobel-x", 1, "io.image_too_large"},
      {"words.csv --kernel sobel-x", 1, "lab.matrix.number"},
      {"\"1 2; 3\" --kernel sobel-x", 2, "lab.matrix.ragged"},
      {"\"1 b; 3 4\" --kernel sobel-x", 2, "lab.matrix.number"},
      {"\"1 2; 3 4\" --kernel \"1 x\"", 2, "lab.matrix.number"},
      {"\"1 2; 3 4\" --kernel \"1 2; 3\"", 2, "lab.matrix.ragged"},
      {"\"1 2; 3 4\" --kernel \"1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7\"", 2, "lab.matrix.large"},
      {"\"1 2; 3 4\" --kernel sobell-x", 2, "lab.kernel_unknown"},
      {"\"1 2; 3 4\" --kernel box-3 --change turn", 2, "lab.kernel_change"},
      {"\"1 2; 3 4\" --kernel roberts --change rotate45", 2, "lab.kernel_turn"},
      {"\"1 2; 3 4\" --kernel box-3", 1, "lab.filter.size"},
      {"\"1 2; 3 4\" --kernel box-3 --padding reflect --pad 2", 1, "lab.filter.reflect"},
      {"\"1 2; 3 4\" --kernel box-3 --padding wrap --transposed", 1, "lab.filter.transposed_border"},
      {"\"1 2; 3 4\" --kernel box-3 --padding mirror", 2, "percept.filter.choice"},
      {"\"1 2; 3 4\" --kernel box-3 --padding none --pad 1", 2, "percept.filter.pad_none"},
      {"\"1 2; 3 4\" --kernel box-3 --pad 1,2", 2, "percept.filter.pad_sides"},
      {"\"1 2; 3 4\" --kernel box-3 --pad -1", 2, "percept.call.number"},
      {"\"1 2; 3 4\" --kernel \"1\" --stride 0", 2, "percept.call.number"},
      {"\"1 2; 3 4\" --kernel \"1\" --stride 65", 1, "lab.range"},
      {"\"1 2; 3 4\" --kernel \"1\" --bias x", 2, "lab.matrix.number"},
      {"\"1 2; 3 4\" --kernel \"1\" --at 1", 2, "percept.filter.at"},
      {"\"1 2; 3 4\" --kernel \"1\" --at 3,1", 1, "lab.filter.place"},
      {"\"1 2; 3 4\" --kernel \"1\" --scale loud", 2, "percept.filter.choice"},
      {"\"1 2; 3 4\" --kernel \"1\" -o out.jpg", 2, "percept.filter.png"},
      {"\"1 2; 3 4\" --kernel \"1\" --kernel \"1\" --steps", 2, "percept.filter.one_stage"},
      {"\"1 2; 3 4\" --pool \"min 2\"", 2, "percept.filter.choice"},
      {"\"1 2; 3 4\" --pool \"max two\"", 2, "percept.filter.pool.word"},
      {"\"1 2; 3 4\" --pool \"max 2 step=1\"", 2, "percept.filter.pool.option"},
      {"\"1 2; 3 4\" --pool \"max 2\" --matrix", 1, "lab.filter.no_matrix"},
      {"\"9e8\" --kernel 1e9 --kernel 1e9 --kernel 1e9 --kernel 1e9 -o out.png", 1,
       "percept.filter.infinite"},
      {"\"1 2; 3 4\" --kernel 1 -o no/such/folder/out.png", 1, "io.no_folder"},
      {". --kernel box-3", 1, "io.is_folder"},
      {"\"1 2; 3 4\"", 2, "percept.filter.nothing"},
      {"--kernel box-3", 2, "percept.call.missing"},
  };
  for (const Case& c : cases) {
    std::string words = std::string("filter ") + c.words;
    Answer answer = run(words + " --json"), french = run(words + " --lang fr");
    EXPECT_EQ(answer.status, c.status) << words << "\n" << answer.err;
    ASSERT_TRUE(answer.json().contains("error")) << words;
    EXPECT_EQ(answer.json()["error"]["code"], c.code) << words;
    EXPECT_NE(answer.json()["error"]["hint"], nullptr) << words;
    EXPECT_NE(french.err, answer.err) << words << ": in both languages";
    EXPECT_FALSE(exists("out.png") || exists("out.jpg")) << words;
  }
}

}  // namespace
}  // namespace percept::cli
