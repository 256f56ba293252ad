#include "percept/io/files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "mutations.hpp"
#include "temporary_folder.hpp"

namespace percept {
namespace {

TEST(Files, GiveBackWhatWasWritten) {
  TemporaryFolder folder;
  io::Bytes bytes = bytes_of(std::string("a\0b\xFF", 4));
  ASSERT_TRUE(io::write_file(folder / "x", bytes));
  EXPECT_EQ(io::read_file(folder / "x").value(), bytes);
  ASSERT_TRUE(io::write_file(folder / "empty", ""));
  EXPECT_TRUE(io::read_file(folder / "empty").value().empty());
}

TEST(Files, WritingReplacesAndLeavesNothingElse) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "x", "a long first text"));
  ::chmod((folder / "x").c_str(), 0640);
  ASSERT_TRUE(io::write_file(folder / "x", "second"));
  EXPECT_EQ(io::read_file(folder / "x").value(), bytes_of("second"));
  EXPECT_EQ(folder.names(), std::vector<std::string>{"x"});
  struct stat status;
  ::stat((folder / "x").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST(Files, ALongNameNeedsNoLongerTemporaryName) {
  TemporaryFolder folder;
  EXPECT_TRUE(io::write_file(folder / std::string(255, 'n'), "x"));
  auto result = io::write_file(folder / std::string(256, 'n'), "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.name_too_long");
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(Files, ThreadsWritingOneFileLeaveOneWholeText) {
  TemporaryFolder folder;
  std::vector<std::thread> threads;
  for (char letter : {'a', 'b', 'c', 'd'})
    threads.emplace_back([&, letter] {
      for (int i = 0; i < 5; ++i) EXPECT_TRUE(io::write_file(folder / "x", std::string(10000, letter)));
    });
  for (std::thread& thread : threads) thread.join();
  io::Bytes bytes = io::read_file(folder / "x").value();
  EXPECT_EQ(bytes, io::Bytes(10000, bytes.at(0)));
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(Files, ReadingStopsAtTheLimit) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "x", std::string(1000, 'x')));
  EXPECT_TRUE(io::read_file(folder / "x", 1000));
  auto result = io::read_file(folder / "x", 999);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.too_large");
  result = io::read_file("/dev/zero", 1 << 20);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.too_large");
}

TEST(Files, MissingFileSaysWhereItWasLookedFor) {
  auto result = io::read_file("/nowhere/at/all.png");
  ASSERT_FALSE(result);
  EXPECT_EQ(render(result.problem(), Language::english),
            "/nowhere/at/all.png: there is no such file\n"
            "  hint  check the name; it was looked for in /nowhere/at");
  EXPECT_EQ(render(result.problem(), Language::french),
            "/nowhere/at/all.png: ce fichier n'existe pas\n"
            "  conseil  vérifiez le nom ; il a été cherché dans /nowhere/at");
}

TEST(Files, EachFailureOfTheSystemHasAReadableProblem) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "file", "x"));
  struct Case {
    Result<> result;
    const char* code;
  };
  Case cases[] = {{io::write_file("/nowhere/x", "x"), "io.no_folder"},
                  {io::write_file(folder / "file/x", "x"), "io.no_folder"},
                  {io::write_file(folder.path(), "x"), "io.is_folder"},
                  {io::write_file("/dev/full", "x"), "io.disk_full"}};
  for (const Case& c : cases) {
    ASSERT_FALSE(c.result) << c.code;
    EXPECT_EQ(c.result.problem().code(), c.code);
    expect_readable(c.result.problem());
  }
  auto read = io::read_file(folder.path());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.problem().code(), "io.is_folder");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"file"});
}

TEST(Files, AWriteThatFailsHalfWayLeavesTheOldFileAndNothingElse) {
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "x", "old"));
  rlimit old_limit;
  ::getrlimit(RLIMIT_FSIZE, &old_limit);
  rlimit small = {1000, old_limit.rlim_max};
  auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  Result<> result = io::write_file(folder / "x", std::string(100000, 'n'));
  ::setrlimit(RLIMIT_FSIZE, &old_limit);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.write_failed");
  expect_readable(result.problem());
  EXPECT_EQ(io::read_file(folder / "x").value(), bytes_of("old"));
  EXPECT_EQ(folder.names(), std::vector<std::string>{"x"});
}

TEST(Files, NoPermissionIsSaid) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read and write everything";
  TemporaryFolder folder;
  ASSERT_TRUE(io::write_file(folder / "secret", "x"));
  ::chmod((folder / "secret").c_str(), 0);
  auto read = io::read_file(folder / "secret");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.problem().code(), "io.not_readable");
  ::chmod(folder.path().c_str(), 0500);
  auto written = io::write_file(folder / "new", "x");
  ::chmod(folder.path().c_str(), 0700);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.problem().code(), "io.not_writable");
}

TEST(Files, OneBufferServesManyFiles) {
  TemporaryFolder folder;
  io::write_file(folder / "long", "a long text").value();
  io::write_file(folder / "short", "short").value();
  io::write_file(folder / "empty", "").value();
  io::Bytes buffer;
  auto text_of = [&](const char* name) {
    auto bytes = io::read_file(folder / name, 100, buffer).value();
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  EXPECT_EQ(text_of("long"), "a long text");
  EXPECT_EQ(text_of("short"), "short");
  EXPECT_EQ(text_of("empty"), "");
  EXPECT_EQ(text_of("long"), "a long text");
  EXPECT_FALSE(io::read_file(folder / "long", 5, buffer));
  EXPECT_EQ(io::read_start(folder / "long", 6, buffer).value().size(), 6u);
  EXPECT_EQ(io::read_start(folder / "short", 600, buffer).value().size(), 5u);
  EXPECT_EQ(io::read_start(folder / "none", 6, buffer).problem().code(), "io.not_found");
}

}  // namespace
}  // namespace percept
