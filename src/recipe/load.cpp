// Where a recipe comes from: the library itself or a file.
#include <algorithm>

#include "faults.hpp"
#include "percept/io/files.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::recipe {
namespace {

struct Builtin {
  const char* file;  // lenet.toml
  const char* text;
};
constexpr Builtin kBuiltins[] = {
#include <builtin_recipes.inc>
};

std::string name_of(const Builtin& builtin) { return std::filesystem::path(builtin.file).stem().string(); }

constexpr std::uint64_t kLargestFile = 1 << 20;

bool looks_like_file(const std::string& name) {
  return name.ends_with(".toml") || name.find('/') != name.npos;
}

}  // namespace

const std::vector<std::string>& builtin_recipes() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> names;
    for (const Builtin& builtin : kBuiltins) names.push_back(name_of(builtin));
    return names;
  }();
  return names;
}

std::string builtin_text(std::string_view name) {
  for (const Builtin& builtin : kBuiltins)
    if (name == name_of(builtin)) return builtin.text;
  return "";
}

Result<Recipe> load_recipe(const std::string& name, const std::vector<std::string>& overrides) {
  for (const Builtin& builtin : kBuiltins)
    if (name == name_of(builtin))
      return parse_recipe(builtin.text, text("recipe.builtin", {{"name", name}}), overrides);
  std::error_code ignored;
  if (!looks_like_file(name) && !std::filesystem::is_regular_file(name, ignored))
    return unknown("recipe", name, builtin_recipes());
  Result<io::Bytes> bytes = io::read_file(name, kLargestFile);
  if (!bytes) return std::move(bytes).problem();
  std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  return parse_recipe(text, name, overrides);
}

Result<Recipe> load_run_recipe(const std::filesystem::path& folder,
                               const std::vector<std::string>& overrides) {
  return load_recipe((folder / "recipe.toml").string(), overrides);
}

}  // namespace percept::recipe
