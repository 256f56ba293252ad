#include "percept/io/safetensors.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "mutations.hpp"
#include "temporary_folder.hpp"

namespace percept {
namespace {

std::string little_endian(std::uint64_t value) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(char(value >> (8 * i)));
  return bytes;
}

io::Bytes file(const std::string& header, std::size_t data = 0) {
  return bytes_of(little_endian(header.size()) + header + std::string(data, '\0'));
}

io::Safetensors sample() {
  io::Safetensors contents;
  contents.tensors["weight"] = Tensor::from<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  contents.tensors["bias"] = Tensor::from<float>({2}, {-1, 0.5});
  contents.tensors["steps"] = Tensor::scalar(std::int64_t(7));
  contents.tensors["half"] = Tensor::full(DType::bf16, {3}, 1.5);
  contents.tensors["mask"] = Tensor::from<bool>({3}, {true, false, true});
  contents.metadata = {{"format", "percept"}, {"né", "à l'été"}};
  return contents;
}

// Laid out by hand after the format's description.
TEST(Safetensors, WrittenBytesAreTheFormats) {
  io::Safetensors contents;
  contents.tensors["a"] = Tensor::from<float>({2}, {1.0f, -2.0f});
  contents.tensors["z"] = Tensor::from<std::int64_t>({1}, {258});
  contents.metadata["format"] = "pt";
  std::string header =
      R"({"__metadata__":{"format":"pt"},"z":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},)"
      R"("a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})";
  header.append((8 - header.size() % 8) % 8, ' ');
  io::Bytes golden = bytes_of(little_endian(header.size()) + header);
  io::Bytes data = bytes_of_hex(
      "0201000000000000"
      "0000803f"
      "000000c0");
  golden.insert(golden.end(), data.begin(), data.end());
  EXPECT_EQ(io::format_safetensors(contents).value(), golden);
}

TEST(Safetensors, RoundTripKeepsTypesShapesValuesAndMetadata) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_safetensors(folder / "m.safetensors", sample()));
  io::Safetensors back = io::read_safetensors(folder / "m.safetensors").value();
  EXPECT_EQ(back.metadata, sample().metadata);
  ASSERT_EQ(back.tensors.size(), sample().tensors.size());
  for (const auto& [name, tensor] : sample().tensors) {
    const Tensor& read = back.tensors.at(name);
    ASSERT_EQ(to_string(read), to_string(tensor));
    EXPECT_EQ(std::memcmp(read.raw(), tensor.raw(), tensor.bytes()), 0) << name;
  }
  EXPECT_EQ(io::format_safetensors(back).value(), io::format_safetensors(sample()).value());
}

TEST(Safetensors, EveryTypeOfTheFormatIsHeld) {
  for (DType dtype : {DType::f64, DType::f32, DType::f16, DType::bf16, DType::i64, DType::i32, DType::i16,
                      DType::i8, DType::u64, DType::u32, DType::u16, DType::u8, DType::boolean}) {
    io::Safetensors contents;
    contents.tensors["x"] = Tensor::full(dtype, {3}, 1);
    auto back = io::parse_safetensors(io::format_safetensors(contents).value(), "x");
    ASSERT_TRUE(back) << name_of(dtype);
    EXPECT_EQ(back->tensors.at("x").dtype(), dtype);
  }
}

TEST(Safetensors, EmptyFilesEmptyTensorsAndScalarsAreAllowed) {
  EXPECT_TRUE(io::parse_safetensors(file("{}"), "x"));
  EXPECT_TRUE(io::parse_safetensors(file("{}      "), "x"));
  EXPECT_TRUE(
      io::parse_safetensors(file(R"({"a":{"dtype":"F32","shape":[0,5],"data_offsets":[0,0]}})"), "x"));
  EXPECT_TRUE(
      io::parse_safetensors(file(R"({"a":{"data_offsets":[0,4],"dtype":"F32","shape":[]}})", 4), "x"));
}

TEST(Safetensors, EachFaultHasItsProblem) {
  auto tensor = [](const std::string& name, const std::string& shape, const std::string& offsets) {
    return '"' + name + R"(":{"dtype":"U8","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
  };
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  std::string a = tensor("a", "[4]", "[0,4]"), ones;
  for (int i = 0; i < 64; ++i) ones += ",1";
  io::Bytes boolean = file(R"({"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}})", 1);
  boolean.back() = std::byte(255);
  Case cases[] = {
      {"empty", {}, "io.safetensors_short"},
      {"no header", bytes_of(little_endian(10)), "io.safetensors_length"},
      {"header beyond the file", bytes_of(little_endian(11) + "{}        "), "io.safetensors_length"},
      {"header of 2^64 - 1 bytes", bytes_of(little_endian(~0ull) + "{}"), "io.safetensors_length"},
      {"header of 0 bytes", file(""), "io.safetensors_json"},
      {"header not JSON", file("hello!!!"), "io.safetensors_json"},
      {"header a list", file("[]"), "io.safetensors_json"},
      {"JSON cut", file("{" + a, 4), "io.safetensors_json"},
      {"JSON twice", file("{}{}"), "io.safetensors_json"},
      {"zero byte hides the rest", file(std::string("{}\0junk", 7)), "io.safetensors_json"},
      {"byte order mark", file("\xEF\xBB\xBF{}"), "io.safetensors_json"},
      {"invalid UTF-8", file("{\"\xC3\x28\":{}}"), "io.safetensors_json"},
      {"overlong UTF-8", file("{\"\xC0\xAF\":{}}"), "io.safetensors_json"},
      {"deep nesting", file("{\"a\":" + std::string(100000, '[') + "}"), "io.safetensors_unexpected"},
      {"nested metadata", file(R"({"__metadata__":{"a":{}}})"), "io.safetensors_unexpected"},
      {"metadata not text", file(R"({"__metadata__":{"a":1}})"), "io.safetensors_unexpected"},
      {"metadata twice", file(R"({"__metadata__":{},"__metadata__":{}})"), "io.safetensors_duplicate"},
      {"metadata key twice", file(R"({"__metadata__":{"a":"","a":""}})"), "io.safetensors_duplicate"},
      {"tensor twice", file("{" + a + "," + a + "}", 4), "io.safetensors_duplicate"},
      {"dtype twice", file(R"({"a":{"dtype":"U8","dtype":"U8"}})"), "io.safetensors_duplicate"},
      {"tensor without dtype", file(R"({"a":{"shape":[],"data_offsets":[0,1]}})", 1),
       "io.safetensors_incomplete"},
      {"unknown key", file(R"({"a":{"dtype":"U8","strides":[1]}})"), "io.safetensors_key"},
      {"unknown dtype", file(R"({"a":{"dtype":"F4","shape":[],"data_offsets":[0,1]}})", 1),
       "io.safetensors_dtype"},
      {"negative size", file("{" + tensor("a", "[-4]", "[0,4]") + "}", 4), "io.safetensors_unexpected"},
      {"fractional size", file("{" + tensor("a", "[4.0]", "[0,4]") + "}", 4), "io.safetensors_unexpected"},
      {"size beyond 64 bits", file("{" + tensor("a", "[99999999999999999999]", "[0,4]") + "}", 4),
       "io.safetensors_unexpected"},
      {"product beyond 64 bits", file("{" + tensor("a", "[4294967296,4294967296,1]", "[0,4]") + "}", 4),
       "io.safetensors_overflow"},
      {"overflow beside an empty axis", file("{" + tensor("a", "[0,4294967296,4294967296]", "[0,0]") + "}"),
       "io.safetensors_overflow"},
      {"one offset", file("{" + tensor("a", "[4]", "[0]") + "}", 4), "io.safetensors_incomplete"},
      {"three offsets", file("{" + tensor("a", "[4]", "[0,4,4]") + "}", 4), "io.safetensors_unexpected"},
      {"offsets backward", file("{" + tensor("a", "[4]", "[4,0]") + "}", 4), "io.safetensors_offsets"},
      {"offsets beyond the data", file("{" + a + "}", 3), "io.safetensors_offsets"},
      {"offsets of 2^64 - 1", file("{" + tensor("a", "[4]", "[0,18446744073709551615]") + "}", 4),
       "io.safetensors_offsets"},
      {"size does not match", file("{" + tensor("a", "[3]", "[0,4]") + "}", 4), "io.safetensors_size"},
      {"overlap", file("{" + a + "," + tensor("b", "[4]", "[2,6]") + "}", 6), "io.safetensors_overlap"},
      {"same bytes twice", file("{" + a + "," + tensor("b", "[4]", "[0,4]") + "}", 4),
       "io.safetensors_overlap"},
      {"hole", file("{" + a + "," + tensor("b", "[4]", "[5,9]") + "}", 9), "io.safetensors_hole"},
      {"hole at the start", file("{" + tensor("b", "[4]", "[1,5]") + "}", 5), "io.safetensors_hole"},
      {"bytes behind the last", file("{" + a + "}", 5), "io.safetensors_trailing"},
      {"boolean of 255", boolean, "io.safetensors_boolean"},
      {"65 axes", file("{" + tensor("a", "[1" + ones + "]", "[0,1]") + "}", 1), "io.safetensors_rank"}};
  for (const Case& c : cases) {
    auto result = io::parse_safetensors(c.bytes, "m.safetensors");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_EQ(result.problem().subject, "m.safetensors");
    expect_readable(result.problem());
  }
}

TEST(Safetensors, WhatTheFormatCannotHoldIsRefusedWhenWriting) {
  io::Safetensors complex, reserved, broken;
  complex.tensors["x"] = Tensor(DType::c64, {1});
  reserved.tensors["__metadata__"] = Tensor::zeros(DType::f32, {1});
  broken.metadata["x"] = "\xFF";
  for (const io::Safetensors* contents : {&complex, &reserved, &broken})
    EXPECT_FALSE(io::format_safetensors(*contents));
}

TEST(Safetensors, SurvivesMutation) {
  expect_survives_mutation(io::format_safetensors(sample()).value(), "safetensors",
                           [](const io::Bytes& bytes) { return io::parse_safetensors(bytes, "x"); });
}

}  // namespace
}  // namespace percept
