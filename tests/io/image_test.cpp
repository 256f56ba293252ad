#include "percept/io/image.hpp"

#include <gtest/gtest.h>

#include "jpeg_samples.hpp"
#include "mutations.hpp"
#include "png_builder.hpp"
#include "temporary_folder.hpp"

namespace percept {
namespace {

using namespace std::string_literals;

Tensor decoded(const std::string& png) { return io::decode_image(bytes_of(png), "x.png").value(); }

std::vector<int> pixels(const Tensor& image) {
  auto data = image.data<std::uint8_t>();
  return {data.begin(), data.end()};
}

Tensor gradient(std::int64_t height, std::int64_t width, std::int64_t channels) {
  Tensor image(DType::u8, {height, width, channels});
  for (std::int64_t i = 0; i < image.size(); ++i) image.set(i, double(i * 7 % 256));
  return image;
}

TEST(Png, RoundTrip) {
  TemporaryFolder folder;
  for (std::int64_t channels : {1, 3}) {
    Tensor image = gradient(5, 9, channels);
    ASSERT_TRUE(io::write_png(folder / "x.png", image));
    Tensor back = io::read_image(folder / "x.png").value();
    EXPECT_EQ(back.shape(), image.shape());
    EXPECT_EQ(pixels(back), pixels(image));
  }
}

TEST(Png, EveryKindOfPixelBecomesEightBitsOfGreyOrColour) {
  struct Case {
    const char* what;
    std::string png;
    std::int64_t channels;
    std::vector<int> pixels;
  };
  std::string palette = png_chunk("PLTE", "\x0A\x14\x1E\xFF\x80\x00"s);
  Case cases[] = {
      {"grey", make_png(png_header(2, 1, 8, 0), "\x00\x05\xFA"s), 1, {5, 250}},
      {"grey of 1 bit", make_png(png_header(3, 1, 1, 0), "\x00\xA0"s), 1, {255, 0, 255}},
      {"grey of 16 bits", make_png(png_header(2, 1, 16, 0), "\x00\xFF\xFF\x80\x80"s), 1, {255, 128}},
      {"grey over white",
       make_png(png_header(3, 1, 8, 4), "\x00\x0A\xFF\x0A\x00\x64\x80"s),
       1,
       {10, 255, 177}},
      {"grey, one transparent",
       make_png(png_header(2, 1, 8, 0), "\x00\x05\x06"s, png_chunk("tRNS", "\x00\x05"s)),
       1,
       {255, 6}},
      {"colour",
       make_png(png_header(1, 2, 8, 2), "\x00\x01\x02\x03\x00\x04\x05\x06"s),
       3,
       {1, 2, 3, 4, 5, 6}},
      {"colour over white",
       make_png(png_header(2, 1, 8, 6), "\x00\x01\x02\x03\xFF\x04\x05\x06\x00"s),
       3,
       {1, 2, 3, 255, 255, 255}},
      {"palette",
       make_png(png_header(3, 1, 2, 3), "\x00\x10"s, palette),
       3,
       {10, 20, 30, 255, 128, 0, 10, 20, 30}},
      {"palette over white",
       make_png(png_header(2, 1, 8, 3), "\x00\x00\x01"s, palette + png_chunk("tRNS", "\x00"s)),
       3,
       {255, 255, 255, 255, 128, 0}},
      {"filtered row", make_png(png_header(3, 1, 8, 0), "\x01\x01\x01\x01"s), 1, {1, 2, 3}},
      {"interlaced", make_png(png_header(2, 2, 8, 0, 1), "\x00\x01\x00\x02\x00\x03\x04"s), 1, {1, 2, 3, 4}}};
  for (const Case& c : cases) {
    Tensor image = decoded(c.png);
    EXPECT_EQ(image.shape()[2], c.channels) << c.what;
    EXPECT_EQ(pixels(image), c.pixels) << c.what;
  }
}

TEST(Jpeg, IsWithinAFewLevelsOfWhatWasEncoded) {
  for (std::string_view hex : {kColourJpeg, kProgressiveJpeg}) {
    Tensor image = io::decode_image(bytes_of_hex(hex), "x.jpg").value();
    ASSERT_EQ(image.shape(), (Shape{12, 16, 3}));
    for (int y = 0; y < 12; ++y)
      for (int x = 0; x < 16; ++x) {
        EXPECT_NEAR(image.at((y * 16 + x) * 3), 16 * x, 24);
        EXPECT_NEAR(image.at((y * 16 + x) * 3 + 1), 20 * y, 16);
      }
  }
}

TEST(Jpeg, GreyStaysGreyAndCmykBecomesRgb) {
  Tensor grey = io::decode_image(bytes_of_hex(kGreyJpeg), "x.jpg").value();
  ASSERT_EQ(grey.shape(), (Shape{12, 16, 1}));
  EXPECT_NEAR(grey.at(8), 128, 4);
  Tensor rgb = io::decode_image(bytes_of_hex(kCmykJpeg), "x.jpg").value();
  ASSERT_EQ(rgb.shape(), (Shape{12, 16, 3}));
  EXPECT_NEAR(rgb.at(8 * 3), 128 * 200 / 255, 6);
  EXPECT_NEAR(rgb.at(8 * 3 + 1), 100 * 200 / 255, 6);
}

TEST(Image, IsToldByItsFirstBytesNotItsName) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "really.jpg", make_png(png_header(1, 1, 8, 0), "\x00\x07"s)));
  EXPECT_EQ(io::read_image(folder / "really.jpg").value().item(), 7);
  auto result = io::decode_image(bytes_of("I am text.\n"), "cat.jpg");
  ASSERT_FALSE(result);
  EXPECT_EQ(render(result.problem(), Language::english),
            "cat.jpg: neither PNG nor JPEG: it begins with 49 20 61 6D 20 74 65 78\n"
            "  hint  convert the picture to PNG or JPEG; the content counts, not the name\n"
            "  at    cat.jpg byte 0");
}

TEST(Image, NamesTheFormatsThatPeopleTakeForReadable) {
  for (auto [start, format] : {std::pair("GIF89a"s, "GIF"),
                               {"RIFF\x10\0\0\0WEBPVP8 "s, "WebP"},
                               {"\0\0\0\x20"
                                "ftypavif"s,
                                "AVIF"},
                               {"II*\0"s, "TIFF"},
                               {"MM\0*"s, "TIFF"}}) {
    Problem problem = io::decode_image(bytes_of(start), "a.png").problem();
    EXPECT_EQ(problem.code(), "io.other_image") << format;
    EXPECT_NE(render(problem, Language::english).find(format), std::string::npos);
  }
}

TEST(Png, EachFaultHasItsProblem) {
  std::string good = make_png(png_header(2, 1, 8, 0), "\x00\x05\xFA"s);
  auto with = [&](std::size_t at, char value) {
    std::string bytes = good;
    bytes[at] = value;
    return bytes;
  };
  struct Case {
    const char* what;
    std::string png;
    const char* code;
  };
  Case cases[] = {
      {"signature alone", kPngSignature, "io.image_truncated"},
      {"damaged by a transfer as text", with(4, '\n'), "io.not_image"},
      {"wrong CRC of the header", with(29, 'x'), "io.image_damaged"},
      {"wrong CRC of the pixels", with(good.size() - 13, 'x'), "io.image_damaged"},
      {"width 0", make_png(png_header(0, 1, 8, 0), "\x00"s), "io.image_damaged"},
      {"width beyond 31 bits", make_png(png_header(1u << 31, 1, 8, 0), "\x00"s), "io.image_damaged"},
      {"100,000 x 100,000", make_png(png_header(100000, 100000, 8, 2), "\x00"s), "io.image_too_large"},
      {"2^31 - 1 wide", make_png(png_header(0x7FFFFFFF, 1, 16, 6), "\x00"s), "io.image_too_large"},
      {"depth of 3 bits", make_png(png_header(2, 1, 3, 0), "\x00\x05\xFA"s), "io.image_damaged"},
      {"colour type 5", make_png(png_header(2, 1, 8, 5), "\x00\x05\xFA"s), "io.image_damaged"},
      {"palette missing", make_png(png_header(2, 1, 8, 3), "\x00\x00\x00"s), "io.image_damaged"},
      {"header missing", kPngSignature + png_chunk("IDAT", "") + png_chunk("IEND", ""), "io.image_damaged"},
      {"pixels missing", kPngSignature + png_header(2, 1, 8, 0) + png_chunk("IEND", ""), "io.image_damaged"},
      {"a row missing", make_png(png_header(2, 2, 8, 0), "\x00\x05\xFA"s), "io.image_damaged"},
      {"pixels not zlib",
       kPngSignature + png_header(2, 1, 8, 0) + png_chunk("IDAT", "pixels") + png_chunk("IEND", ""),
       "io.image_damaged"},
      {"unknown filter", make_png(png_header(2, 1, 8, 0), "\x09\x05\xFA"s), "io.image_damaged"},
      {"chunk of 2 GB", kPngSignature + png_header(2, 1, 8, 0) + big_endian(0x7FFFFFFF) + "IDAT",
       "io.image_truncated"}};
  for (const Case& c : cases) {
    auto result = io::decode_image(bytes_of(c.png), "x.png");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_EQ(result.problem().subject, "x.png");
    expect_readable(result.problem());
  }
}

TEST(Jpeg, EachFaultHasItsProblem) {
  io::Bytes good = bytes_of_hex(kColourJpeg);
  // The markers behind SOI and JFIF are segments FF xx, length: where one begins.
  auto segment = [&](int marker) {
    std::size_t at = 2;
    while (std::to_integer<int>(good[at + 1]) != marker)
      at += 2 + std::to_integer<std::size_t>(good[at + 2]) * 256 + std::to_integer<std::size_t>(good[at + 3]);
    return at;
  };
  auto with = [&](std::size_t at, std::initializer_list<int> values) {
    io::Bytes bytes = good;
    for (int value : values) bytes[at++] = std::byte(value);
    return bytes;
  };
  std::size_t frame = segment(0xC0), scan = segment(0xDA);
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {{"three bytes", prefix(good, 3), "io.image_truncated"},
                  {"no pixels", prefix(good, scan), "io.image_truncated"},
                  {"half the pixels", prefix(good, (scan + good.size()) / 2), nullptr},
                  {"end marker missing", prefix(good, good.size() - 2), "io.image_truncated"},
                  {"height 0", with(frame + 5, {0, 0}), "io.image_damaged"},
                  {"width 0", with(frame + 7, {0, 0}), "io.image_damaged"},
                  {"60,000 x 60,000", with(frame + 5, {0xEA, 0x60, 0xEA, 0x60}), "io.image_too_large"},
                  {"65,535 wide", with(frame + 7, {0xFF, 0xFF}), "io.image_damaged"},
                  {"12 bits a colour", with(frame + 4, {12}), "io.image_damaged"},
                  {"lossless", with(frame + 1, {0xC3}), "io.image_damaged"},
                  {"255 components", with(frame + 9, {255}), "io.image_damaged"},
                  {"sampling factor 0", with(frame + 11, {0}), "io.image_damaged"},
                  {"quantisation tables gone", with(segment(0xDB) + 1, {0xEF}), "io.image_damaged"},
                  {"impossible Huffman table", with(segment(0xC4) + 5, {255, 255, 255}), "io.image_damaged"},
                  {"scan of unknown components", with(scan + 5, {9}), "io.image_damaged"},
                  {"frame twice", with(segment(0xC4) + 1, {0xC0}), "io.image_damaged"}};
  for (const Case& c : cases) {
    auto result = io::decode_image(c.bytes, "x.jpg");
    ASSERT_FALSE(result) << c.what;
    if (c.code) {
      EXPECT_EQ(result.problem().code(), c.code) << c.what;
    }
    expect_readable(result.problem());
  }
}

TEST(Image, EveryTruncationIsAProblemAndNothingIsPrinted) {
  testing::internal::CaptureStderr();
  for (const io::Bytes& good : {io::encode_png(gradient(6, 7, 3)).value(), bytes_of_hex(kColourJpeg),
                                bytes_of_hex(kGreyJpeg), bytes_of_hex(kProgressiveJpeg)})
    for (std::size_t size = 0; size < good.size(); ++size)
      EXPECT_FALSE(io::decode_image(prefix(good, size), "x")) << size << " of " << good.size();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Image, SurvivesMutation) {
  auto parse = [](const io::Bytes& bytes) { return io::decode_image(bytes, "x"); };
  expect_survives_mutation(io::encode_png(gradient(6, 7, 3)).value(), "png", parse);
  expect_survives_mutation(
      bytes_of(make_png(png_header(3, 1, 2, 3, 1), "\x00\x10"s, png_chunk("PLTE", "abcdef"))), "png palette",
      parse);
  expect_survives_mutation(bytes_of_hex(kColourJpeg), "jpeg", parse);
  expect_survives_mutation(bytes_of_hex(kProgressiveJpeg), "jpeg progressive", parse);
}

TEST(Image, WhatIsNoPictureIsNotWritten) {
  for (const Tensor& tensor : {Tensor::zeros(DType::f32, {2, 2, 3}), Tensor::zeros(DType::u8, {2, 2}),
                               Tensor::zeros(DType::u8, {2, 2, 4}), Tensor::zeros(DType::u8, {0, 2, 3})})
    EXPECT_FALSE(io::encode_png(tensor));
}

TEST(Resize, ShrinkingAveragesTheCoveredArea) {
  Tensor row = Tensor::from<std::uint8_t>({1, 3, 1}, {0, 90, 210});
  EXPECT_EQ(pixels(io::resize_image(row, 1, 1)), std::vector<int>{100});
  // Two thirds: the first pixel covers 0 whole and half of 90, (0 + 45) / 1.5 = 30; the second (45 + 210)
  // / 1.5.
  EXPECT_EQ(pixels(io::resize_image(row, 1, 2)), (std::vector<int>{30, 170}));
  // A pattern of single columns becomes its mean, not one of its values.
  Tensor stripes(DType::u8, {4, 64, 1});
  for (std::int64_t i = 0; i < stripes.size(); ++i) stripes.set(i, i % 2 ? 200 : 100);
  EXPECT_EQ(pixels(io::resize_image(stripes, 2, 16)), std::vector<int>(32, 150));
}

TEST(Resize, GrowingInterpolatesBetweenCentres) {
  Tensor row = Tensor::from<std::uint8_t>({1, 2, 1}, {0, 100});
  EXPECT_EQ(pixels(io::resize_image(row, 1, 4)), (std::vector<int>{0, 25, 75, 100}));
  EXPECT_EQ(pixels(io::resize_image(row, 2, 2)), (std::vector<int>{0, 100, 0, 100}));
}

TEST(Resize, KeepsConstantsAndCopiesTheSameSize) {
  for (int value : {0, 1, 100, 255}) {
    Tensor image = Tensor::full(DType::u8, {7, 11, 3}, value);
    for (int size : {1, 3, 7, 11, 50}) {
      Tensor other = io::resize_image(image, size, 2 * size);
      EXPECT_EQ(other.shape(), (Shape{size, 2 * size, 3}));
      EXPECT_EQ(pixels(other), std::vector<int>(std::size_t(other.size()), value));
    }
  }
  EXPECT_EQ(pixels(io::resize_image(gradient(5, 9, 3), 5, 9)), pixels(gradient(5, 9, 3)));
  EXPECT_THROW(io::resize_image(gradient(5, 9, 3), 0, 9), Error);
}

TEST(Grey, IsTheLumaOfBt601) {
  Tensor image =
      Tensor::from<std::uint8_t>({1, 5, 3}, {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0});
  EXPECT_EQ(pixels(io::to_grey(image)), (std::vector<int>{76, 150, 29, 255, 0}));
}

TEST(Image, TheShapeStandsInTheHeader) {
  TemporaryFolder folder;
  auto shape = [&](const io::Bytes& bytes) {
    io::write_file(folder / "x", bytes).value();
    return io::read_image_shape(folder / "x");
  };
  struct Case {
    io::Bytes bytes;
    Shape shape;
  };
  for (const Case& c :
       {Case{io::encode_png(gradient(6, 7, 3)).value(), {6, 7, 3}},
        Case{io::encode_png(gradient(6, 7, 1)).value(), {6, 7, 1}},
        Case{bytes_of(make_png(png_header(1, 1, 8, 4), "\x00\x05\xFA"s)), {1, 1, 1}},
        Case{bytes_of(make_png(png_header(1, 1, 8, 6), "\x00\x05\xFA\x01\x02"s)), {1, 1, 3}},
        Case{bytes_of_hex(kColourJpeg), {12, 16, 3}}, Case{bytes_of_hex(kGreyJpeg), {12, 16, 1}},
        Case{bytes_of_hex(kCmykJpeg), {12, 16, 3}}}) {
    EXPECT_EQ(shape(c.bytes).value(), c.shape);
    EXPECT_EQ(io::decode_image(c.bytes, "x").value().shape(), c.shape);
  }
  // The pixels are not asked for, and a profile of 100,000 bytes may stand before the size.
  EXPECT_EQ(shape(prefix(bytes_of_hex(kColourJpeg), bytes_of_hex(kColourJpeg).size() - 40)).value(),
            (Shape{12, 16, 3}));
  io::Bytes jpeg = bytes_of_hex(kColourJpeg), profile = bytes_of_hex("ffe2ea60");
  profile.resize(2 + 60000);
  jpeg.insert(jpeg.begin() + 2, profile.begin(), profile.end());
  jpeg.insert(jpeg.begin() + 2, profile.begin(), profile.end());
  EXPECT_EQ(shape(jpeg).value(), (Shape{12, 16, 3}));
  EXPECT_EQ(shape(prefix(jpeg, 100000)).problem().code(), "io.image_truncated");
  EXPECT_EQ(shape(bytes_of("text")).problem().code(), "io.not_image");
  EXPECT_EQ(shape({}).problem().code(), "io.empty");
  EXPECT_EQ(io::read_image_shape(folder / "none").problem().code(), "io.not_found");
  EXPECT_EQ(io::read_image_shape(folder.path()).problem().code(), "io.is_folder");
}

TEST(Fit, MakesGreyOrColourOfTheSize) {
  Tensor red = Tensor::from<std::uint8_t>({1, 2, 3}, {255, 0, 0, 0, 0, 0});
  EXPECT_EQ(pixels(io::fit_image(red, {1, 1, 2})), (std::vector<int>{76, 0}));
  EXPECT_EQ(pixels(io::fit_image(red, {1, 1, 1})), (std::vector<int>{38}));
  EXPECT_EQ(pixels(io::fit_image(red, {3, 1, 1})), (std::vector<int>{128, 0, 0}));
  Tensor grey = Tensor::from<std::uint8_t>({1, 2, 1}, {5, 9});
  EXPECT_EQ(pixels(io::fit_image(grey, {3, 1, 2})), (std::vector<int>{5, 5, 5, 9, 9, 9}));
  EXPECT_THROW(io::fit_image(grey, {2, 1, 2}), Error);
  EXPECT_THROW(io::fit_image(grey, {1, 2}), Error);
}

TEST(Planes, AreByteOver255) {
  Tensor image = Tensor::from<std::uint8_t>({1, 2, 3}, {0, 1, 2, 253, 254, 255});
  std::vector<float> planes(6);
  io::write_planes(image, planes);
  EXPECT_EQ(planes, (std::vector<float>{0, 253.0f / 255, 1.0f / 255, 254.0f / 255, 2.0f / 255, 1}));
  planes.resize(5);
  EXPECT_THROW(io::write_planes(image, planes), Error);
}

}  // namespace
}  // namespace percept
