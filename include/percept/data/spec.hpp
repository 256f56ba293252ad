// The data set that a SPEC names: SOURCE[:DIR][:train|:val|:test], for example `digits`,
// `mnist:/data/mnist:test`.
//
// Sets with test examples of their own (digits, MNIST): `train` is the whole training set; `val` is its last
// tenth, which training sees too unless it is told to leave it out; `test` is the set's own test examples.
// Sets without (a folder of classes, a CSV file): `test` is a fifth of every class, chosen by a hash of the
// file's name or the row's text, so that neither their order nor their place matters; `train` is the rest;
// `val` is a tenth of every class of the rest, chosen alike, which training sees too. There a SPEC without a
// split means all examples.
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
  bool split_named = false;  // else `split` is only the default, for sets that have such parts of their own
};

/// What becomes of a set whose files are not all sound.
enum class Corrupt { refuse, skip };

struct OpenOptions {
  /// What a SPEC without a split means where the set has test examples of its own: train, val or test.
  std::string split = "train";
  /// C, H, W, of pictures from files; empty: what most of the files have.
  Shape image;
  Corrupt corrupt = Corrupt::refuse;
  /// These classes alone, in this order; empty: all.
  std::vector<std::string> classes;
  /// The column of a CSV file that is to be predicted; empty: the last.
  std::string target;
  /// "classification" or "regression", where a CSV file would be taken for the other.
  std::string task;
  /// `Dataset::schema` of the set on which a network was trained: a CSV file is encoded by it.
  std::string schema;
  /// What a sound becomes: "wave", its samples (also where this is empty), or "log_mel", a picture.
  std::string sound;
};

/// Where the examples of a source come from: drawn here, files that are fetched once and looked for, or files
/// that the SPEC names.
enum class Origin { generated, fetched, given };

/// A kind of data set that a SPEC can name.
struct Source {
  std::string_view name;
  std::string_view form;  // its SPEC as shown to people: mnist[:DIR]
  Origin origin;
  Result<DatasetPtr> (*open)(const Spec& spec, const OpenOptions& options);
  /// One line for a list, in the reader's language: the text `data.source.NAME` of the catalogue.
  std::string description() const;
};

/// All sources, in the order in which they are listed.
std::span<const Source> sources();

/// Takes a SPEC apart; `default_split` (train, val or test) holds where it names none.
Result<Spec> parse_spec(std::string_view spec, std::string_view default_split);
/// Opens what it names.
Result<DatasetPtr> open(std::string_view spec, const OpenOptions& options = {});
Result<DatasetPtr> open(std::string_view spec, std::string_view default_split);

/// Whether the set has test examples of its own, which for a folder is seen on the disk.
bool has_own_test(const Spec& spec);
/// The SPEC in full, as results name it: with the split, unless all examples are meant.
std::string full_name(const Spec& spec);

/// The folders in which it is looked for, the first that exists counts: DIR alone, or without DIR
/// `$PERCEPT_DATA/SOURCE` and ~/.cache/percept/data/SOURCE.
std::vector<std::string> search_directories(const Spec& spec);
/// The first of them that exists; empty where none does.
std::string found_directory(const Spec& spec);

}  // namespace percept::data
