// Sets whose files are fetched once and then looked for.
#pragma once

#include <string>
#include <vector>

#include "percept/data/spec.hpp"
#include "percept/io/files.hpp"

namespace percept::data {

struct StoredFiles {
  std::vector<std::string> train, test;  // names; each may end in .gz beside
  std::string sub_folder;                // in which its archive puts them; empty where in none
};

/// Where the files of the SPEC's split stand: in the first folder that exists (`search_directories`), or in
/// its sub-folder. A problem says which are missing, and how to get them.
Result<std::vector<std::string>> find_files(const Spec& spec, const StoredFiles& files);

/// What a file holds, unpacked where its name ends in .gz.
Result<io::Bytes> read_stored(const std::string& path);

}  // namespace percept::data
