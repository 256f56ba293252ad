#include "percept/data/dataset.hpp"

#include <algorithm>

namespace percept::data {
namespace {

Shape batched(const Field& field, std::int64_t count) {
  std::vector<std::int64_t> dims = {count};
  dims.insert(dims.end(), field.shape.begin(), field.shape.end());
  return Shape(std::move(dims));
}

}  // namespace

std::vector<Tensor> allocate_batch(const Dataset& dataset, std::int64_t count) {
  std::vector<Tensor> tensors;
  for (const Field& field : dataset.fields()) tensors.emplace_back(field.dtype, batched(field, count));
  return tensors;
}

std::vector<std::int64_t> Dataset::labels() const {
  auto is_label = [](const Field& field) { return field.name == "label" && field.dtype == DType::i64; };
  auto field = std::find_if(fields().begin(), fields().end(), is_label);
  std::vector<std::int64_t> all;
  if (field == fields().end()) return all;
  std::vector<Tensor> example = allocate_batch(*this, 1);
  for (std::int64_t index = 0; index < size(); ++index) {
    read({&index, 1}, example);
    all.push_back(example[std::size_t(field - fields().begin())].data<std::int64_t>()[0]);
  }
  return all;
}

const std::string& Dataset::schema() const {
  static const std::string none;
  return none;
}

void Dataset::require_readable(std::span<const std::int64_t> indices, std::span<const Tensor> out) const {
  for (std::int64_t index : indices)
    if (index < 0 || index >= size())
      throw Error(Problem("data.index", {{"index", index}, {"size", size()}}).about(name()));
  if (out.size() != fields().size())
    throw Error(
        Problem("data.tensor_count", {{"have", out.size()}, {"want", fields().size()}}).about(name()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Field& field = fields()[i];
    const std::vector<std::int64_t>& dims = out[i].shape().dims();
    bool fits = out[i].dtype() == field.dtype && int(dims.size()) == field.shape.rank() + 1 &&
                dims[0] == std::int64_t(indices.size()) &&
                std::equal(dims.begin() + 1, dims.end(), field.shape.begin(), field.shape.end());
    if (!fits)
      throw Error(Problem("data.tensor_shape",
                          {{"field", field.name},
                           {"have", to_string(out[i])},
                           {"want", std::string(name_of(field.dtype)) +
                                        to_string(batched(field, std::int64_t(indices.size())))}})
                      .about(name()));
  }
}

}  // namespace percept::data
