#include "percept/io/md5.hpp"

#include <gtest/gtest.h>

#include <set>

#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"

namespace percept {
namespace {

std::string md5(std::string_view text) {
  io::Md5 sum;
  sum.add(bytes_of(text));
  return sum.hex();
}

TEST(Md5, TheVectorsOfTheStandard) {  // RFC 1321, A.5
  EXPECT_EQ(md5(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5("a"), "0cc175b9c0f1b6a831c399e269772661");
  EXPECT_EQ(md5("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5("abcdefghijklmnopqrstuvwxyz"), "c3fcd3d76192e4007dfb496cca67e13b");
  EXPECT_EQ(md5("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
            "d174ab98d277d9f5a5611c2c9f419d9f");
  EXPECT_EQ(md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
}

TEST(Md5, PiecesOfAnySizeAreTheWhole) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += std::to_string(i);
  for (std::size_t piece : {1u, 3u, 55u, 56u, 63u, 64u, 65u, 128u, 500u}) {
    io::Md5 sum;
    for (std::size_t at = 0; at < text.size(); at += piece) sum.add(bytes_of(text.substr(at, piece)));
    EXPECT_EQ(sum.hex(), md5(text)) << piece;
    EXPECT_EQ(sum.hex(), md5(text)) << "reading it changes nothing";
  }
  std::set<std::string> all;  // every length around a block ends otherwise
  for (std::size_t size = 50; size < 70; ++size) all.insert(md5(text.substr(0, size)));
  EXPECT_EQ(all.size(), 20u);
}

TEST(Md5, OfAFile) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "a", std::string(3'000'000, 'x')));
  EXPECT_EQ(io::md5_of_file(folder / "a").value(), md5(std::string(3'000'000, 'x')));
  EXPECT_EQ(io::md5_of_file(folder / "gone").problem().code(), "io.not_found");
}

}  // namespace
}  // namespace percept
