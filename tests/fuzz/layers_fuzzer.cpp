// The layers of a recipe, one a line: "conv 6 5x5 pad=2".
#include "fuzz/target.hpp"
#include "recipe/layer_list.hpp"

namespace percept::fuzz {
namespace {

constexpr std::int64_t kClasses = 10;

bool parse(Input bytes) {
  recipe::Recipe recipe;
  recipe.file = "net.toml";
  for (std::string_view rest = text_of(bytes); !rest.empty();) {
    std::size_t end = rest.find('\n');
    recipe.model.layers.push_back({.op = std::string(rest.substr(0, end))});
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
  }
  try {
    return !recipe::read_layers(recipe, kClasses).empty();
  } catch (const Error& error) {  // parse_recipe turns it into a Result
    return refused(error.problem());
  }
}

const Registration registration("layers", parse);

}  // namespace
}  // namespace percept::fuzz
