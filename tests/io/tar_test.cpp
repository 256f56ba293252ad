#include "percept/io/tar.hpp"

#include <gtest/gtest.h>

#include "io/tar_builder.hpp"

namespace percept {
namespace {

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Tar, GivesThePlainFilesInTheirOrder) {
  std::string long_text(1000, 'x');
  io::Bytes bytes = tar_of({{.name = "set/", .content = "", .type = '5'},
                            {.name = "pax", .content = "30 path=elsewhere\n", .type = 'x'},
                            {.name = "set/a.bin", .content = "hello"},
                            {.name = "b.bin", .content = long_text, .prefix = "deep/folder"},
                            {.name = "empty", .content = ""},
                            {.name = "gnu", .content = "g", .magic = std::string("ustar  \0", 8)}});
  std::vector<io::TarFile> files = io::parse_tar(bytes, "x.tar").value();
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(files[0].name, "set/a.bin");
  EXPECT_EQ(text_of(files[0].content), "hello");
  EXPECT_EQ(files[1].name, "deep/folder/b.bin");
  EXPECT_EQ(text_of(files[1].content), long_text);
  EXPECT_EQ(files[2].content.size(), 0u);
  EXPECT_EQ(files[3].name, "gnu");
}

TEST(Tar, EachFaultHasItsProblem) {
  io::Bytes whole = tar_of({{.name = "a", .content = "hello"}}), trailing = whole;
  trailing.back() = std::byte('x');
  io::Bytes one_zero_block = prefix(whole, whole.size() - 512);
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  auto entry = [](TarEntry e) { return tar_of({e}); };
  Case cases[] = {
      {"nothing", {}, "io.tar_truncated"},
      {"cut in a header", prefix(whole, 300), "io.tar_truncated"},
      {"cut in a content", prefix(whole, 514), "io.tar_truncated"},
      {"no end", prefix(whole, 1024), "io.tar_truncated"},
      {"half an end", one_zero_block, "io.tar_truncated"},
      {"something behind the end", trailing, "io.tar_trailing"},
      {"a text", bytes_of(std::string(2000, 'x')), "io.not_tar"},
      {"the old format", entry({.name = "a", .content = "x", .magic = std::string(8, '\0')}), "io.not_tar"},
      {"checksum", entry({.name = "a", .content = "x", .checksum_error = 1}), "io.tar_checksum"},
      {"size beyond the end", entry({.name = "a", .content = "x", .size = "77777777777"}),
       "io.tar_truncated"},
      {"size in base 256",
       entry({.name = "a", .content = "x", .size = "\x80\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"}),
       "io.tar_size"},
      {"size of letters", entry({.name = "a", .content = "x", .size = "0000000000z"}), "io.tar_size"},
      {"negative size", entry({.name = "a", .content = "x", .size = "-0000000001"}), "io.tar_size"},
      {"blank size", entry({.name = "a", .content = "x", .size = "           "}), "io.tar_size"},
      {"absolute", entry({.name = "/etc/passwd", .content = "x"}), "io.tar_path"},
      {"upward", entry({.name = "../a", .content = "x"}), "io.tar_path"},
      {"upward inside", entry({.name = "a/../../b", .content = "x"}), "io.tar_path"},
      {"upward by prefix", entry({.name = "a", .content = "x", .prefix = ".."}), "io.tar_path"},
      {"no name", entry({.name = "", .content = "x"}), "io.tar_path"},
      {"this folder", entry({.name = "./a", .content = "x"}), "io.tar_path"},
      {"control character", entry({.name = "a\x1b[2Jb", .content = "x"}), "io.tar_path"},
      {"backslash", entry({.name = "..\\a", .content = "x"}), "io.tar_path"},
      {"symbolic link", entry({.name = "a", .content = "", .type = '2'}), "io.tar_type"},
      {"hard link", entry({.name = "a", .content = "", .type = '1'}), "io.tar_type"},
      {"device", entry({.name = "a", .content = "", .type = '3'}), "io.tar_type"},
      {"GNU long name", entry({.name = "a", .content = "b", .type = 'L'}), "io.tar_type"},
      {"twice", tar_of({{.name = "a", .content = "x"}, {.name = "a", .content = "y"}}), "io.tar_twice"},
  };
  for (const Case& each : cases) {
    auto result = io::parse_tar(each.bytes, "x.tar");
    ASSERT_FALSE(result) << each.what;
    EXPECT_EQ(result.problem().code(), each.code) << each.what;
    expect_readable(result.problem());
    for (char c : render(result.problem())) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
}

TEST(Tar, DamageIsSurvived) {
  io::Bytes bytes =
      tar_of({{.name = "set/", .content = "", .type = '5'}, {.name = "set/a", .content = "hello"}});
  expect_survives_mutation(bytes, "x.tar",
                           [](const io::Bytes& each) { return io::parse_tar(each, "x.tar"); });
}

}  // namespace
}  // namespace percept
