// A recipe in TOML. What was read can be written, and is then read again as it was.
#include "fuzz/target.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  Result<recipe::Recipe> recipe = recipe::parse_recipe(text_of(bytes), "net.toml");
  if (!recipe) return refused(recipe.problem());
  std::string written = recipe::format_recipe(*recipe);
  Result<recipe::Recipe> again = recipe::parse_recipe(written, "again.toml");
  require(again && recipe::format_recipe(*again) == written, "what was written is not what was read");
  return true;
}

const Registration registration("recipe", parse);

}  // namespace
}  // namespace percept::fuzz
