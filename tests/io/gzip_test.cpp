#include "percept/io/gzip.hpp"

#include <gtest/gtest.h>

#include "mutations.hpp"

namespace percept {
namespace {

constexpr std::uint64_t kLimit = 1 << 20;
// `printf hello | gzip -n`
const io::Bytes kHello = bytes_of_hex("1f8b0800000000000003cb48cdc9c9070086a6103605000000");

io::Bytes with(io::Bytes bytes, std::size_t at, int value) { return bytes[at] = std::byte(value), bytes; }

TEST(Gzip, UnpacksWhatTheGzipProgramWrote) {
  EXPECT_EQ(io::gunzip(kHello, kLimit, "x.gz").value(), bytes_of("hello"));
}

TEST(Gzip, RoundTrip) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += std::to_string(i * i);
  for (const std::string& each : {std::string(), std::string("x"), text}) {
    io::Bytes packed = io::gzip(bytes_of(each));
    EXPECT_EQ(io::gunzip(packed, kLimit, "x.gz").value(), bytes_of(each));
    EXPECT_EQ(io::gzip(bytes_of(each)), packed);
  }
}

TEST(Gzip, MembersFollowEachOtherAndPaddingIsIgnored) {
  io::Bytes two = kHello;
  two.insert(two.end(), kHello.begin(), kHello.end());
  two.resize(two.size() + 100);
  EXPECT_EQ(io::gunzip(two, kLimit, "x.gz").value(), bytes_of("hellohello"));
}

TEST(Gzip, TheLimitIsExact) {
  EXPECT_TRUE(io::gunzip(kHello, 5, "x.gz"));
  for (std::uint64_t limit : {0, 4}) {
    auto result = io::gunzip(kHello, limit, "x.gz");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.problem().code(), "io.gzip_too_large");
  }
  io::Bytes bomb = io::gzip(io::Bytes(std::size_t(100) << 20));
  EXPECT_LT(bomb.size(), std::size_t(1) << 20);
  EXPECT_FALSE(io::gunzip(bomb, kLimit, "bomb.gz"));
}

TEST(Gzip, EachFaultHasItsProblem) {
  io::Bytes behind = kHello, second = kHello;
  behind.push_back(std::byte('x'));
  io::Bytes damaged = with(kHello, 10, 0xFF);
  second.insert(second.end(), damaged.begin(), damaged.end());
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {{"empty", {}, "io.not_gzip"},
                  {"a text", bytes_of("hello, this is text"), "io.not_gzip"},
                  {"method other than deflate", with(kHello, 2, 7), "io.gzip_damaged"},
                  {"reserved flags", with(kHello, 3, 0xE0), "io.gzip_damaged"},
                  {"reserved kind of block", with(kHello, 10, 0xFF), "io.gzip_damaged"},
                  {"wrong checksum", with(kHello, 18, 0), "io.gzip_damaged"},
                  {"wrong length", with(kHello, 21, 6), "io.gzip_damaged"},
                  {"something behind", behind, "io.gzip_trailing"},
                  {"second member damaged", second, "io.gzip_damaged"}};
  for (const Case& c : cases) {
    auto result = io::gunzip(c.bytes, kLimit, "x.gz");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_EQ(result.problem().subject, "x.gz");
    expect_readable(result.problem());
  }
}

TEST(Gzip, EveryTruncationIsAProblemThatNamesTheByte) {
  for (std::size_t size = 2; size < kHello.size(); ++size) {
    auto result = io::gunzip(prefix(kHello, size), kLimit, "x.gz");
    ASSERT_FALSE(result) << size;
    EXPECT_EQ(result.problem().code(), "io.gzip_truncated") << size;
    EXPECT_EQ(result.problem().where, "x.gz byte " + std::to_string(size));
  }
}

TEST(Gzip, SurvivesMutation) {
  expect_survives_mutation(
      io::gzip(bytes_of(std::string(300, 'a') + "some text to pack" + std::string(300, 'b'))), "gzip",
      [](const io::Bytes& bytes) { return io::gunzip(bytes, kLimit, "x.gz"); });
}

}  // namespace
}  // namespace percept
