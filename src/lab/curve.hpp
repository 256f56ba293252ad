// Losses and accuracies over a training: as many rows as a plot can show, however long it goes on.
#pragma once

#include <array>

#include "percept/lab/picture.hpp"

namespace percept::lab {

class Curve {
 public:
  /// Epoch, train and test loss, train and test accuracy.
  using Row = std::array<double, 5>;
  static constexpr std::size_t kMost = 600;

  /// Where the epoch is not beyond the last row's, it is known already.
  void add(const Row& row);
  /// The rows up to that epoch.
  Curve until(double epoch) const;
  Blob blob() const;
  const std::vector<Row>& rows() const { return rows_; }

 private:
  std::vector<Row> rows_;
  double spacing_ = 0;  // epochs between two rows that are kept
};

}  // namespace percept::lab
