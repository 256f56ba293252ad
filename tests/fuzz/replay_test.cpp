// The corpus, file by file through its target: what is called valid is taken, what has a fault is refused,
// and what fuzzing has found is survived.
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <set>

#include "fuzz/target.hpp"
#include "percept/io/files.hpp"

namespace percept::fuzz {

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }  // for GoogleTest

namespace {

namespace fs = std::filesystem;

const fs::path kFolder = PERCEPT_SOURCE_DIR "/tests/fuzz";
constexpr int kLeastFaults = 8;

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, EveryFileIsTakenOrRefused) {
  const fs::path folder = kFolder / "corpus" / GetParam().name;
  ASSERT_TRUE(fs::is_directory(folder));
  int valid = 0, malformed = 0;
  for (const std::string& name : names_in(folder)) {
    io::Bytes bytes = io::read_file(folder / name).value();
    bytes.shrink_to_fit();  // so that AddressSanitizer sees a read behind the end
    bool taken = false;
    ASSERT_NO_THROW(taken = GetParam().parse(bytes)) << name;
    if (name.starts_with("found-")) continue;
    bool is_valid = name.starts_with("valid-");
    ++(is_valid ? valid : malformed);
    EXPECT_EQ(taken, is_valid) << name;
  }
  EXPECT_GE(valid, 1);
  EXPECT_GE(malformed, kLeastFaults);
}

INSTANTIATE_TEST_SUITE_P(Corpus, Replay, testing::ValuesIn(targets()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Targets, AreCalledAsTheirFilesAndFolders) {
  constexpr std::string_view kEnding = "_fuzzer.cpp";
  std::set<std::string> files, known;
  for (const std::string& file : names_in(kFolder))
    if (file.ends_with(kEnding)) files.insert(file.substr(0, file.size() - kEnding.size()));
  for (const Target& target : targets()) known.emplace(target.name);
  EXPECT_EQ(known, files);
  EXPECT_EQ(known, names_in(kFolder / "corpus"));
}

}  // namespace
}  // namespace percept::fuzz
