// The text of --help, in the reader's language.
#pragma once

#include <CLI/CLI.hpp>

namespace percept::cli {

class Help : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

}  // namespace percept::cli
