#include "ops/front_door.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <utility>

namespace percept::proof {
namespace {

std::string on_one_line(const std::string& text) {
  static const std::regex space(R"(\s+)"), location(R"(,? *Location at = Location::current\(\))");
  return std::regex_replace(std::regex_replace(text, space, " "), location, "");
}

}  // namespace

std::vector<FrontDoor> front_doors(const std::string& header) {
  static const std::regex start(R"(^(?:inline )?((?:std::vector<)?[A-Z]\w*>? (\w+)\(.*))");
  std::vector<FrontDoor> found;
  std::istringstream lines(header);
  std::string comment;
  bool commenting = false;
  for (std::string line; std::getline(lines, line);) {
    bool was_commenting = std::exchange(commenting, line.starts_with("///"));
    std::smatch match;
    if (commenting) {
      comment = (was_commenting ? comment + " " : "") + line.substr(std::min<std::size_t>(4, line.size()));
    } else if (line.empty() || line.starts_with("struct")) {
      comment.clear();
    } else if (std::regex_match(line, match, start)) {
      std::string declaration = match[1], name = match[2];
      while (declaration.find_first_of(";{", declaration.rfind(')')) == declaration.npos &&
             std::getline(lines, line))
        declaration += "\n" + line;
      declaration = declaration.substr(0, declaration.find_first_of(";{", declaration.find(')')));
      declaration = declaration.substr(0, declaration.rfind(')') + 1);
      found.push_back({name, on_one_line(declaration), comment});
    }
  }
  return found;
}

std::vector<FrontDoor> front_doors() {
  std::vector<FrontDoor> all;
  for (const auto& entry : std::filesystem::directory_iterator(PERCEPT_SOURCE_DIR "/include/percept/ops")) {
    if (entry.path().stem().string().starts_with("fused")) continue;  // made by passes
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    for (FrontDoor& door : front_doors(text.str())) all.push_back(std::move(door));
  }
  std::stable_sort(all.begin(), all.end(), [](const FrontDoor& a, const FrontDoor& b) {
    return a.name != b.name ? a.name < b.name : a.declaration < b.declaration;
  });
  return all;
}

}  // namespace percept::proof
