// The text of --help, in the reader's language.
#pragma once

#include "call.hpp"

namespace percept::cli {

using Rows = std::vector<std::pair<std::string, std::string>>;

/// A part of a page: two columns, or lines as they stand.
std::string section(const std::string& title, const Rows& rows);
std::string section(const std::string& title, const std::string& lines);

class Help : public CLI::FormatterBase {
 public:
  explicit Help(const Call& call) : call_(call) {}
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;

 private:
  const Call& call_;
};

}  // namespace percept::cli
