#include "percept/data/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>

#include "percept/base/random.hpp"

namespace percept::data {
namespace {

Shape batched(const Field& field, std::int64_t count) {
  std::vector<std::int64_t> dims = {count};
  dims.insert(dims.end(), field.shape.begin(), field.shape.end());
  return Shape(std::move(dims));
}

/// FNV-1a over words of 8 bytes, the last filled up with zeros: the same as over bytes, eight times as fast.
class ContentHash {
 public:
  void add(std::span<const std::byte> bytes) {
    add_word(bytes.size());
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) add_word(word_of(bytes.first(8)));
    if (!bytes.empty()) add_word(word_of(bytes));
  }
  void add(std::string_view text) { add(std::as_bytes(std::span(text.data(), text.size()))); }
  void add_word(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x100000001B3u;
    state_ ^= state_ >> 32;  // a product moves differences only upward: bring them down again
  }
  std::uint64_t value() const { return state_; }

 private:
  static std::uint64_t word_of(std::span<const std::byte> bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), bytes.size());
    return word;
  }
  std::uint64_t state_ = 0xCBF29CE484222325u;
};

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

std::string Dataset::content_hash() const {
  ContentHash hash;
  for (const Field& field : fields()) {
    hash.add(field.name);
    hash.add(name_of(field.dtype));
    for (std::int64_t dim : field.shape) hash.add_word(std::uint64_t(dim));
  }
  for (const std::string& label : classes()) hash.add(label);
  constexpr std::int64_t kChunk = 256;
  std::vector<Tensor> tensors = allocate_batch(*this, kChunk);
  std::vector<std::int64_t> indices;
  for (std::int64_t begin = 0; begin < size(); begin += kChunk) {
    indices.resize(std::size_t(std::min(kChunk, size() - begin)));
    std::iota(indices.begin(), indices.end(), begin);
    if (std::int64_t(indices.size()) < kChunk) tensors = allocate_batch(*this, std::int64_t(indices.size()));
    read(indices, tensors);
    for (const Tensor& tensor : tensors) hash.add(std::span(tensor.raw(), tensor.bytes()));
  }
  return fmt::format("{:016x}", hash.value());
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
