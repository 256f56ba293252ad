// The project's own files, as the tests of the house read them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace percept::house {

struct Source {
  std::string path;  // from the project's root, with /
  std::string text;
};

std::string read(const std::string& path);
bool exists(const std::string& path);

/// All files of the folders and of what is in them, sorted; a folder that does not exist holds none.
std::vector<Source> files(std::initializer_list<const char*> folders);
/// Those of them that hold C++.
std::vector<Source> sources(std::initializer_list<const char*> folders);

/// A string literal and the code around it, without comments.
struct Literal {
  std::string text;
  std::string before;  // the code of some lines before it, spaces in place of line breaks
  std::string after;
};

std::string without_comments(std::string_view code);
std::vector<Literal> literals(std::string_view code);

}  // namespace percept::house
