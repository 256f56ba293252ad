#include "percept/io/idx.hpp"

#include <gtest/gtest.h>

#include "mutations.hpp"
#include "percept/io/gzip.hpp"

namespace percept {
namespace {

// u8 [2, 3] = 1 to 6.
const io::Bytes kSmall = bytes_of_hex(
    "00000802"
    "00000002"
    "00000003"
    "010203040506");

TEST(Idx, WrittenAndReadAgainItIsTheSame) {
  EXPECT_EQ(io::encode_idx(io::parse_idx(kSmall, "x").value()), kSmall);
  for (DType dtype : {DType::u8, DType::i8, DType::i16, DType::i32, DType::f32, DType::f64}) {
    Tensor tensor(dtype, {2, 1, 3});
    for (std::int64_t i = 0; i < 6; ++i) tensor.set(i, double(20 * i));
    Tensor again = io::parse_idx(io::encode_idx(tensor), "x").value();
    EXPECT_EQ(to_string(again), to_string(tensor));
    for (std::int64_t i = 0; i < 6; ++i) EXPECT_EQ(again.at(i), tensor.at(i));
  }
  EXPECT_THROW(io::encode_idx(Tensor(DType::i64, {2})), Error);
  EXPECT_THROW(io::encode_idx(Tensor(DType::u8, {})), Error);
}

TEST(Idx, ReadsEveryTypeBigEndian) {
  Tensor bytes = io::parse_idx(kSmall, "x").value();
  EXPECT_EQ(to_string(bytes), "u8[2, 3]");
  EXPECT_EQ(bytes.at(5), 6);
  struct Case {
    const char* hex;
    DType dtype;
    double value;
  };
  Case cases[] = {{"0000090100000001"
                   "fe",
                   DType::i8, -2},
                  {"00000b0100000001"
                   "fffe",
                   DType::i16, -2},
                  {"00000c0100000001"
                   "00010203",
                   DType::i32, 66051},
                  {"00000d0100000001"
                   "3fc00000",
                   DType::f32, 1.5},
                  {"00000e0100000001"
                   "c000000000000000",
                   DType::f64, -2}};
  for (const Case& c : cases) {
    Tensor tensor = io::parse_idx(bytes_of_hex(c.hex), "x").value();
    EXPECT_EQ(tensor.dtype(), c.dtype);
    EXPECT_EQ(tensor.item(), c.value) << c.hex;
  }
}

TEST(Idx, AnEmptyAxisNeedsNoData) {
  EXPECT_EQ(to_string(io::parse_idx(bytes_of_hex("000008020000000000000003"), "x").value()), "u8[0, 3]");
}

TEST(Idx, EachFaultHasItsProblem) {
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {
      {"empty", {}, "io.idx_truncated"},
      {"half a magic number", bytes_of_hex("0000"), "io.idx_truncated"},
      {"a text", bytes_of("5,0,0,0,0,0,0"), "io.not_idx"},
      {"still gzipped", io::gzip(kSmall), "io.not_idx"},
      {"type 0",
       bytes_of_hex("0000000100000001"
                    "00"),
       "io.idx_type"},
      {"type 0A",
       bytes_of_hex("00000a0100000001"
                    "00"),
       "io.idx_type"},
      {"no axes", bytes_of_hex("0000080001"), "io.idx_rank"},
      {"255 axes", bytes_of_hex("000008ff00000001"), "io.idx_rank"},
      {"sizes cut", bytes_of_hex("00000803000000020000"), "io.idx_truncated"},
      {"sizes that overflow 64 bits", bytes_of_hex("00000e03ffffffffffffffffffffffff"), "io.idx_overflow"},
      {"sizes that overflow beside an empty axis",
       bytes_of_hex("00000e04"
                    "00000000"
                    "ffffffffffffffffffffffff"),
       "io.idx_overflow"},
      {"4 GB promised", bytes_of_hex("00000801ffffffff00"), "io.idx_truncated"},
      {"a byte too few", prefix(kSmall, kSmall.size() - 1), "io.idx_truncated"},
      {"bytes too many",
       bytes_of_hex("0000080100000001"
                    "0102"),
       "io.idx_trailing"},
      {"half an element",
       bytes_of_hex("00000c0100000001"
                    "000102"),
       "io.idx_truncated"}};
  for (const Case& c : cases) {
    auto result = io::parse_idx(c.bytes, "x");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    expect_readable(result.problem());
  }
}

TEST(Idx, PackedIsTheSame) {
  EXPECT_EQ(io::encode_idx(io::parse_idx_gz(io::gzip(kSmall), "x").value()), kSmall);
  io::Bytes wide = io::encode_idx(Tensor::full(DType::i32, {300, 200}, 7));  // comes in several pieces
  EXPECT_EQ(io::encode_idx(io::parse_idx_gz(io::gzip(wide), "x").value()), wide);
  struct Case {
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {{io::gzip(prefix(wide, wide.size() - 1)), "io.idx_truncated"},
                  {io::gzip(bytes_of_hex("00000801ffffffff00")), "io.idx_truncated"},  // 4 GB promised
                  {io::gzip(bytes_of_hex("000008010000000300")), "io.idx_truncated"},
                  {io::gzip(bytes_of_hex("00000801000000010102")), "io.idx_trailing"},
                  {io::gzip(bytes_of("5,0,0,0,0,0,0")), "io.not_idx"},
                  {kSmall, "io.not_gzip"},
                  {prefix(io::gzip(wide), 40), "io.gzip_truncated"}};
  for (const Case& c : cases) {
    auto result = io::parse_idx_gz(c.bytes, "x");
    ASSERT_FALSE(result) << c.code;
    EXPECT_EQ(result.problem().code(), c.code);
  }
}

TEST(Idx, TruncationIsToldInBothLanguages) {
  auto result = io::parse_idx(prefix(kSmall, 15), "train-images-idx3-ubyte");
  ASSERT_FALSE(result);
  EXPECT_EQ(render(result.problem(), Language::english),
            "train-images-idx3-ubyte: the file stops at 15 bytes, its header promises 18\n"
            "  hint  the copy or download was cut short: fetch the file again\n"
            "  at    train-images-idx3-ubyte byte 15");
  EXPECT_EQ(render(result.problem(), Language::french),
            "train-images-idx3-ubyte: le fichier s'arrête à 15 octets, son en-tête en annonce 18\n"
            "  conseil  la copie ou le téléchargement a été interrompu : récupérez le fichier à nouveau\n"
            "  lieu     train-images-idx3-ubyte byte 15");
}

TEST(Idx, SurvivesMutation) {
  expect_survives_mutation(kSmall, "idx", [](const io::Bytes& bytes) { return io::parse_idx(bytes, "x"); });
}

}  // namespace
}  // namespace percept
