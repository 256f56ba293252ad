// Kernels as typed, by name, and turned.
#include <gtest/gtest.h>

#include <cmath>

#include "io/readable.hpp"
#include "io/temporary_folder.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::lab {
namespace {

Matrix matrix(const std::string& text) { return parse_matrix(text, 64).value(); }

TEST(Matrix, IsReadAsTyped) {
  EXPECT_EQ(matrix("1 0 -1; 2 0 -2"), (Matrix{2, 3, {1, 0, -1, 2, 0, -2}}));
  EXPECT_EQ(matrix(" 1/16\t+.5, 2e-3\n-1/-4 1e2 7\n"), (Matrix{2, 3, {0.0625, 0.5, 2e-3, 0.25, 100, 7}}));
  EXPECT_EQ(matrix("1, 2, 3;"), (Matrix{1, 3, {1, 2, 3}}));
  EXPECT_EQ(matrix("5"), (Matrix{1, 1, {5}}));
  EXPECT_EQ(matrix("1 2\r\n\r\n3 4\r\n"), (Matrix{2, 2, {1, 2, 3, 4}}));
}

TEST(Matrix, WrittenItGivesTheSameAgain) {
  for (const char* text : {"1 0 -1; 1/3 0.1 1e-20", "1/7"}) {
    Matrix first = matrix(text);
    EXPECT_EQ(matrix(format_matrix(first)), first) << format_matrix(first);
  }
  EXPECT_EQ(format_matrix(matrix("1 -0.5; 2 3")), "1 -0.5; 2 3");
}

TEST(Matrix, EachFaultHasItsPlace) {
  struct Case {
    const char* text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"", "lab.matrix.empty", ""},
      {" ;\n; ", "lab.matrix.empty", ""},
      {"1 0; 1 x", "lab.matrix.number", "row 2, number 2"},
      {"1 0x10", "lab.matrix.number", "row 1, number 2"},
      {"1 nan", "lab.matrix.number", "row 1, number 2"},
      {"1 inf", "lab.matrix.number", "row 1, number 2"},
      {"1 1e999", "lab.matrix.number", "row 1, number 2"},
      {"1 +-1", "lab.matrix.number", "row 1, number 2"},
      {"0,5 1", "lab.matrix.number", "row 1, number 1"},
      {"1/0", "lab.matrix.zero", "row 1, number 1"},
      {"1/", "lab.matrix.number", "row 1, number 1"},
      {"1/2/3", "lab.matrix.number", "row 1, number 1"},
      {"1 2e9", "lab.matrix.range", "row 1, number 2"},
      {"1/1e-300", "lab.matrix.range", "row 1, number 1"},
      {"1 2; 3; 4 5", "lab.matrix.ragged", "row 2, number 1"},
      {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "lab.matrix.large", "row 1, number 1"},
      {"1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1", "lab.matrix.large", "row 16, number 1"},
      {"\xff\xfe", "lab.matrix.number", "row 1, number 1"},
  };
  for (const Case& c : cases) {
    Result<Matrix> result = parse_matrix(c.text, kWidestKernel);
    ASSERT_FALSE(result) << c.text;
    EXPECT_EQ(result.problem().code(), c.code) << c.text;
    EXPECT_EQ(result.problem().where, c.where) << c.text;
    EXPECT_EQ(unreadable_part(result.problem()), "") << c.text;
  }
  EXPECT_EQ(render(parse_matrix("1,5 2", 15).problem(), Language::french),
            "« 1,5 » n'est pas un nombre\n"
            "  conseil  les nombres sont séparés par des espaces, et leur virgule est un point : 0.5 0 -0.5\n"
            "  lieu     row 1, number 1");
}

TEST(Matrix, IsReadFromATable) {
  TemporaryFolder folder;
  auto read = [&](const char* text) {
    folder.write("m.csv", std::string(text));
    return read_matrix((folder / "m.csv").string(), 8);
  };
  EXPECT_EQ(read("1,2\n3,4\n").value(), matrix("1 2; 3 4"));
  EXPECT_EQ(read("1;2\n3;1/4\n").value(), matrix("1 2; 3 1/4"));
  EXPECT_EQ(read("1,2\n3,four\n").problem().code(), "lab.matrix.number");
  EXPECT_NE(read("1,2\n3,four\n").problem().where.find("m.csv:2"), std::string::npos);
  EXPECT_EQ(read("1,2\n3\n").problem().code(), "lab.matrix.ragged");
  EXPECT_EQ(read("").problem().code(), "lab.matrix.empty");
  EXPECT_EQ(read_matrix((folder / "gone.csv").string(), 8).problem().code(), "io.not_found");
}

TEST(Kernels, AreAtLeastTwentyAndExplained) {
  EXPECT_GE(kernel_presets().size(), 20u);
  for (const KernelPreset& preset : kernel_presets()) {
    Matrix kernel = preset.kernel();
    EXPECT_LE(std::max(kernel.rows, kernel.columns), kWidestKernel) << preset.name;
    EXPECT_EQ(kernel.numbers.size(), std::size_t(kernel.rows * kernel.columns)) << preset.name;
    EXPECT_TRUE(preset.explanation().ends_with(".")) << preset.explanation();
    EXPECT_EQ(find_kernel(preset.name), &preset) << "two of that name";
    EXPECT_EQ(parse_kernel(preset.name).value(), kernel);
  }
}

TEST(Kernels, SumAsTheirPurposeAsks) {
  for (const char* name : {"identity", "shift", "box-3", "box-5", "box-7", "gaussian-3", "gaussian-5",
                           "gaussian-7", "motion", "sharpen", "sharpen-more", "unsharp", "emboss"})
    EXPECT_NEAR(find_kernel(name)->kernel().sum(), 1, 1e-12) << name << " keeps the brightness";
  for (const char* name : {"outline",         "edge-vertical", "edge-horizontal", "sobel-x",     "sobel-y",
                           "sobel-left",      "sobel-top",     "prewitt-x",       "prewitt-y",   "scharr-x",
                           "scharr-y",        "roberts",       "laplacian-4",     "laplacian-8", "log",
                           "line-horizontal", "line-vertical", "gabor-0",         "gabor-45",    "gabor-90",
                           "gabor-135"})
    EXPECT_NEAR(find_kernel(name)->kernel().sum(), 0, 1e-12) << name << " says nothing of a plain area";
}

TEST(Kernels, TurnIntoEachOther) {
  auto kernel = [](const char* name) { return find_kernel(name)->kernel(); };
  EXPECT_EQ(changed(kernel("sobel-x"), "transpose"), kernel("sobel-y"));
  EXPECT_EQ(changed(kernel("sobel-x"), "rotate90"), kernel("sobel-y"));
  EXPECT_EQ(changed(kernel("sobel-x"), "mirror"), kernel("sobel-left"));
  EXPECT_EQ(changed(kernel("sobel-x"), "negate"), kernel("sobel-left"));
  EXPECT_EQ(changed(kernel("sobel-y"), "flip"), kernel("sobel-top"));
  EXPECT_EQ(changed(kernel("sobel-y"), "rotate180"), kernel("sobel-top"));
  Matrix turned = changed(kernel("gabor-0"), "rotate90"), across = kernel("gabor-90");
  for (std::size_t i = 0; i < turned.numbers.size(); ++i)
    EXPECT_NEAR(turned.numbers[i], across.numbers[i], 1e-12);
}

TEST(Kernels, TurnBy45DegreesRingByRing) {
  EXPECT_EQ(changed(matrix("1 2 3; 8 9 4; 7 6 5"), "rotate45"), matrix("8 1 2; 7 9 3; 6 5 4"));
  Matrix five = matrix("1 2 3 4 5; 16 17 18 19 6; 15 24 25 20 7; 14 23 22 21 8; 13 12 11 10 9"),
         turned = five;
  EXPECT_EQ(changed(five, "rotate45").at(0, 2), 1) << "the corner comes to the middle of its side";
  for (int i = 0; i < 2; ++i) turned = changed(turned, "rotate45");
  EXPECT_EQ(turned, changed(five, "rotate90"));
  EXPECT_THROW(changed(matrix("1 0; 0 -1"), "rotate45"), Error);
  EXPECT_THROW(changed(matrix("1 0 1"), "rotate45"), Error);
  EXPECT_EQ(changed(matrix("1 2 3; 4 5 6"), "rotate90"), matrix("4 1; 5 2; 6 3"));
}

TEST(Kernels, AreNormalised) {
  EXPECT_EQ(changed(matrix("1 2 1; 2 4 2; 1 2 1"), "normalise"), find_kernel("gaussian-3")->kernel());
  EXPECT_EQ(changed(matrix("-2 0 2"), "normalise"), matrix("-1 0 1"))
      << "where the sum is 0, the positive part is 1";
  EXPECT_EQ(changed(matrix("0 0"), "normalise"), matrix("0 0"));
}

TEST(Kernels, AnUnknownNameIsTold) {
  Problem problem = parse_kernel("sobelx").problem();
  EXPECT_EQ(problem.code(), "lab.kernel_unknown");
  EXPECT_NE(render(problem, Language::english).find("did you mean 'sobel-x'"), std::string::npos);
  EXPECT_EQ(parse_kernel("1 0 x").problem().code(), "lab.matrix.number");
  EXPECT_THROW(changed(matrix("1"), "rotate"), Error);
}

}  // namespace
}  // namespace percept::lab
