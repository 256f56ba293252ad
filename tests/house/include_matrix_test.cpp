// Holds the floors: an include goes to a lower floor or stays in its folder. The table of ARCHITECTURE.md is
// the truth, so the page cannot lie.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "house/sources.hpp"

namespace percept::house {
namespace {

using Floors = std::map<std::string, int>;  // of each folder
using Exists = std::function<bool(const std::string&)>;

// The umbrella header: above all floors, so that programs alone may include it.
constexpr const char* kUmbrella = "percept.hpp";

Floors read_floors(const std::string& page) {
  Floors floors;
  std::regex row(R"(\| *(\d+) *\|([^|]*)\|.*)"), name("`([^`]+)`");
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, row)) continue;
    std::string folders = match[2];
    for (std::sregex_iterator it(folders.begin(), folders.end(), name), end; it != end; ++it)
      floors[(*it)[1]] = std::stoi(match[1]);
  }
  return floors;
}

// include/percept/FOLDER/..., src/FOLDER/..., apps/NAME/... to FOLDER or apps/NAME.
std::string folder_of(const std::string& path) {
  static const std::regex shape(R"((?:include/percept|src)/([^/]+)(?:/.*)?|(apps/[^/]+)/.*)");
  std::smatch match;
  if (!std::regex_match(path, match, shape)) return "";
  return match[1].matched ? match[1] : match[2];
}

// The file that an include names, seen from the including file; empty where there is none.
std::string resolve(const std::string& from, const std::string& name, const Exists& exists) {
  if (name.starts_with("percept/")) return "include/" + name;
  // What protoc makes of x.proto.
  if (name.ends_with(".pb.h")) return resolve(from, name.substr(0, name.size() - 5) + ".proto", exists);
  std::filesystem::path here = std::filesystem::path(from).parent_path();
  for (const std::filesystem::path& place :
       {here, std::filesystem::path("src") / folder_of(from), std::filesystem::path("src")}) {
    std::string candidate = (place / name).lexically_normal().generic_string();
    if (exists(candidate)) return candidate;
  }
  return "";
}

std::vector<std::string> violations(const Source& file, const Floors& floors, const Exists& exists) {
  std::vector<std::string> found;
  std::string own = folder_of(file.path);
  if (own == kUmbrella) return found;
  if (!floors.contains(own)) return {file.path + ": its folder stands on no floor of ARCHITECTURE.md"};
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<(percept/[^>]+)>))re");
  std::istringstream lines(without_comments(file.text));
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, include)) continue;
    std::string name = match[1].matched ? match[1] : match[2];
    std::string target = folder_of(resolve(file.path, name, exists));
    if (target == own) continue;
    if (target == kUmbrella && own.starts_with("apps/")) continue;
    if (!floors.contains(target))
      found.push_back(file.path + " includes " + name + ", which is on no floor");
    else if (floors.at(target) >= floors.at(own))
      found.push_back(file.path + " (floor " + std::to_string(floors.at(own)) + ") includes " + name +
                      " (floor " + std::to_string(floors.at(target)) + ")");
  }
  return found;
}

// What percept_floor(NAME BELOW ... LIBRARIES ...) of cmake/floors.cmake says against the table.
std::vector<std::string> cmake_violations(const std::string& cmake, const Floors& floors) {
  std::vector<std::string> found;
  std::regex call(R"(\n *percept_floor\(([^)]*)\))");
  std::string text = "\n" + cmake;
  for (std::sregex_iterator it(text.begin(), text.end(), call), end; it != end; ++it) {
    std::istringstream words((*it)[1]);
    std::string own, word, section;
    words >> own;
    if (!floors.contains(own)) found.push_back(own + " is on no floor");
    while (words >> word) {
      if (word == "BELOW" || word == "LIBRARIES")
        section = word;
      else if (section == "BELOW" &&
               (!floors.contains(word) || !floors.contains(own) || floors.at(word) >= floors.at(own)))
        found.push_back(own + " is said to stand on " + word);
    }
  }
  return found;
}

// A public header includes percept and the standard library, nothing else: no library reaches its users
// through it.
std::vector<std::string> foreign_includes(const Source& header) {
  std::vector<std::string> found;
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*[<"]([^">]+)[">])re");
  std::istringstream lines(without_comments(header.text));
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, include)) continue;
    std::string name = match[1];
    if (!name.starts_with("percept/") && name.find_first_of("./") != name.npos)
      found.push_back(header.path + " includes " + name);
  }
  return found;
}

const Floors& floors() {
  static const Floors floors = read_floors(read("ARCHITECTURE.md"));
  return floors;
}

TEST(IncludeMatrix, TheTableIsRead) {
  EXPECT_EQ(floors().at("base"), 0);
  EXPECT_EQ(floors().at("tensor"), 1);
  EXPECT_EQ(floors().at("apps/percept"), 12);
  EXPECT_GT(floors().at("runtime"), floors().at("kernels"));
}

TEST(IncludeMatrix, IncludesGoDownOrStay) {
  std::vector<Source> all = sources({"include", "src", "apps"});
  EXPECT_GT(all.size(), 10u);
  for (const Source& file : all)
    for (const std::string& violation : violations(file, floors(), exists)) ADD_FAILURE() << violation;
}

TEST(IncludeMatrix, CMakeSaysTheSame) {
  std::string cmake = read("cmake/floors.cmake");
  for (const std::string& violation : cmake_violations(cmake, floors())) ADD_FAILURE() << violation;
  std::set<std::string> folders;
  for (const Source& file : sources({"src"})) folders.insert(folder_of(file.path));
  for (const std::string& folder : folders)
    EXPECT_NE(cmake.find("percept_floor(" + folder), cmake.npos) << "src/" << folder << " is not built";
}

TEST(IncludeMatrix, PublicHeadersKeepLibrariesToThemselves) {
  for (const Source& header : sources({"include"}))
    for (const std::string& violation : foreign_includes(header)) ADD_FAILURE() << violation;
}

// The checks, shown able to fail.
class IncludeMatrixChecker : public testing::Test {
 protected:
  std::size_t count(const char* path, const char* text) {
    return violations({path, text}, floors_,
                      [](const std::string& path) {
                        return path == "src/graph/printer.hpp" || path == "src/graph/wire.proto";
                      })
        .size();
  }
  Floors floors_ = read_floors(
      "| floor | folder |\n|---|---|\n| 0 | `base` | x |\n| 2 | `graph` | y |\n"
      "| 2 | `io`, `data` | z |\n| 11 | `apps/percept` | w |\n| - | `web` | v |\n");
};

TEST_F(IncludeMatrixChecker, ReadsTheTable) {
  EXPECT_EQ(floors_, (Floors{{"base", 0}, {"graph", 2}, {"io", 2}, {"data", 2}, {"apps/percept", 11}}));
}

TEST_F(IncludeMatrixChecker, AllowsDownAndWithin) {
  EXPECT_EQ(count("src/graph/x.cpp",
                  "#include \"percept/base/a.hpp\"\n#include \"percept/graph/b.hpp\"\n#include <vector>\n"),
            0u);
  EXPECT_EQ(count("src/graph/x.cpp", "#include \"wire.pb.h\"\n"), 0u) << "made of wire.proto";
  EXPECT_EQ(count("src/graph/deep/x.cpp", "#include \"../printer.hpp\"\n#include \"printer.hpp\"\n"), 0u);
  EXPECT_EQ(
      count("apps/percept/main.cpp", "#include \"percept/percept.hpp\"\n#include \"percept/io/a.hpp\"\n"),
      0u);
  EXPECT_EQ(count("include/percept/percept.hpp", "#include \"percept/io/a.hpp\"\n"), 0u);
  EXPECT_EQ(count("src/base/x.cpp", "// #include \"percept/graph/a.hpp\"\n"), 0u);
}

TEST_F(IncludeMatrixChecker, RefusesUpAndAcross) {
  EXPECT_EQ(count("src/base/x.cpp", "#include \"percept/graph/a.hpp\"\n"), 1u);
  EXPECT_EQ(count("include/percept/base/x.hpp", "#  include <percept/graph/a.hpp>\n"), 1u);
  EXPECT_EQ(count("src/io/x.cpp", "#include \"percept/graph/a.hpp\"\n"), 1u);
  EXPECT_EQ(count("src/io/x.cpp", "#include \"percept/data/a.hpp\"\n"), 1u);
  EXPECT_EQ(count("src/io/x.cpp", "#include \"../graph/printer.hpp\"\n"), 1u);
  EXPECT_EQ(count("src/io/x.cpp", "#include \"graph/printer.hpp\"\n"), 1u);
  EXPECT_EQ(count("src/graph/x.cpp", "#include \"percept/percept.hpp\"\n"), 1u);
}

TEST_F(IncludeMatrixChecker, RefusesWhatIsNowhere) {
  EXPECT_EQ(count("src/attic/x.cpp", ""), 1u);
  EXPECT_EQ(count("src/graph/x.cpp", "#include \"percept/attic/a.hpp\"\n#include \"gone.hpp\"\n"), 2u);
}

TEST_F(IncludeMatrixChecker, ReadsCMake) {
  EXPECT_EQ(cmake_violations("percept_floor(graph BELOW base LIBRARIES fmt::fmt)\n", floors_).size(), 0u);
  EXPECT_EQ(cmake_violations("percept_floor(base BELOW graph)\n", floors_).size(), 1u);
  EXPECT_EQ(cmake_violations("percept_floor(io BELOW base graph)\npercept_floor(attic)\n", floors_).size(),
            2u);
}

TEST_F(IncludeMatrixChecker, KnowsForeignLibraries) {
  EXPECT_TRUE(foreign_includes({"x.hpp", "#include <vector>\n#include \"percept/base/a.hpp\"\n"}).empty());
  for (const char* name : {"fmt/format.h", "nlohmann/json.hpp", "toml++/toml.h", "CLI/CLI.hpp",
                           "google/protobuf/message.h", "dnnl.hpp", "png.h"})
    EXPECT_EQ(foreign_includes({"x.hpp", std::string("#include <") + name + ">\n"}).size(), 1u) << name;
}

}  // namespace
}  // namespace percept::house
