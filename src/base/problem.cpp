#include "percept/base/problem.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "messages.hpp"

namespace percept {
namespace {

Language& current_language() {
  static Language language = language_of_locale();
  return language;
}

std::string written(double number, Language language) {
  std::string text = fmt::format("{:.6g}", number);
  if (language == Language::french) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

// Length in characters, not bytes: French operands hold accents.
std::size_t width(std::string_view text) {
  return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t to) {
  text.append(to - std::min(to, width(text)), ' ');
  return text;
}

}  // namespace

Language language_of_locale() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(variable); value && *value)
      return std::string_view(value).starts_with("fr") ? Language::french : Language::english;
  return Language::english;
}

Language language() { return current_language(); }
void set_language(Language language) { current_language() = language; }

std::string render(const Message& message, Language language) {
  const CatalogueLine* line = find_message(message.id);
  if (!line) return message.id;
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const Argument& argument : message.arguments) {
    const char* name = argument.name.c_str();
    if (auto* text = std::get_if<std::string>(&argument.value)) {
      // {wanted}, {title} and {choice}: "@recipe.range.rate" is a text of the catalogue, said in the same
      // language as what it stands in. Other arguments may come from a user, and stay as they are.
      bool may = argument.name == "wanted" || argument.name == "title" || argument.name == "choice";
      bool named = may && text->starts_with('@');
      const CatalogueLine* part = named ? find_message(text->substr(1)) : nullptr;
      store.push_back(fmt::arg(
          name, part ? std::string(language == Language::french ? part->french : part->english) : *text));
    }
    if (auto* integer = std::get_if<std::int64_t>(&argument.value)) store.push_back(fmt::arg(name, *integer));
    if (auto* real = std::get_if<double>(&argument.value))
      store.push_back(fmt::arg(name, written(*real, language)));
  }
  const char* pattern = language == Language::french ? line->french : line->english;
  try {
    return fmt::vformat(pattern, store);
  } catch (const fmt::format_error&) {
    return fmt::format("{} ({})", pattern, message.id);  // an argument is missing: still say what is known
  }
}

std::string text(std::string_view id, std::vector<Argument> arguments) {
  return render(Message(std::string(id), std::move(arguments)));
}

Problem&& Problem::at(const Location& location) && {
  where = fmt::format("{}:{}", location.file_name(), location.line());
  return std::move(*this);
}

const std::string& Problem::code() const {
  static const std::string none;
  return reasons.empty() ? none : reasons.front().id;
}

std::string headline(const Problem& problem, Language language) {
  std::string reason = problem.reasons.empty() ? std::string() : render(problem.reasons.front(), language);
  return problem.subject.empty() ? reason : problem.subject + ": " + reason;
}

std::string render(const Problem& problem, Language language) {
  auto label = [&](const char* id) { return render(Message(id), language); };
  struct Row {
    std::string label, name, rest;
  };
  std::vector<Row> rows;
  for (std::size_t i = 1; i < problem.reasons.size(); ++i)
    rows.push_back({label("base.also"), render(problem.reasons[i], language), ""});
  for (const Operand& operand : problem.operands)
    rows.push_back({operand.role, operand.name, operand.description});
  if (problem.hint) rows.push_back({label("base.hint"), render(*problem.hint, language), ""});
  if (!problem.where.empty()) rows.push_back({label("base.at"), problem.where, ""});

  std::size_t label_width = 0, name_width = 0;
  for (const Row& row : rows) {
    label_width = std::max(label_width, width(row.label));
    if (!row.rest.empty()) name_width = std::max(name_width, width(row.name));
  }
  std::string out = headline(problem, language);
  for (const Row& row : rows) {
    out += "\n  " + padded(row.label, label_width) + "  ";
    out += row.rest.empty() ? row.name : padded(row.name, name_width) + "  " + row.rest;
  }
  return out;
}

Error::Error(Problem problem) : problem_(std::move(problem)), rendered_(render(problem_)) {}

}  // namespace percept
