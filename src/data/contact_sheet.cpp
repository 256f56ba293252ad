#include "percept/data/contact_sheet.hpp"

#include <algorithm>

#include "percept/base/problem.hpp"

namespace percept::data {
namespace {

constexpr std::int64_t kLeast = 64, kGap = 4;  // pixels
constexpr std::uint8_t kGround = 128;

void place(const Tensor& picture, std::int64_t times, Tensor& sheet, std::int64_t top, std::int64_t left) {
  std::int64_t width = picture.shape()[1], channels = picture.shape()[2];
  auto from = picture.data<std::uint8_t>();
  auto to = sheet.data<std::uint8_t>();
  for (std::int64_t y = 0; y < picture.shape()[0] * times; ++y)
    for (std::int64_t x = 0; x < width * times; ++x)
      for (std::int64_t c = 0; c < channels; ++c)
        to[std::size_t(((top + y) * sheet.shape()[1] + left + x) * channels + c)] =
            from[std::size_t((y / times * width + x / times) * channels + c)];
}

}  // namespace

Tensor contact_sheet(const std::vector<std::vector<Tensor>>& rows) {
  const Tensor* first = nullptr;
  std::size_t columns = 0;
  for (const std::vector<Tensor>& row : rows) {
    columns = std::max(columns, row.size());
    for (const Tensor& picture : row) {
      if (!first) first = &picture;
      if (picture.dtype() != DType::u8 || picture.shape().rank() != 3 || picture.shape() != first->shape())
        throw Error(Problem("data.sheet", {{"first", to_string(*first)}, {"have", to_string(picture)}}));
    }
  }
  if (!first) throw Error(Problem("data.sheet.empty"));
  const Shape& shape = first->shape();
  std::int64_t times = std::max<std::int64_t>(1, kLeast / std::max(shape[0], shape[1]));
  std::int64_t down = times * shape[0] + kGap, across = times * shape[1] + kGap;
  Tensor sheet = Tensor::full(
      DType::u8, {kGap + down * std::int64_t(rows.size()), kGap + across * std::int64_t(columns), shape[2]},
      kGround);
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < rows[r].size(); ++c)
      place(rows[r][c], times, sheet, kGap + down * std::int64_t(r), kGap + across * std::int64_t(c));
  return sheet;
}

}  // namespace percept::data
