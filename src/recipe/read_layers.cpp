// From a recipe's list of layers to layers that can be built.
#include <algorithm>
#include <cctype>

#include "faults.hpp"
#include "layer_list.hpp"

namespace percept::recipe {
namespace {

const LayerKind& kind_of(const std::string& name) {
  std::vector<std::string> names;
  for (const LayerKind& kind : layer_kinds()) {
    if (kind.name == name) return kind;
    names.emplace_back(kind.name);
  }
  throw Error(unknown("layer", name, names));
}

// An id begins the paths of a layer's parameters. Dots part it: layer1.0 is what PyTorch calls the first of
// the blocks in layer1.
void require_id(const std::string& id, const std::vector<std::string>& taken) {
  bool plain = !id.empty() && id.size() <= 64 && !std::isdigit(static_cast<unsigned char>(id.front()));
  char before = '.';
  for (char c : id) {
    bool letter = std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
    plain &= letter || (c == '.' && before != '.');
    before = c;
  }
  plain &= before != '.';
  if (!plain) throw Error(Problem("recipe.layer.id", {{"id", id}}).with_hint("recipe.layer.id.hint"));
  if (id == "input" || std::find(taken.begin(), taken.end(), id) != taken.end())
    throw Error(Problem("recipe.layer.id_twice", {{"id", id}}).with_hint("recipe.layer.id.hint"));
  // Two layers could share a parameter's path unawares.
  for (const std::string& other : taken)
    if (!other.empty() && (id.starts_with(other + ".") || other.starts_with(id + ".")))
      throw Error(Problem("recipe.layer.id_within", {{"id", id}, {"other", other}})
                      .with_hint("recipe.layer.id.hint"));
}

// `ids` of the layers before, in their order; those without are empty.
std::vector<int> sources_of(const LayerFields& fields, const LayerKind& kind,
                            const std::vector<std::string>& ids) {
  std::vector<int> from;
  for (const std::string& name : fields.from) {
    auto found = std::find(ids.begin(), ids.end(), name);
    std::vector<std::string> known = {"input"};
    for (const std::string& id : ids)
      if (!id.empty()) known.push_back(id);
    if (name.empty() || (found == ids.end() && name != "input")) throw Error(unknown("input", name, known));
    from.push_back(name == "input" ? -1 : int(found - ids.begin()));
  }
  if (fields.from.empty()) from.push_back(int(ids.size()) - 1);
  bool fits = kind.joins ? from.size() >= 2 : from.size() == 1;
  if (!fits)
    throw Error(Problem(kind.joins ? "recipe.layer.joins" : "recipe.layer.one_input",
                        {{"layer", kind.name}, {"actual", from.size()}})
                    .with_hint("recipe.layer.form", {{"form", kind.form}}));
  return from;
}

}  // namespace

std::vector<LayerDoc> layer_docs() {
  std::vector<LayerDoc> docs;
  for (const LayerKind& kind : layer_kinds())
    docs.push_back({std::string(kind.form), text("recipe.layer_doc." + std::string(kind.name))});
  return docs;
}

std::vector<Layer> read_layers(const Recipe& recipe, std::int64_t classes) {
  std::vector<Layer> layers;
  std::vector<std::string> ids;
  for (const LayerFields& fields : recipe.model.layers) {
    std::size_t number = layers.size() + 1;
    Layer layer{.words = fields.op};
    layer.place =
        text("recipe.layer.place", {{"file", recipe.place("model.layers." + std::to_string(number))},
                                    {"number", number},
                                    {"words", fields.op.substr(0, 60)}});
    try {
      if (!fields.id.empty()) require_id(fields.id, ids);
      LayerWords words(fields.op, classes);
      const LayerKind& kind = kind_of(words.name());
      words.set_form(kind.form);
      // PyTorch's way: a layer without a name is called by its index.
      layer.build = kind.make(words, fields.id.empty() ? std::to_string(layers.size()) : fields.id);
      words.require_no_more();
      layer.from = sources_of(fields, kind, ids);
    } catch (const Error& error) {
      throw Error(Problem(error.problem()).at(layer.place));
    }
    ids.push_back(fields.id);
    layers.push_back(std::move(layer));
  }
  return layers;
}

}  // namespace percept::recipe
