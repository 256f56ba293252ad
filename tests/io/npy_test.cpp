#include "percept/io/npy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "mutations.hpp"
#include "temporary_folder.hpp"

namespace percept {
namespace {

// A file as numpy lays it out: the header filled up with spaces to `length`, closed by a line break.
io::Bytes file(std::string header, const std::string& data_hex, int major = 1, std::size_t length = 118) {
  if (header.size() < length) header.append(length - header.size() - 1, ' ') += '\n';
  std::string front = "\x93NUMPY";
  front += {char(major), '\0', char(header.size() & 0xFF), char(header.size() >> 8)};
  if (major > 1) front += std::string(2, '\0');
  io::Bytes bytes = bytes_of(front + header), data = bytes_of_hex(data_hex);
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

io::Bytes array(const std::string& descr, const std::string& shape, const std::string& data_hex,
                bool fortran = false) {
  return file("{'descr': " + descr + ", 'fortran_order': " + (fortran ? "True" : "False") +
                  ", 'shape': " + shape + ", }",
              data_hex);
}

void expect_values(const io::Bytes& bytes, const char* type, std::initializer_list<double> values) {
  Result<Tensor> tensor = io::parse_npy(bytes, "x");
  ASSERT_TRUE(tensor) << render(tensor.problem());
  ASSERT_EQ(to_string(*tensor), type);
  std::int64_t i = 0;
  for (double value : values) EXPECT_EQ(tensor->at(i++), value);
}

// The bytes of each are those that numpy 1.24 writes.
TEST(Npy, ReadsWhatNumpyWrites) {
  expect_values(array("'<f4'", "(2, 3)", "0000803f0000004000004040000080c00000b0400000c040"), "f32[2, 3]",
                {1, 2, 3, -4, 5.5, 6});
  expect_values(
      array("'>f8'", "(2, 3)",
            "000000000000000040080000000000003ff00000000000004010000000000000400000000000000040140000"
            "00000000",
            true),
      "f64[2, 3]", {0, 1, 2, 3, 4, 5});
  expect_values(array("'|u1'", "(2, 3, 4)", "000c04100814010d05110915020e06120a16030f07130b17", true),
                "u8[2, 3, 4]",
                {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23});
  expect_values(file("{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }", "003e00c0ff7b", 2, 116),
                "f16[3]", {1.5, -2, 65504});
  expect_values(file("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", "0100", 3, 116), "bool[2]",
                {1, 0});
  expect_values(array("'>i8'", "()", "fffffffffffffff9"), "i64[]", {-7});
  expect_values(array("'<i2'", "(0, 5)", ""), "i16[0, 5]", {});
  Tensor complex = io::parse_npy(array("'>c8'", "(2,)", "3f8000004000000080000000c0600000"), "x").value();
  ASSERT_EQ(to_string(complex), "c64[2]");
  float numbers[4];
  std::memcpy(numbers, complex.raw(), sizeof numbers);
  EXPECT_EQ(numbers[0], 1);
  EXPECT_EQ(numbers[1], 2);
  EXPECT_EQ(numbers[3], -3.5);
}

TEST(Npy, WritesWhatNumpyReads) {
  io::Bytes bytes = io::format_npy(Tensor::from<float>({2, 3}, {1, 2, 3, -4, 5.5, 6}));
  EXPECT_EQ(bytes, array("'<f4'", "(2, 3)", "0000803f0000004000004040000080c00000b0400000c040"));
  EXPECT_EQ(io::format_npy(Tensor::scalar(std::int64_t(-7))), array("'<i8'", "()", "f9ffffffffffffff"));
  EXPECT_EQ(io::format_npy(Tensor::from<bool>({2}, {true, false})), array("'|b1'", "(2,)", "0100"));
}

TEST(Npy, EveryTypeComesBack) {
  for (DType dtype : {DType::f32, DType::f64, DType::f16, DType::i8, DType::i16, DType::i32, DType::i64,
                      DType::u8, DType::u16, DType::u32, DType::u64, DType::boolean}) {
    Tensor tensor = Tensor::full(dtype, {3, 1, 2}, 1);
    Tensor back = io::parse_npy(io::format_npy(tensor), "x").value();
    ASSERT_EQ(to_string(back), to_string(tensor));
    EXPECT_EQ(std::memcmp(back.raw(), tensor.raw(), tensor.bytes()), 0) << name_of(dtype);
  }
  for (DType dtype : {DType::c64, DType::c128}) {
    Tensor tensor = Tensor::zeros(dtype, {2});
    EXPECT_EQ(to_string(io::parse_npy(io::format_npy(tensor), "x").value()), to_string(tensor));
  }
}

TEST(Npy, Bf16IsWrittenAsF32) {
  Tensor back = io::parse_npy(io::format_npy(Tensor::full(DType::bf16, {2}, -1.5)), "x").value();
  EXPECT_EQ(to_string(back), "f32[2]");
  EXPECT_EQ(back.at(1), -1.5);
}

TEST(Npy, HeadersOfOtherWriters) {
  const char* headers[] = {R"({"shape": (2,), "fortran_order": False, "descr": "<i2"})",
                           "{'descr':'<i2','fortran_order':False,'shape':(2L,),}",
                           "{ 'shape' : ( 2 , ) , 'descr' : '=i2' , 'fortran_order' : True }\n"};
  for (const char* header : headers) expect_values(file(header, "01000200"), "i16[2]", {1, 2});
  // No filling up at all.
  expect_values(file("{'descr': '<i2', 'fortran_order': False, 'shape': (2,)}", "01000200", 1, 0), "i16[2]",
                {1, 2});
}

TEST(Npy, EachFaultHasItsProblem) {
  std::string ones;
  for (int i = 0; i < 65; ++i) ones += "1,";
  io::Bytes good = array("'<i2'", "(2,)", "01000200"), version = good, huge = good;
  version[6] = std::byte(4);
  huge[8] = huge[9] = std::byte(0xFF);
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {
      {"empty", {}, "io.not_npy"},
      {"a text", bytes_of("hello, this is a text"), "io.not_npy"},
      {"magic alone", prefix(good, 6), "io.npy_truncated"},
      {"cut in the length", prefix(good, 9), "io.npy_truncated"},
      {"cut in the header", prefix(good, 60), "io.npy_truncated"},
      {"cut in the data", prefix(good, good.size() - 1), "io.npy_truncated"},
      {"header beyond the file", huge, "io.npy_truncated"},
      {"version 4", version, "io.npy_version"},
      {"bytes behind", array("'<i2'", "(2,)", "0100020003"), "io.npy_trailing"},
      {"objects", array("'|O'", "(2,)", "80037d71"), "io.npy_objects"},
      {"records", array("[('a', '<f4'), ('b', '<i4')]", "(1,)", "0000000000000000"), "io.npy_structured"},
      {"texts", array("'<U3'", "(1,)", "610000000000000000000000"), "io.npy_type"},
      {"dates", array("'<M8[ns]'", "(1,)", "0000000000000000"), "io.npy_type"},
      {"long double", array("'<f16'", "(1,)", std::string(32, '0')), "io.npy_type"},
      {"no type", array("''", "(1,)", "00"), "io.npy_type"},
      {"type not a text", array("4", "(1,)", "00"), "io.npy_header"},
      {"a type without end", array("'" + std::string(100, 'i') + "'", "(1,)", "00"), "io.npy_header"},
      {"negative size", array("'<i2'", "(-2,)", "01000200"), "io.npy_header"},
      {"size beyond 64 bits", array("'<i2'", "(99999999999999999999,)", "01000200"), "io.npy_header"},
      {"product beyond 64 bits", array("'<i2'", "(4294967296, 4294967296, 4294967296)", "0100"),
       "io.npy_overflow"},
      {"overflow beside an empty axis", array("'<i2'", "(0, 4294967296, 4294967296)", ""), "io.npy_overflow"},
      {"2^60 elements in 4 bytes", array("'<i2'", "(1099511627776,)", "01000200"), "io.npy_truncated"},
      {"65 axes", file("{'descr': '<i2', 'fortran_order': False, 'shape': (" + ones + ")}", "0100"),
       "io.npy_rank"},
      {"shape a number", array("'<i2'", "(2)", "01000200"), "io.npy_header"},
      {"shape without commas", array("'<i2'", "(1 2)", "01000200"), "io.npy_header"},
      {"shape without end", file("{'descr': '<i2', 'fortran_order': False, 'shape': (2,", "01000200"),
       "io.npy_header"},
      {"no shape", file("{'descr': '<i2', 'fortran_order': False}", "0100"), "io.npy_header"},
      {"shape twice", file("{'shape': (1,), 'shape': (2,), 'descr': '<i2', 'fortran_order': False}", "0100"),
       "io.npy_header"},
      {"unknown key", file("{'descr': '<i2', 'fortran_order': False, 'shape': (1,), 'x': 1}", "0100"),
       "io.npy_header"},
      {"order a number", file("{'descr': '<i2', 'fortran_order': 0, 'shape': (1,)}", "0100"),
       "io.npy_header"},
      {"a call", file("{'descr': exit(), 'fortran_order': False, 'shape': (1,)}", "0100"), "io.npy_header"},
      {"something behind the dictionary",
       file("{'descr': '<i2', 'fortran_order': False, 'shape': (1,)} + 1", "0100"), "io.npy_header"},
      {"not a dictionary", file("[1, 2]", "0100"), "io.npy_header"},
      {"empty header", file("", "0100", 1, 0), "io.npy_header"},
      {"boolean of 2", array("'|b1'", "(1,)", "02"), "io.npy_boolean"}};
  for (const Case& c : cases) {
    auto result = io::parse_npy(c.bytes, "x.npy");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_EQ(result.problem().subject, "x.npy");
    expect_readable(result.problem());
  }
}

TEST(Npy, FilesAreWrittenAndRead) {
  TemporaryFolder folder;
  Tensor tensor = Tensor::from<float>({2}, {1, 2});
  ASSERT_TRUE(io::write_npy(folder / "x.npy", tensor));
  EXPECT_EQ(io::read_npy(folder / "x.npy").value().at(1), 2);
  EXPECT_EQ(io::read_npy(folder / "none.npy").problem().code(), "io.not_found");
}

TEST(Npy, SurvivesMutation) {
  for (bool fortran : {false, true})
    expect_survives_mutation(array("'>i2'", "(2, 2)", "0001000200030004", fortran), "npy",
                             [](const io::Bytes& bytes) { return io::parse_npy(bytes, "x"); });
}

}  // namespace
}  // namespace percept
