#include "help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "words.hpp"

namespace percept::cli {
namespace {

std::string written(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name();
  std::string name = option.get_snames().empty() ? "" : "-" + option.get_snames().front() + ", ";
  name += "--" + option.get_lnames().front();
  bool flag = option.get_items_expected_max() == 0;
  return flag ? name : name + " " + option.get_type_name();
}

}  // namespace

std::string section(const std::string& title, const Rows& rows) {
  if (rows.empty()) return "";
  constexpr std::size_t kWidest = 40;  // what is longer has a line of its own
  std::size_t width = 0;
  for (const auto& [left, right] : rows)
    if (columns(left) <= kWidest) width = std::max(width, columns(left));
  std::string out = "\n" + title + "\n";
  for (const auto& [left, right] : rows)
    out += "  " +
           (columns(left) <= width ? padded(left, width + 2) : left + "\n  " + std::string(width + 2, ' ')) +
           right + "\n";
  return out;
}

std::string section(const std::string& title, const std::string& lines) {
  std::string out = "\n" + title + "\n  ";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    bool end = lines[i] == '\n';
    out += lines[i];
    if (end && i + 1 < lines.size()) out += "  ";
  }
  return out.ends_with('\n') ? out : out + "\n";
}

std::string Help::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
  Rows commands, arguments, options;
  for (const CLI::App* command : app->get_subcommands([](const CLI::App*) { return true; }))
    commands.emplace_back(command->get_name(), command->get_description());
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_group().empty()) continue;
    (option->get_positional() ? arguments : options)
        .emplace_back(written(*option), option->get_description());
  }
  auto page = call_.pages.find(full_name(*app));
  bool whole = page == call_.pages.end();
  std::string usage = whole ? text("percept.usage") : full_name(*app) + " " + page->second.usage;
  std::string out = fmt::format("{}\n\n{}\n", usage, app->get_description());
  out += section(text("percept.help.commands"), commands);
  out += section(text("percept.help.arguments"), arguments);
  out += section(text("percept.help.options"), options);
  if (whole) return out + "\n" + text("percept.first_commands") + "\n";
  return out + page->second.more + section(text("percept.help.example"), page->second.example);
}

}  // namespace percept::cli
