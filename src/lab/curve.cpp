#include "curve.hpp"

namespace percept::lab {

void Curve::add(const Row& row) {
  if (!rows_.empty() && row[0] <= rows_.back()[0]) return;
  // The newest row always stands; it gives way to the next where that one is too near to the one before.
  if (rows_.size() >= 2 && rows_.back()[0] - rows_[rows_.size() - 2][0] < spacing_) rows_.pop_back();
  rows_.push_back(row);
  if (rows_.size() < kMost) return;
  std::vector<Row> half;
  for (std::size_t i = 0; i < rows_.size(); i += 2) half.push_back(rows_[i]);
  if (half.back()[0] < rows_.back()[0]) half.push_back(rows_.back());
  rows_ = std::move(half);
  spacing_ = (rows_.back()[0] - rows_.front()[0]) / (double(kMost) / 2);
}

Curve Curve::until(double epoch) const {
  Curve part = *this;
  while (!part.rows_.empty() && part.rows_.back()[0] > epoch) part.rows_.pop_back();
  return part;
}

Blob Curve::blob() const {
  std::vector<float> numbers;
  for (const Row& row : rows_)
    for (double value : row) numbers.push_back(float(value));
  return plain_blob("history", {std::int64_t(rows_.size()), 5}, numbers);
}

}  // namespace percept::lab
