#include "help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "percept/base/problem.hpp"

namespace percept::cli {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string section(const std::string& title, const Rows& rows) {
  if (rows.empty()) return "";
  std::size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, left.size());
  std::string out = "\n" + title + "\n";
  for (const auto& [left, right] : rows) out += fmt::format("  {:<{}}  {}\n", left, width, right);
  return out;
}

std::string written(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name();
  std::string name = option.get_snames().empty() ? "" : "-" + option.get_snames().front() + ", ";
  name += "--" + option.get_lnames().front();
  bool flag = option.get_items_expected_max() == 0;
  return flag ? name : name + " " + option.get_type_name();
}

}  // namespace

std::string Help::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
  Rows commands, arguments, options;
  for (const CLI::App* command : app->get_subcommands([](const CLI::App*) { return true; }))
    commands.emplace_back(command->get_name(), command->get_description());
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_group().empty()) continue;
    (option->get_positional() ? arguments : options).emplace_back(written(*option), option->get_description());
  }
  bool whole = app->get_parent() == nullptr;
  std::string footer = app->get_footer();  // the usage, a line break, the example
  std::size_t end = std::min(footer.find('\n'), footer.size());
  std::string usage = whole ? text("percept.usage") : "percept " + app->get_name() + " " + footer.substr(0, end);
  std::string out = fmt::format("{}\n\n{}\n", usage, app->get_description());
  out += section(text("percept.help.commands"), commands);
  out += section(text("percept.help.arguments"), arguments);
  out += section(text("percept.help.options"), options);
  if (whole) return out + "\n" + text("percept.first_commands") + "\n";
  return out + fmt::format("\n{}\n  {}\n", text("percept.help.example"), footer.substr(end + 1));
}

}  // namespace percept::cli
