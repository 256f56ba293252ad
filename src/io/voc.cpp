#include "percept/io/voc.hpp"

#include <charconv>
#include <optional>
#include <pugixml.hpp>

#include "percept/base/utf8.hpp"

namespace percept::io {
namespace {

constexpr std::int64_t kMostSide = 1 << 20;

std::string_view trimmed(std::string_view text) {
  std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == text.npos ? std::string_view()
                            : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<double> number_in(pugi::xml_node parent, const char* child) {
  std::string_view text = trimmed(parent.child_value(child));
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> side_in(pugi::xml_node size, const char* child) {
  std::optional<double> number = number_in(size, child);
  if (!number || !(*number >= 1 && *number <= double(kMostSide)) || *number != double(std::int64_t(*number)))
    return std::nullopt;
  return std::int64_t(*number);
}

bool is_set(pugi::xml_node object, const char* flag) { return trimmed(object.child_value(flag)) == "1"; }

Result<VocObject> object_of(pugi::xml_node node, std::size_t number, const VocAnnotation& picture,
                            const std::string& file) {
  auto problem = [&](const char* id, std::vector<Argument> arguments) {
    arguments.push_back({"number", number});
    return Problem(id, std::move(arguments)).with_hint("io.voc.object.hint").at(file);
  };
  std::string_view name = trimmed(node.child_value("name"));
  if (name.empty() || !is_utf8(name)) return problem("io.voc.name", {});
  VocObject object{.name = std::string(name),
                   .difficult = is_set(node, "difficult"),
                   .truncated = is_set(node, "truncated")};
  pugi::xml_node box = node.child("bndbox");
  struct Edge {
    const char* word;
    double& edge;
    std::int64_t most;
  };
  for (const Edge& each : {Edge{"xmin", object.left, picture.width},
                           {"ymin", object.top, picture.height},
                           {"xmax", object.right, picture.width},
                           {"ymax", object.bottom, picture.height}}) {
    std::optional<double> edge = number_in(box, each.word);
    if (!edge || !(*edge >= 0 && *edge <= double(each.most)))
      return problem("io.voc.edge", {{"edge", each.word}, {"most", each.most}, {"name", object.name}});
    each.edge = *edge;
  }
  if (object.left > object.right || object.top > object.bottom)
    return problem("io.voc.crossed", {{"name", object.name}});
  return object;
}

}  // namespace

Result<VocAnnotation> parse_voc(std::span<const std::byte> bytes, const std::string& name) {
  if (bytes.size() > kMostVocBytes)
    return Problem("io.voc.large", {{"most", kMostVocBytes}}).with_hint("io.voc.hint").at(name);
  pugi::xml_document document;
  // Entities of its own are not declared, let alone unfolded: what begins with <! is passed over.
  pugi::xml_parse_result parsed = document.load_buffer(bytes.data(), bytes.size());
  if (!parsed)
    return Problem("io.voc.xml", {{"byte", parsed.offset}, {"reason", parsed.description()}})
        .with_hint("io.voc.hint")
        .at(name);
  pugi::xml_node root = document.child("annotation"), size = root.child("size");
  std::optional<std::int64_t> width = side_in(size, "width"), height = side_in(size, "height");
  if (!root || !width || !height)
    return Problem(root ? "io.voc.size" : "io.voc.root", {}).with_hint("io.voc.hint").at(name);

  std::string_view picture = trimmed(root.child_value("filename"));
  VocAnnotation annotation{
      .picture = is_utf8(picture) ? std::string(picture) : "", .width = *width, .height = *height};
  for (pugi::xml_node node : root.children("object")) {
    if (annotation.objects.size() == kMostVocObjects)
      return Problem("io.voc.objects", {{"most", kMostVocObjects}}).with_hint("io.voc.hint").at(name);
    Result<VocObject> object = object_of(node, annotation.objects.size() + 1, annotation, name);
    if (!object) return std::move(object).problem();
    annotation.objects.push_back(*std::move(object));
  }
  return annotation;
}

}  // namespace percept::io
