#include "percept/data/spec.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "folder_listing.hpp"
#include "percept/base/spelling.hpp"

namespace percept::data {
namespace {

constexpr std::array<std::string_view, 3> kSplits = {"train", "val", "test"};

std::optional<Split> split_of(std::string_view name) {
  for (std::size_t i = 0; i < kSplits.size(); ++i)
    if (kSplits[i] == name) return Split(i);
  return std::nullopt;
}

std::string home() {
  const char* home = std::getenv("HOME");
  return home && *home ? home : "~";
}

const Source* find_source(std::string_view name) {
  for (const Source& source : sources())
    if (source.name == name) return &source;
  return nullptr;
}

Problem unknown_source(const std::string& name) {
  std::vector<std::string> names;
  std::string forms;
  for (const Source& source : sources()) {
    names.emplace_back(source.name);
    forms += (forms.empty() ? "" : ", ") + std::string(source.form);
  }
  Problem problem("data.unknown", {{"name", name}});
  if (std::optional<std::string> meant = nearest_spelling(name, names))
    return std::move(problem).with_hint("data.unknown.meant", {{"meant", *meant}, {"known", forms}});
  return std::move(problem).with_hint("data.unknown.hint", {{"known", forms}});
}

}  // namespace

std::string_view name_of(Split split) { return kSplits[std::size_t(split)]; }

Result<Spec> parse_spec(std::string_view text, std::string_view default_split) {
  std::optional<Split> split = split_of(default_split);
  if (!split) return Problem("data.split", {{"split", default_split}}).with_hint("data.split.hint");
  std::size_t colon = text.find(':');
  Spec spec{.source = std::string(text.substr(0, colon)), .split = *split};
  std::string_view rest = colon == text.npos ? std::string_view() : text.substr(colon + 1);
  // Only the last part can be the split: a folder's name may hold colons, and may be called "test" if one
  // follows.
  std::size_t last = rest.rfind(':');
  if (std::optional<Split> named = split_of(rest.substr(last == rest.npos ? 0 : last + 1))) {
    spec.split = *named;
    spec.split_named = true;
    rest = rest.substr(0, last == rest.npos ? 0 : last);
  }
  spec.directory = rest.starts_with("~/") ? home() + std::string(rest.substr(1)) : std::string(rest);
  return spec;
}

Result<DatasetPtr> open(std::string_view text, const OpenOptions& options) {
  Result<Spec> spec = parse_spec(text, options.split);
  if (!spec) return std::move(spec).problem();
  const Source* source = find_source(spec->source);
  if (!source) return unknown_source(spec->source);
  Result<DatasetPtr> dataset = source->open(*spec, options);
  if (!dataset || options.classes.empty()) return dataset;
  return pick_classes(*std::move(dataset), options.classes);
}

Result<DatasetPtr> open(std::string_view spec, std::string_view default_split) {
  return open(spec, OpenOptions{.split = std::string(default_split)});
}

bool has_own_test(const Spec& spec) {
  const Source* source = find_source(spec.source);
  return source && (source->origin != Origin::given || holds_splits(spec.directory));
}

std::string full_name(const Spec& spec) {
  std::string name = spec.source + (spec.directory.empty() ? "" : ":" + spec.directory);
  return spec.split_named || has_own_test(spec) ? name + ":" + std::string(name_of(spec.split)) : name;
}

std::vector<std::string> search_directories(const Spec& spec) {
  if (!spec.directory.empty()) return {spec.directory};
  std::vector<std::string> folders;
  if (const char* data = std::getenv("PERCEPT_DATA"); data && *data)
    folders.push_back(std::string(data) + "/" + spec.source);
  folders.push_back(home() + "/.cache/percept/data/" + spec.source);
  return folders;
}

std::string found_directory(const Spec& spec) {
  for (const std::string& folder : search_directories(spec)) {
    std::error_code ignored;
    if (std::filesystem::is_directory(folder, ignored)) return folder;
  }
  return "";
}

}  // namespace percept::data
