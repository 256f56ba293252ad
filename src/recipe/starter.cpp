#include "percept/recipe/starter.hpp"

#include "percept/io/files.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;

// The files of examples/starter, which is a project called "starter" in each language.
struct File {
  std::string_view name;  // en/recipe.toml
  std::string_view text;
};
constexpr File kFiles[] = {
#include <starter.inc>
};

std::string renamed(std::string_view text, const std::string& name) {
  constexpr std::string_view kName = "starter";
  std::string out;
  for (std::size_t at; (at = text.find(kName)) != text.npos; text.remove_prefix(at + kName.size()))
    out.append(text.substr(0, at)).append(name);
  return out.append(text);
}

}  // namespace

Result<std::vector<std::string>> write_starter(const fs::path& folder, const std::string& name) {
  if (!is_run_name(name))
    return Problem("recipe.starter.name", {{"name", name}})
        .with_hint("recipe.starter.name.hint", {{"wanted", text("recipe.range.name")}});
  std::error_code error;
  bool there = fs::exists(folder, error);
  if (there && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error)))
    return Problem("recipe.starter.not_empty")
        .about(folder.string())
        .with_hint("recipe.starter.not_empty.hint");
  fs::create_directories(folder, error);
  if (error)
    return Problem("io.write_failed", {{"reason", error.message()}})
        .about(folder.string())
        .with_hint("io.system.hint");
  std::string_view spoken = language() == Language::french ? "fr/" : "en/";
  std::vector<std::string> written;
  for (const File& file : kFiles) {
    if (!file.name.starts_with(spoken)) continue;
    written.emplace_back(file.name.substr(spoken.size()));
    if (Result<> done = io::write_file(folder / written.back(), renamed(file.text, name)); !done)
      return std::move(done).problem();
  }
  return written;
}

}  // namespace percept::recipe
