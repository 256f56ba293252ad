// A data set: examples that are read by number, each a list of named tensors.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

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
  /// The field "label" of every example; empty where there is none. Unless a set knows a shorter way it reads
  /// all examples.
  virtual std::vector<std::int64_t> labels() const;

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

/// The examples [begin, end) of a set; throws `Error` where they do not exist.
DatasetPtr slice(DatasetPtr dataset, std::int64_t begin, std::int64_t end);
/// The first `count` examples, or all where there are fewer.
DatasetPtr take(DatasetPtr dataset, std::int64_t count);

/// Tensors for `read` of `count` examples, one for each field.
std::vector<Tensor> allocate_batch(const Dataset& dataset, std::int64_t count);

}  // namespace percept::data
