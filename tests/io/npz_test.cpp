#include <gtest/gtest.h>

#include "io/zip.hpp"
#include "mutations.hpp"
#include "percept/io/npy.hpp"
#include "temporary_folder.hpp"

namespace percept {
namespace {

// numpy 1.24: savez(weight=array([[1, 2]], '<f4'), **{'a/b': array(3, '<i4')}).
const char* const kStored =
    "504b030414000000000000002100b14645ea88000000880000000a0014007765696768742e6e707901001000880000000000"
    "00008800000000000000934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f726465"
    "72273a2046616c73652c20277368617065273a2028312c2032292c207d202020202020202020202020202020202020202020"
    "202020202020202020202020202020202020202020202020202020202020202020202020200a0000803f00000040504b0304"
    "140000000000000021005bbad33b840000008400000007001400612f622e6e70790100100084000000000000008400000000"
    "000000934e554d5059010076007b276465736372273a20273c6934272c2027666f727472616e5f6f72646572273a2046616c"
    "73652c20277368617065273a2028292c207d2020202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020202020200a03000000504b01021403140000000000000021"
    "00b14645ea88000000880000000a00000000000000000000008001000000007765696768742e6e7079504b01021403140000"
    "000000000021005bbad33b84000000840000000700000000000000000000008001c4000000612f622e6e7079504b05060000"
    "0000020002006d000000810100000000";

// savez_compressed(x=zeros((4, 8), '<f4'), y=array([7, 8], '|u1')), its zipfile told to use zip64 from 10
// bytes on.
const char* const kZip64 =
    "504b03042d000000080000002100fc4ad960ffffffffffffffff05001400782e6e7079010010000001000000000000490000"
    "00000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9366a2aea3a09e965f54529498179f5f94920a12774bcc"
    "294e058a17672416a402f91a263a0a169a3a0ab50a64032e86010600504b03042d000000080000002100fa4ceae9ffffffff"
    "ffffffff05001400792e6e707901001000820000000000000046000000000000009bec17ea1b10c9c850c650ad9e925a9c5c"
    "a46ea5a05e536aa8aea3a09e965f54529498179f5f94920a12774bcc294e058a17672416a402f91a463a9a3a0ab50a14002e"
    "760e00504b01022d032d000000080000002100fc4ad960ffffffffffffffff05001400000000000000000080010000000078"
    "2e6e70790100100000010000000000004900000000000000504b01022d032d000000080000002100fa4ceae9ffffffffffff"
    "ffff05001c0000000000000000008001ffffffff792e6e707901001800820000000000000046000000000000008000000000"
    "000000504b06062c000000000000002d002d0000000000000000000200000000000000020000000000000096000000000000"
    "00fd00000000000000504b060700000000930100000000000001000000504b0506000000000200020096000000fd00000000"
    "00";

io::Arrays sample() {
  return {{"layer/weight", Tensor::full(DType::f32, {40, 50}, 0.25)},
          {"bias", Tensor::from<float>({2}, {1, -1})},
          {"été", Tensor::scalar(std::int64_t(7))}};
}

TEST(Npz, ReadsWhatNumpyWrites) {
  io::Arrays stored = io::parse_npz(bytes_of_hex(kStored), "x").value();
  ASSERT_EQ(stored.size(), 2u);
  EXPECT_EQ(to_string(stored.at("weight")), "f32[1, 2]");
  EXPECT_EQ(stored.at("weight").at(1), 2);
  EXPECT_EQ(to_string(stored.at("a/b")), "i32[]");
  EXPECT_EQ(stored.at("a/b").item(), 3);
  io::Arrays packed = io::parse_npz(bytes_of_hex(kZip64), "x").value();
  ASSERT_EQ(packed.size(), 2u);
  EXPECT_EQ(to_string(packed.at("x")), "f32[4, 8]");
  EXPECT_EQ(packed.at("x").at(31), 0);
  EXPECT_EQ(packed.at("y").at(1), 8);
}

TEST(Npz, RoundTripKeepsNamesTypesAndValues) {
  TemporaryFolder folder;
  for (io::Packing packing : {io::Packing::stored, io::Packing::deflate}) {
    ASSERT_TRUE(io::write_npz(folder / "x.npz", sample(), packing));
    io::Arrays back = io::read_npz(folder / "x.npz").value();
    ASSERT_EQ(back.size(), 3u);
    for (const auto& [name, tensor] : sample()) {
      ASSERT_EQ(to_string(back.at(name)), to_string(tensor));
      EXPECT_EQ(back.at(name).at(0), tensor.at(0));
    }
    EXPECT_EQ(io::format_npz(sample(), packing).value(), io::read_file(folder / "x.npz").value());
  }
  EXPECT_LT(io::format_npz(sample()).value().size(), 1500u);
  EXPECT_GT(io::format_npz(sample(), io::Packing::stored).value().size(), 8000u);
  EXPECT_TRUE(io::parse_npz(io::format_npz({}).value(), "x").value().empty());
}

// Python's zipfile must be able to read it: the bytes of the smallest archive, field by field.
TEST(Npz, WrittenBytesAreTheFormats) {
  io::Bytes contents = io::format_npy(Tensor::scalar(std::int64_t(1)));
  std::string crc = "a4b19faa", size = "88000000";
  io::Bytes golden = bytes_of_hex(
      "504b0304"
      "1400"
      "0000"
      "0000"
      "00002100" +
      crc + size + size +
      "0500"
      "0000"
      "612e6e7079");
  golden.insert(golden.end(), contents.begin(), contents.end());
  io::Bytes rest = bytes_of_hex(
      "504b0102"
      "1400"
      "1400"
      "0000"
      "0000"
      "00002100" +
      crc + size + size +
      "0500"
      "0000"
      "0000"
      "0000"
      "0000"
      "00000000"
      "00000000"
      "612e6e7079"
      "504b0506"
      "0000"
      "0000"
      "0100"
      "0100"
      "33000000"
      "ab000000"
      "0000");
  golden.insert(golden.end(), rest.begin(), rest.end());
  EXPECT_EQ(io::format_npz({{"a", Tensor::scalar(std::int64_t(1))}}, io::Packing::stored).value(), golden);
}

// Archives to be spoilt: two arrays, "a" and "b" of 136 bytes each, stored. Local headers are at 0 and 171,
// the directory at 342 with its second header at 393, the end record at 444.
constexpr std::size_t kSecond = 171, kCentral = 342, kSecondCentral = 393, kEnd = 444;

io::Bytes two() {
  Tensor number = Tensor::scalar(std::int64_t(1));
  return io::format_npz({{"a", number}, {"b", number}}, io::Packing::stored).value();
}

struct Change {
  std::size_t at;
  const char* hex;
};

io::Bytes changed(io::Bytes bytes, std::initializer_list<Change> changes) {
  for (const Change& change : changes) {
    io::Bytes with = bytes_of_hex(change.hex);
    std::copy(with.begin(), with.end(), bytes.begin() + std::ptrdiff_t(change.at));
  }
  return bytes;
}

TEST(Npz, EachFaultHasItsProblem) {
  ASSERT_EQ(two().size(), kEnd + 22);
  io::Bytes comment = changed(two(), {{kEnd + 20, "0500"}}), zip64 = bytes_of_hex(kZip64);
  Tensor number = Tensor::scalar(std::int64_t(1));
  auto named = [&](const std::string& name) {
    return io::format_npz({{name, number}}, io::Packing::stored).value();
  };
  io::ZipWriter text;
  ASSERT_TRUE(text.add("readme.txt", bytes_of("hello"), false));
  io::Bytes bomb;  // 300 times a kilobyte says that it is 4 GiB of zeros
  io::Arrays packed = {{"x", Tensor::zeros(DType::u8, {100000})}};
  bomb = io::format_npz(packed).value();
  std::size_t central = bomb.size() - 22 - 46 - 5;
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {
      {"empty", {}, "io.not_zip"},
      {"a text", bytes_of("this is a text and no archive"), "io.not_zip"},
      {"cut in the directory", prefix(two(), kEnd - 10), "io.not_zip"},
      {"cut in the end record", prefix(two(), kEnd + 21), "io.not_zip"},
      {"comment beyond the file", comment, "io.not_zip"},
      {"directory beyond the file", changed(two(), {{kEnd + 16, "FFFFFF7F"}}), "io.zip_directory"},
      {"directory not before the end", changed(two(), {{kEnd + 16, "00000000"}}), "io.zip_directory"},
      {"more entries than there are", changed(two(), {{kEnd + 8, "03000300"}}), "io.zip_directory"},
      {"fewer entries than there are", changed(two(), {{kEnd + 8, "01000100"}}), "io.zip_directory"},
      {"65,535 entries", changed(two(), {{kEnd + 8, "FFFFFFFF"}}), "io.zip_directory"},
      {"a name beyond the directory", changed(two(), {{kSecondCentral + 28, "FFFF"}}), "io.zip_directory"},
      {"no header in the directory", changed(two(), {{kSecondCentral, "00"}}), "io.zip_directory"},
      {"zip64's end record elsewhere", changed(zip64, {{467, "00"}}), "io.zip_directory"},
      {"several parts", changed(two(), {{kEnd + 4, "0100"}}), "io.zip_parts"},
      {"encrypted", changed(two(), {{kCentral + 8, "0100"}}), "io.zip_encrypted"},
      {"bzip2", changed(two(), {{kCentral + 10, "0C00"}}), "io.zip_method"},
      {"name of nothing", named("/x"), "io.zip_name"},
      {"name above", named("../x"), "io.zip_name"},
      {"name above, further in", named("a/../../x"), "io.zip_name"},
      {"name of another system", named("a\\x"), "io.zip_name"},
      {"name with a zero", named(std::string("a\0x", 3)), "io.zip_name"},
      {"the same name twice", changed(two(), {{kSecond + 30, "61"}, {kSecondCentral + 46, "61"}}),
       "io.zip_duplicate"},
      {"another name at the array", changed(two(), {{30, "63"}}), "io.zip_entry"},
      {"another method at the array", changed(two(), {{8, "0800"}}), "io.zip_entry"},
      {"an array beyond the file", changed(two(), {{kCentral + 42, "FFFFFF7F"}}), "io.zip_entry"},
      {"an array over another",
       changed(two(), {{kSecondCentral + 42, "00000000"}, {kSecondCentral + 46, "61"}}), "io.zip_duplicate"},
      {"an array that takes in another",
       changed(two(), {{kCentral + 20, "00010000"}, {kCentral + 24, "00010000"}}), "io.zip_entry"},
      {"an array that reaches into the directory",
       changed(two(), {{kSecondCentral + 20, "89000000"}, {kSecondCentral + 24, "89000000"}}),
       "io.zip_entry"},
      {"stored in another size", changed(two(), {{kCentral + 24, "87000000"}}), "io.zip_entry"},
      {"zip64 without its field", changed(two(), {{kCentral + 24, "FFFFFFFF"}}), "io.zip_entry"},
      {"4 GiB from a hundred bytes", changed(bomb, {{central + 24, "FEFFFFFF"}}), "io.zip_entry"},
      {"unpacks to more than it says", changed(bomb, {{central + 24, "00010000"}}), "io.zip_damaged"},
      {"unpacks to less than it says", changed(bomb, {{central + 24, "FFFF0100"}}), "io.zip_damaged"},
      {"packed bytes spoilt", changed(bomb, {{38, "FFFFFF"}}), "io.zip_damaged"},
      {"stored bytes spoilt", changed(two(), {{100, "41"}}), "io.zip_checksum"},
      {"not an array", std::move(text).finish(), "io.npz_entry"},
  };
  for (const Case& c : cases) {
    auto result = io::parse_npz(c.bytes, "x.npz");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_EQ(result.problem().subject, "x.npz") << c.what;
    expect_readable(result.problem());
  }
}

TEST(Npz, AFaultyArrayIsNamed) {
  io::ZipWriter zip;
  ASSERT_TRUE(zip.add("deep/x.npy", bytes_of("hello"), true));
  auto result = io::parse_npz(std::move(zip).finish(), "x.npz");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.not_npy");
  EXPECT_EQ(result.problem().subject, "x.npz:deep/x.npy");
}

// Zeros pack a thousandfold; of a small file that is still little, of many small ones it is not.
TEST(Npz, UnpackingIsBounded) {
  io::Bytes zeros(40 << 20);
  io::ZipWriter zip;
  ASSERT_TRUE(zip.add("0.npy", zeros, true));
  io::Bytes small = std::move(zip).finish();
  auto entries = io::zip_entries(small, 40 << 20);
  ASSERT_TRUE(entries);
  EXPECT_EQ(io::unzip(small, entries->front()).value(), zeros);
  auto refused = io::zip_entries(small, (40 << 20) - 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code(), "io.zip_too_large");
}

TEST(Npz, SurvivesMutation) {
  for (io::Packing packing : {io::Packing::stored, io::Packing::deflate})
    expect_survives_mutation(
        io::format_npz({{"a", Tensor::scalar(1.0f)}, {"b", Tensor::scalar(2.0f)}}, packing).value(), "npz",
        [](const io::Bytes& bytes) { return io::parse_npz(bytes, "x"); });
  expect_survives_mutation(bytes_of_hex(kZip64), "zip64",
                           [](const io::Bytes& bytes) { return io::parse_npz(bytes, "x"); });
}

}  // namespace
}  // namespace percept
