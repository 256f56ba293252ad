// The data set that a SPEC names: SOURCE[:DIR][:train|:val|:test], for example `digits`,
// `mnist:/data/mnist:test`.
//
// `train` is the whole training set; `val` is its last tenth, which training sees too unless it is told to
// leave it out; `test` is the set's own test examples.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/data/dataset.hpp"

namespace percept::data {

enum class Split { train, val, test };
std::string_view name_of(Split split);

/// A SPEC taken apart; `directory` is empty where it names none.
struct Spec {
  std::string source;
  std::string directory;
  Split split = Split::train;
};

/// A kind of data set that a SPEC can name.
struct Source {
  std::string_view name;
  std::string_view form;  // its SPEC as shown to people: mnist[:DIR]
  Result<DatasetPtr> (*open)(const Spec& spec);
  /// One line for a list, in the reader's language: the text `data.source.NAME` of the catalogue.
  std::string description() const;
};

/// All sources, in the order in which they are listed.
std::span<const Source> sources();

/// Takes a SPEC apart; `default_split` (train, val or test) holds where it names none.
Result<Spec> parse_spec(std::string_view spec, std::string_view default_split);
/// Opens what it names.
Result<DatasetPtr> open(std::string_view spec, std::string_view default_split = "train");

/// The folders in which it is looked for, the first that exists counts: DIR alone, or without DIR
/// `$PERCEPT_DATA/SOURCE` and ~/.cache/percept/data/SOURCE.
std::vector<std::string> search_directories(const Spec& spec);

}  // namespace percept::data
