#include "folder_parts.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "percept/base/log.hpp"
#include "workers.hpp"

namespace percept::data {
namespace {

constexpr double kValidationShare = 0.1;  // of `train`, where there is no folder `val`
constexpr std::size_t kNamed = 8;         // files that a message names

std::string folder_of(const Spec& spec, std::string_view part) {
  return spec.directory + "/" + std::string(part);
}

bool exists(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::is_directory(folder, ignored);
}

std::vector<std::uint64_t> keys_of(const Listing& listing) {
  std::vector<std::uint64_t> keys;
  for (const std::string& file : listing.files) keys.push_back(key_of(file));
  return keys;
}

// What is not as people expect but no mistake: told, not refused.
void remark(const Listing& listing) {
  std::vector<bool> filled(listing.classes.size());
  for (std::int64_t label : listing.labels) filled[std::size_t(label)] = true;
  for (std::size_t i = 0; i < filled.size(); ++i)
    if (!filled[i])
      log(Message("data.folder.empty_class", {{"class", listing.classes[i]}, {"folder", listing.root}}));
  if (listing.ignored)
    log(Message("data.folder.ignored", {{"count", listing.ignored}, {"folder", listing.root}}));
}

// The labels of `part` by the classes of `train`, so that both mean the same.
std::optional<Problem> number_alike(Listing& part, const Listing& train) {
  std::vector<std::int64_t> label_of;
  for (const std::string& name : part.classes) {
    auto found = std::find(train.classes.begin(), train.classes.end(), name);
    if (found == train.classes.end())
      return Problem("data.folder.other_class", {{"class", name}, {"train", train.root}})
          .about(part.root)
          .with_hint("data.folder.other_class.hint");
    label_of.push_back(found - train.classes.begin());
  }
  for (std::int64_t& label : part.labels) label = label_of[std::size_t(label)];
  part.classes = train.classes;
  return std::nullopt;
}

// Where DIR/train and DIR/test stand, these are the parts.
Result<FolderPart> part_by_folders(const Spec& spec, const ListFiles& list) {
  Result<Listing> train = list(folder_of(spec, "train"));
  if (!train) return std::move(train).problem();
  std::string folder = folder_of(spec, name_of(spec.split));
  if (spec.split == Split::val && !exists(folder)) {
    remark(*train);
    Indices held = divide(keys_of(*train), train->labels, kValidationShare).second;
    return FolderPart{*std::move(train), std::move(held), std::nullopt};
  }
  if (!exists(folder))
    return Problem("data.folder.no_part", {{"part", name_of(spec.split)}})
        .about(spec.directory)
        .with_hint("data.folder.no_part.hint", {{"source", spec.source}, {"folder", spec.directory}});
  FolderPart part;
  if (spec.split == Split::train) {
    part.listing = *std::move(train);
  } else {
    Result<Listing> listing = list(folder);
    if (!listing) return std::move(listing).problem();
    if (std::optional<Problem> problem = number_alike(*listing, *train)) return *std::move(problem);
    part.listing = *std::move(listing);
    part.train = *std::move(train);
  }
  remark(part.listing);
  part.chosen = part_of({}, keys_of(part.listing), part.listing.labels);
  return part;
}

Problem refused(const Listing& listing, const Indices& corrupt,
                std::span<const std::unique_ptr<Problem>> found) {
  Problem problem("data.corrupt", {{"count", corrupt.size()}, {"of", found.size()}});
  std::size_t named = 0;
  for (const std::unique_ptr<Problem>& why : found) {
    if (!why || named == std::min(kNamed, corrupt.size())) continue;
    // The first reason alone: the name stands beside it, and the remedy below all.
    std::string file = listing.files[std::size_t(corrupt[named])];
    problem.operands.push_back({std::to_string(++named), file, render(why->reasons.front())});
  }
  return std::move(problem).about(listing.root).with_hint("data.corrupt.hint");
}

void tell_skipped(const Listing& listing, const Indices& corrupt) {
  std::string names;
  for (std::size_t i = 0; i < std::min(kNamed, corrupt.size()); ++i)
    names += (i ? ", " : "") + listing.files[std::size_t(corrupt[i])];
  if (corrupt.size() > kNamed) names += ", ...";
  log(Message("data.corrupt.skipped",
              {{"count", corrupt.size()}, {"folder", listing.root}, {"names", names}}));
}

}  // namespace

std::optional<Problem> check_folder(const Spec& spec, const char* hint) {
  if (spec.directory.empty())
    return Problem("data.folder.unnamed", {{"source", spec.source}}).with_hint(hint);
  if (!exists(spec.directory))
    return Problem("data.folder_missing", {{"folders", spec.directory}}).about(spec.source).with_hint(hint);
  return std::nullopt;
}

Result<FolderPart> find_part(const Spec& spec, const ListFiles& list) {
  if (holds_splits(spec.directory)) return part_by_folders(spec, list);
  Result<Listing> listing = list(spec.directory);
  if (!listing) return std::move(listing).problem();
  bool told = spec.split_named && spec.split == Split::test;  // when the other part was opened
  if (!told) remark(*listing);
  Indices chosen = part_of(spec, keys_of(*listing), listing->labels);
  return FolderPart{*std::move(listing), std::move(chosen), std::nullopt};
}

Result<Indices> sound_files(const Listing& listing, Indices chosen, Corrupt policy,
                            const std::function<std::optional<Problem>(const std::string& path)>& check) {
  std::vector<std::unique_ptr<Problem>> found(chosen.size());
  each_in_parallel(std::int64_t(chosen.size()), [&](std::int64_t i) {
    if (auto problem = check(listing.path(std::size_t(chosen[std::size_t(i)]))))
      found[std::size_t(i)] = std::make_unique<Problem>(*std::move(problem));
  });
  Indices good, corrupt;
  for (std::size_t i = 0; i < chosen.size(); ++i) (found[i] ? corrupt : good).push_back(chosen[i]);
  if (corrupt.empty()) return chosen;
  if (policy == Corrupt::refuse || good.empty()) return refused(listing, corrupt, found);
  tell_skipped(listing, corrupt);
  return good;
}

}  // namespace percept::data
