// A data set: examples that are read by number, each a list of named tensors.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/data/generated.hpp"
#include "percept/tensor/tensor.hpp"

namespace percept::data {

/// A named part of one example: "image" f32 [1, 28, 28], "label" i64 [].
struct Field {
  std::string name;
  DType dtype;
  Shape shape;  // of one example
  bool operator==(const Field&) const = default;
};

/// Examples 0 to size() - 1, immutable once made. Images are fields of f32 in [0, 1] with the axes C, H, W.
/// Thread safety: every function may be called from several threads at once.
class Dataset {
 public:
  virtual ~Dataset() = default;

  virtual const std::string& name() const = 0;
  virtual std::int64_t size() const = 0;
  virtual const std::vector<Field>& fields() const = 0;
  /// The names of the classes, by label; empty where the examples have none.
  virtual const std::vector<std::string>& classes() const = 0;
  /// Writes the examples `indices`, in that order, to `out`: for each field its tensor
  /// [indices.size(), shape of the field...], allocated by the caller. Throws `Error` where an index or a
  /// tensor does not fit, or where an example cannot be read.
  virtual void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const = 0;

  /// The field "label" of every example, in order; empty where there is none. Reads the whole set, unless the
  /// set knows them.
  virtual std::vector<std::int64_t> labels() const;
  /// How text became numbers (the columns of a CSV file), as JSON: other files are encoded alike by it
  /// (`OpenOptions::schema`). Empty where there is nothing to know.
  virtual const std::string& schema() const;

  /// 64 bits, in hexadecimal, of fields, classes and every example: the same on every machine, for a run's
  /// manifest. Reads the whole set.
  std::string content_hash() const;

 protected:
  /// Throws `Error` where `indices` and `out` are not what `read` asks for.
  void require_readable(std::span<const std::int64_t> indices, std::span<const Tensor> out) const;
};

using DatasetPtr = std::shared_ptr<const Dataset>;

/// A data set held in memory: fields "image" f32 [C, H, W] = byte / 255 and "label" i64 []. Throws `Error`
/// where the examples are not u8 [N, C, H, W] and i64 [N], or where a label has no class (unless `classes` is
/// empty).
DatasetPtr in_memory(std::string name, Examples examples, std::vector<std::string> classes);

/// A third field that some sets of numbers have: f64 [features + targets] of each example, its features and
/// then its targets before they became f32. Fits by least squares take these.
inline constexpr const char* kExactField = "exact";

/// A data set held in memory of any fields: of each its name and, f32, f64 or i64, [N, shape of the
/// field...]. Throws `Error` where they are not as many, or where a "label" i64 [N] has no class.
DatasetPtr in_memory(std::string name, std::vector<std::pair<std::string, Tensor>> fields,
                     std::vector<std::string> classes, std::string schema = {});

/// The examples [begin, end) of a set; throws `Error` where they do not exist.
DatasetPtr slice(DatasetPtr dataset, std::int64_t begin, std::int64_t end);
/// The first `count` examples, or all where there are fewer.
DatasetPtr take(DatasetPtr dataset, std::int64_t count);

/// The examples `indices`, in that order; throws `Error` where one does not exist.
DatasetPtr select(DatasetPtr dataset, std::vector<std::int64_t> indices);
/// The examples of these classes alone, labelled by their place in `names`. A problem where one is not there.
Result<DatasetPtr> pick_classes(DatasetPtr dataset, const std::vector<std::string>& names);

/// The same examples, each with a class that `seed` draws, whatever its own is (Zhang et al. 2017). Throws
/// `Error` where they have no classes.
DatasetPtr draw_labels(DatasetPtr dataset, std::uint64_t seed);

/// So many examples, drawn by `seed` from every class alike, in the order of the set; all, where there are no
/// more.
DatasetPtr sample(DatasetPtr dataset, std::int64_t count, std::uint64_t seed);

/// A set without, and with only, `share` of its examples, drawn by `seed` from every class alike (of a class
/// of two or more at least one goes to each side); each part in the order of the set. Throws `Error` where
/// `share` is not between 0 and 1.
std::pair<DatasetPtr, DatasetPtr> hold_out(DatasetPtr dataset, double share, std::uint64_t seed);

/// Tensors for `read` of `count` examples, one for each field.
std::vector<Tensor> allocate_batch(const Dataset& dataset, std::int64_t count);

}  // namespace percept::data
