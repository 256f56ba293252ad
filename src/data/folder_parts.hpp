// The part of a folder of classes that a SPEC means.
#pragma once

#include <functional>
#include <optional>

#include "folder_listing.hpp"
#include "parts.hpp"

namespace percept::data {

using ListFiles = std::function<Result<Listing>(const std::string& root)>;

struct FolderPart {
  Listing listing;
  Indices chosen;                // of the listing
  std::optional<Listing> train;  // where the part stands in a folder of its own

  /// The files by which all parts are read alike: their shape, their rate.
  const Listing& model() const { return train ? *train : listing; }
};

/// A problem where the SPEC names no folder, or one that is not there.
std::optional<Problem> check_folder(const Spec& spec, const char* hint);

/// Where DIR/train and DIR/test stand, these are the parts; else they are divided by the files' names. Logs
/// what is not as people expect but no mistake.
Result<FolderPart> find_part(const Spec& spec, const ListFiles& list);

/// Asks `check` of each of the files `chosen`, on all threads, and gives those that are sound. The others are
/// refused together, by name, or left out with a remark in the log.
Result<Indices> sound_files(const Listing& listing, Indices chosen, Corrupt policy,
                            const std::function<std::optional<Problem>(const std::string& path)>& check);

}  // namespace percept::data
