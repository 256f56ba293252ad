// What `percept filter` tells of a stage and of each of its places, in lines and as JSON.
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "filter.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

// The f32 as the shortest decimal that gives it again: 0.1, not 0.10000000149.
double shortest(float number) {
  std::string text = fmt::format("{}", number);
  double out = number;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// Blocks of lines side by side, each with its own width; the signs between them stand in the middle.
std::vector<std::string> beside(const std::vector<std::vector<std::string>>& blocks,
                                const std::vector<std::string>& signs) {
  std::size_t height = blocks.front().size();
  std::vector<std::string> lines(height, "  ");
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (std::size_t i = 0; i < height; ++i) {
      if (b > 0) lines[i] += i == height / 2 ? "  " + signs[b - 1] + "  " : "     ";
      lines[i] += blocks[b][i];
    }
  return lines;
}

// 3 + 0 - 1 + 5
std::string sum_of(const std::vector<lab::FilterTap>& taps) {
  std::string out;
  for (const lab::FilterTap& tap : taps) {
    bool minus = tap.product < 0;
    if (!out.empty()) out += minus ? " - " : " + ";
    out += plain(out.empty() ? tap.product : std::abs(tap.product));
  }
  return out;
}

Json number_or_null(std::int64_t place) { return place < 0 ? Json() : Json(place + 1); }

std::string channel_name(std::int64_t channel, bool coloured) {
  static constexpr const char* kNames[] = {"percept.filter.red", "percept.filter.green",
                                           "percept.filter.blue"};
  return coloured ? text(kNames[channel]) : text("percept.filter.channel", {{"channel", channel + 1}});
}

std::string title(const lab::FilterStep& step, bool coloured) {
  std::string place = text("percept.filter.step", {{"row", step.row + 1}, {"column", step.column + 1}});
  if (!step.slices.empty())
    return text("percept.filter.filter", {{"filter", step.channel + 1}}) + ", " + place;
  return coloured ? channel_name(step.channel, true) + ", " + place : place;
}

// Numbers of the taps in rows; those of the border in brackets where `mark`.
std::vector<std::string> grid_of(const lab::FilterStep& step, const std::vector<lab::FilterTap>& taps,
                                 double lab::FilterTap::*field, bool mark) {
  return grid(
      step.rows, step.columns, [&](std::int64_t i) { return taps[std::size_t(i)].*field; },
      [&](std::int64_t i) { return mark && taps[std::size_t(i)].border; });
}

// patch · kernel = products
std::vector<std::string> products_of(const lab::FilterStep& step, const std::vector<lab::FilterTap>& taps) {
  return beside(
      {grid_of(step, taps, &lab::FilterTap::value, true), grid_of(step, taps, &lab::FilterTap::weight, false),
       grid_of(step, taps, &lab::FilterTap::product, false)},
      {"·", "="});
}

// Each channel with its sum; the sums and the bias make the output.
std::vector<std::string> told_layer(const lab::FilterStep& step, bool coloured) {
  std::vector<std::string> lines = {title(step, coloured)};
  std::string sums;
  for (const lab::FilterSlice& slice : step.slices) {
    lines.push_back("  " + channel_name(slice.channel, coloured));
    for (const std::string& line : products_of(step, slice.taps)) lines.push_back(line);
    lines.push_back("  " + sum_of(slice.taps) + " = " + plain(slice.sum));
    bool minus = slice.sum < 0;
    sums += sums.empty() ? plain(slice.sum) : (minus ? " - " : " + ") + plain(std::abs(slice.sum));
  }
  sums += " = " + plain(step.sum);
  if (step.bias != 0)
    sums += text("percept.filter.bias_added", {{"bias", plain(step.bias)}, {"number", plain(step.output)}});
  lines.push_back("  " + text("percept.filter.channels") + "  " + sums);
  return lines;
}

Json taps_json(const std::vector<lab::FilterTap>& seen) {
  Json taps = Json::array();
  for (const lab::FilterTap& tap : seen)
    taps.push_back({{"row", number_or_null(tap.row)},
                    {"column", number_or_null(tap.column)},
                    {"border", tap.border},
                    {"value", shortest(float(tap.value))},
                    {"weight", tap.weight},
                    {"product", tap.product}});
  return taps;
}

}  // namespace

std::string plain(double number) {
  std::string text = fixed(number, 4);
  std::size_t point = text.find_first_of(".,");
  if (point != text.npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.size() == point + 1) text.pop_back();
  }
  if (text == "-0" || text == "0") return number == 0 || std::abs(number) < 5e-9 ? "0" : short_number(number);
  return text;
}

std::vector<std::string> grid(std::int64_t rows, std::int64_t columns,
                              const std::function<double(std::int64_t)>& number,
                              const std::function<bool(std::int64_t)>& marked) {
  std::vector<std::string> cells;
  std::size_t width = 0;
  for (std::int64_t i = 0; i < rows * columns; ++i) {
    std::string cell = plain(number(i));
    cells.push_back(marked && marked(i) ? "[" + cell + "]" : cell);
    width = std::max(width, cells.back().size());
  }
  std::vector<std::string> lines;
  for (std::int64_t r = 0; r < rows; ++r) {
    std::string& line = lines.emplace_back();
    for (std::int64_t c = 0; c < columns; ++c)
      line += (c ? "  " : "") + right(cells[std::size_t(r * columns + c)], width);
  }
  return lines;
}

std::vector<std::string> told(const lab::FilterStage& stage, const lab::FilterStep& step, bool coloured) {
  if (!step.slices.empty()) return told_layer(step, coloured);
  auto values = grid_of(step, step.taps, &lab::FilterTap::value, true),
       weights = grid_of(step, step.taps, &lab::FilterTap::weight, false);
  const auto* convolution = std::get_if<lab::Convolution>(&stage);
  std::vector<std::string> lines = {title(step, coloured)};
  auto add = [&](const std::vector<std::string>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  };
  if (!convolution) {
    add(beside({values}, {}));
    bool max = step.chosen >= 0;
    lines.push_back("  " + text(max ? "percept.filter.largest" : "percept.filter.mean",
                                {{"number", plain(step.output)}}));
    return lines;
  }
  if (convolution->transposed) {
    auto landing = grid(
        step.rows, step.columns, [&](std::int64_t i) { return step.taps[std::size_t(i)].product; },
        [&](std::int64_t i) { return step.taps[std::size_t(i)].row < 0; });
    std::vector<std::string> number(weights.size(), std::string(plain(step.taps.front().value).size(), ' '));
    number[number.size() / 2] = plain(step.taps.front().value);
    add(beside({number, weights, landing}, {"·", "="}));
    std::int64_t row = step.row * convolution->stride - convolution->padding.top,
                 column = step.column * convolution->stride - convolution->padding.left;
    lines.push_back("  " + text("percept.filter.spread", {{"row", row + 1}, {"column", column + 1}}));
    return lines;
  }
  add(products_of(step, step.taps));
  std::string sum = sum_of(step.taps) + " = " + plain(step.sum);
  if (step.bias != 0)
    sum += text("percept.filter.bias_added", {{"bias", plain(step.bias)}, {"number", plain(step.output)}});
  lines.push_back("  " + sum);
  return lines;
}

Json to_json(const lab::FilterStage& stage, const lab::FilterStep& step) {
  Json object = {{"channel", step.channel + 1},
                 {"row", step.row + 1},
                 {"column", step.column + 1},
                 {"taps", taps_json(step.taps)}};
  for (const lab::FilterSlice& slice : step.slices)
    object["slices"].push_back(
        {{"channel", slice.channel + 1}, {"taps", taps_json(slice.taps)}, {"sum", slice.sum}});
  const auto* convolution = std::get_if<lab::Convolution>(&stage);
  if (convolution && convolution->transposed) return object;  // other places add to the same pixels
  object["sum"] = step.sum;
  object["bias"] = step.bias;
  object["output"] = step.output;
  if (step.chosen >= 0) object["chosen"] = step.chosen + 1;
  return object;
}

Json to_json(const lab::Matrix& matrix) {
  Json rows = Json::array();
  for (std::int64_t r = 0; r < matrix.rows; ++r) {
    Json row = Json::array();
    for (std::int64_t c = 0; c < matrix.columns; ++c) row.push_back(matrix.at(r, c));
    rows.push_back(row);
  }
  return rows;
}

Json to_json(const lab::FilterStage& stage, Extent2d input) {
  Json object;
  if (const auto* c = std::get_if<lab::Convolution>(&stage)) {
    const Padding2d& p = c->padding;
    object = {{"kernel", to_json(c->kernel)},
              {"bias", c->bias},
              {"padding", lab::border_names()[std::size_t(c->border)]},
              {"pad", {p.top, p.left, p.bottom, p.right}},
              {"stride", c->stride},
              {"dilation", c->dilation},
              {"transposed", c->transposed}};
  } else if (const auto* layer = std::get_if<lab::Layer>(&stage)) {
    object = to_json(lab::FilterStage(lab::slice_of(*layer, 0, 0)), input);
    for (const char* name : {"kernel", "bias", "transposed"}) object.erase(name);
    for (const std::vector<lab::Matrix>& filter : layer->weights) {
      Json slices = Json::array();
      for (const lab::Matrix& slice : filter) slices.push_back(to_json(slice));
      object["filters"].push_back(slices);
    }
    object["biases"] = layer->biases;
    object["groups"] = layer->groups;
  } else if (const auto* p = std::get_if<lab::Pooling>(&stage)) {
    object = {{"pool", p->kind == lab::Pooling::Kind::max ? "max" : "average"}, {"global", p->global}};
    if (!p->global) object["window"] = p->window, object["stride"] = p->stride;
  } else {
    object = {{"relu", true}};
  }
  lab::SizeFormulas sizes = lab::size_formulas(stage, input);
  object["height"] = sizes.height.size;
  object["width"] = sizes.width.size;
  object["formula"] = {sizes.height.formula, sizes.width.formula};
  return object;
}

Json to_json(const Tensor& planes) {
  const Shape& s = planes.shape();
  auto numbers = planes.data<float>();
  Json channels = Json::array();
  std::size_t i = 0;
  for (std::int64_t c = 0; c < s[0]; ++c) {
    Json rows = Json::array();
    for (std::int64_t h = 0; h < s[1]; ++h) {
      Json row = Json::array();
      for (std::int64_t w = 0; w < s[2]; ++w) row.push_back(shortest(numbers[i++]));
      rows.push_back(row);
    }
    channels.push_back(rows);
  }
  return channels;
}

}  // namespace percept::cli
