#include "percept/data/annotated.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "percept/base/utf8.hpp"
#include "percept/io/files.hpp"
#include "percept/io/voc.hpp"

namespace percept::data {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEndings[] = {".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG"};
constexpr std::uint64_t kMostNames = 64 << 20;  // bytes of a list of names

// The stems of DIR/Annotations/*.xml, sorted.
Result<std::vector<std::string>> annotation_names(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::string name = it->path().stem().string();
    if (it->path().extension() == ".xml" && !name.starts_with('.') && is_utf8(name))
      names.push_back(std::move(name));
  }
  if (error)
    return Problem("data.folder.unreadable", {{"reason", error.message()}})
        .about(folder)
        .with_hint("data.voc.hint");
  if (names.empty()) return Problem("data.voc.none").about(folder).with_hint("data.voc.hint");
  std::sort(names.begin(), names.end());
  return names;
}

// The names in ImageSets/Main/PART.txt: the first word of each line.
Result<std::set<std::string>> names_of_part(const std::string& folder, const std::string& part) {
  std::string file = folder + "/ImageSets/Main/" + part + ".txt";
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored))
    return Problem("data.voc.no_part", {{"part", part}})
        .about(folder)
        .with_hint("data.voc.no_part.hint", {{"file", file}});
  Result<io::Bytes> bytes = io::read_file(file, kMostNames);
  if (!bytes) return std::move(bytes).problem();
  std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  constexpr const char* kBlank = " \t\r\n";
  std::set<std::string> names;
  for (std::size_t at = 0; (at = text.find_first_not_of(kBlank, at)) != text.npos;) {
    std::size_t end = std::min(text.find_first_of(kBlank, at), text.size());
    names.emplace(text.substr(at, end - at));
    at = std::min(text.find('\n', end), text.size());
  }
  return names;
}

std::optional<std::string> picture_of(const std::string& folder, const std::string& name) {
  std::error_code ignored;
  for (const char* ending : kEndings)
    if (std::string path = folder + "/JPEGImages/" + name + ending; fs::is_regular_file(path, ignored))
      return path;
  return std::nullopt;
}

struct Found {
  AnnotatedPicture picture;
  std::vector<std::string> names;  // of the classes of its boxes
};

Result<Found> read_one(const std::string& folder, const std::string& name, std::vector<Problem>& flaws) {
  std::string file = folder + "/Annotations/" + name + ".xml";
  Result<io::Bytes> bytes = io::read_file(file, io::kMostVocBytes + 1);
  if (!bytes) return std::move(bytes).problem();
  Result<io::VocAnnotation> annotation = io::parse_voc(*bytes, file);
  if (!annotation) return std::move(annotation).problem();
  // Beside its annotation, whatever path the file itself claims.
  std::optional<std::string> picture = picture_of(folder, name);
  if (!picture)
    return Problem("data.voc.no_picture", {{"name", name}}).with_hint("data.voc.no_picture.hint").at(file);
  Found found{.picture = {name, *picture, annotation->width, annotation->height, {}}, .names = {}};
  for (const io::VocObject& each : annotation->objects) {
    found.picture.boxes.push_back({0, each.left, each.top, each.right, each.bottom, each.difficult});
    found.names.push_back(each.name);
    if (each.left == each.right || each.top == each.bottom)
      flaws.push_back(
          Problem("data.voc.no_area", {{"number", found.names.size()}, {"name", each.name}}).at(file));
  }
  return found;
}

}  // namespace

Result<AnnotatedPictures> list_voc(const std::string& folder, const std::string& part) {
  Result<std::vector<std::string>> names = annotation_names(folder + "/Annotations");
  if (!names) return std::move(names).problem();
  std::optional<std::set<std::string>> wanted;
  if (!part.empty()) {
    Result<std::set<std::string>> listed = names_of_part(folder, part);
    if (!listed) return std::move(listed).problem();
    wanted = *std::move(listed);
  }

  AnnotatedPictures all;
  std::vector<std::vector<std::string>> names_of_boxes;
  std::set<std::string> classes;
  for (const std::string& name : *names) {
    if (wanted && !wanted->contains(name)) continue;
    Result<Found> found = read_one(folder, name, all.flaws);
    if (!found) {
      all.flaws.push_back(std::move(found).problem());
      continue;
    }
    classes.insert(found->names.begin(), found->names.end());
    names_of_boxes.push_back(std::move(found->names));
    all.pictures.push_back(std::move(found->picture));
  }
  all.classes.assign(classes.begin(), classes.end());
  for (std::size_t i = 0; i < all.pictures.size(); ++i)
    for (std::size_t j = 0; j < names_of_boxes[i].size(); ++j)
      all.pictures[i].boxes[j].label =
          std::lower_bound(all.classes.begin(), all.classes.end(), names_of_boxes[i][j]) -
          all.classes.begin();
  return all;
}

}  // namespace percept::data
