// Runs the blocks of a page as a reader would, in a folder of their own, and looks for what the page shows.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "course/page.hpp"
#include "io/temporary_folder.hpp"

namespace percept::course {

struct Ran {
  int status = 0;
  std::string output;  // both streams, as they come
};

/// What is wrong with what a block gave, in a sentence that names the place; empty where all is right.
std::string verdict(const Page& page, const Block& block, const Ran& ran);

/// Whether the line is the expected one, in which … stands for anything.
bool matches(const std::string& line, const std::string& expected);

/// Bash and the compiler, which leaves `program` in the page's folder; with the built `percept` in the PATH
/// and the page's language in LANG.
class Runner {
 public:
  explicit Runner(std::string language) : language_(std::move(language)) {}

  Ran run(const Block& block);
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  Ran shell(const std::string& script);

  std::string language_;
  TemporaryFolder folder_;
  TemporaryFolder scripts_;
};

}  // namespace percept::course
