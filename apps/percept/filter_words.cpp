// What the words of `percept filter` mean.
#include <algorithm>

#include "filter.hpp"
#include "percept/base/spelling.hpp"
#include "percept/base/words.hpp"
#include "percept/io/image.hpp"
#include "percept/io/npy.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kTypedSide = 256;

std::vector<std::string> listed(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// The word at this place of a list, the last of a shorter one; a number from `least` on.
std::int64_t number_at(const std::string& option, const std::string& list, std::size_t place,
                       std::int64_t least, std::int64_t fallback) {
  if (list.empty()) return fallback;
  std::vector<std::string> parts = listed(list);
  return number_of(option, parts[std::min(place, parts.size() - 1)], least);
}

std::size_t choice_of(const std::string& option, const std::string& word,
                      const std::vector<std::string>& known) {
  auto found = std::find(known.begin(), known.end(), word);
  if (found == known.end())
    throw CallError(
        unknown_word(Problem("percept.filter.choice", {{"option", option}, {"word", word}}), word, known));
  return std::size_t(found - known.begin());
}

template <class T>
T typed(const std::string& option, Result<T> result) {
  if (!result) throw CallError(std::move(result).problem().about(option));
  return std::move(result).value();
}

double decimal_of(const std::string& option, const std::string& word) {
  return word.empty() ? 0 : typed(option, lab::parse_matrix(word, 1)).numbers.front();
}

lab::Matrix kernel_of(const FilterWords& words, const std::string& word) {
  lab::Matrix kernel = typed("--kernel", lab::parse_kernel(word));
  if (words.change.empty()) return kernel;
  for (const std::string& change : listed(words.change)) try {
      kernel = lab::changed(kernel, change);
    } catch (const Error& error) {
      throw CallError(Problem(error.problem()).about("--change"));
    }
  return kernel;
}

Padding2d padding_of(const std::string& word, const lab::Matrix& kernel, std::int64_t dilation) {
  if (word == "same") return lab::same_padding(kernel, dilation);
  if (word == "causal") return lab::causal_padding(kernel, dilation);
  std::vector<std::string> sides = listed(word);
  if (sides.size() != 1 && sides.size() != 4)
    throw CallError(
        Problem("percept.filter.pad_sides", {{"word", word}}).with_hint("percept.filter.pad_sides.hint"));
  std::int64_t numbers[4];
  for (std::size_t i = 0; i < 4; ++i) numbers[i] = number_of("--pad", sides[sides.size() == 1 ? 0 : i], 0);
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

lab::Convolution convolution_of(const FilterWords& words, std::size_t place) {
  lab::Convolution made{.kernel = kernel_of(words, words.kernels[place]),
                        .bias = decimal_of("--bias", words.bias),
                        .stride = number_at("--stride", words.stride, place, 1, 1),
                        .dilation = number_at("--dilation", words.dilation, place, 1, 1),
                        .transposed = words.transposed};
  // One of the two says that there is a border, the other gets what is usual.
  if (!words.padding.empty())
    made.border = lab::Border(choice_of("--padding", words.padding, lab::border_names()));
  else if (!words.pad.empty())
    made.border = lab::Border::zero;
  if (made.border == lab::Border::none) {
    if (!words.pad.empty())
      throw CallError(Problem("percept.filter.pad_none").with_hint("percept.filter.pad_none.hint"));
    return made;
  }
  made.padding = padding_of(words.pad.empty() ? "same" : words.pad, made.kernel, made.dilation);
  return made;
}

// "K | K | K": a kernel for each channel.
std::vector<lab::Matrix> filter_of(const std::string& text) {
  std::vector<lab::Matrix> slices;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = std::min(text.find('|', begin), text.size());
    std::string word = text.substr(begin, end - begin);
    word.erase(0, word.find_first_not_of(' '));
    word.erase(word.find_last_not_of(' ') + 1);
    slices.push_back(typed("--filter", lab::parse_kernel(word)));
    begin = end + 1;
  }
  return slices;
}

// The first tensor [filters, channels, rows, columns] of a file, and the biases of the same name.
std::pair<Tensor, Tensor> layer_in(const std::string& file) {
  Tensor weight, bias;
  if (file.ends_with(".safetensors")) {
    std::map<std::string, Tensor> tensors = io::read_safetensors(file).value().tensors;
    for (const auto& [name, tensor] : tensors) {
      if (weight.size() > 0 || tensor.shape().rank() != 4) continue;
      weight = tensor;
      std::string stem = name.substr(0, name.rfind('.'));
      if (auto found = tensors.find(stem + ".bias"); found != tensors.end()) bias = found->second;
    }
  } else {
    weight = io::read_npy(file).value();
  }
  bool biased = bias.size() > 0;
  if (weight.shape().rank() != 4 || weight.size() == 0 || (biased && bias.size() != weight.shape()[0]))
    throw Error(Problem("lab.layer.shape").with_hint("percept.filter.weights.hint").about(file));
  if (weight.size() > std::int64_t(lab::kMostWeights))
    throw Error(Problem("lab.layer.weights", {{"have", weight.size()}, {"most", lab::kMostWeights}})
                    .with_hint("lab.layer.weights.hint")
                    .about(file));
  return {weight, bias};
}

void read_weights(const std::string& file, lab::Layer& layer) {
  auto [weight, bias] = layer_in(file);
  const Shape& s = weight.shape();
  std::int64_t i = 0;
  for (std::int64_t f = 0; f < s[0]; ++f) {
    std::vector<lab::Matrix>& slices = layer.weights.emplace_back();
    for (std::int64_t c = 0; c < s[1]; ++c) {
      lab::Matrix& slice = slices.emplace_back(lab::Matrix{s[2], s[3], {}});
      for (std::int64_t k = 0; k < s[2] * s[3]; ++k) slice.numbers.push_back(weight.at(i++));
    }
    if (bias.size() > 0) layer.biases.push_back(bias.at(f));
  }
}

lab::Layer layer_of(const FilterWords& words) {
  lab::Layer layer;
  if (!words.weights.empty()) read_weights(words.weights, layer);
  for (const std::string& filter : words.filters) layer.weights.push_back(filter_of(filter));
  layer.biases.resize(layer.weights.size(), decimal_of("--bias", words.bias));
  layer.groups = words.groups.empty() ? 1 : number_of("--groups", words.groups, 1);
  FilterWords way = words;
  way.kernels = {lab::format_matrix(layer.weights.front().front())};
  way.change.clear();
  lab::Convolution over = convolution_of(way, 0);
  layer.border = over.border;
  layer.padding = over.padding;
  layer.stride = over.stride;
  layer.dilation = over.dilation;
  return layer;
}

lab::Pooling pooling_of(const std::string& text) {
  constexpr WordFaults kFaults = {"percept.filter.pool.word", "percept.filter.pool.missing",
                                  "percept.filter.pool.option", "percept.filter.pool.choice"};
  try {
    Words words(text, kFaults);
    words.set_hint(Message("percept.filter.pool.hint"));
    std::size_t kind = choice_of("--pool", words.name(), {"max", "average", "global_max", "global_average"});
    lab::Pooling pooling{.kind = kind % 2 == 0 ? lab::Pooling::Kind::max : lab::Pooling::Kind::average,
                         .global = kind >= 2};
    if (!pooling.global) {
      pooling.window = words.word_follows() ? words.number() : 2;
      pooling.stride = words.option("stride", pooling.window, 1);
    }
    words.require_no_more();
    return pooling;
  } catch (const CallError&) {
    throw;
  } catch (const Error& error) {
    throw CallError(error.problem());
  }
}

// Numbers, where it is no file: it begins as a number does, and more follows, or it is one.
bool is_typed(const std::string& word) {
  std::error_code ignored;
  if (std::filesystem::exists(word, ignored)) return false;
  std::size_t begin = word.find_first_not_of(" \t\n");
  if (begin == word.npos) return true;
  bool number = word.find_first_of("+-.0123456789") == begin;
  return number && (word.find_first_of(" ;\n", begin) != word.npos || lab::parse_matrix(word, 1));
}

}  // namespace

FilterInput read_input(const FilterWords& words) {
  require_given(!words.input.empty(), text("percept.filter.input_name"), "filter");
  if (is_typed(words.input))
    return {lab::planes_of(typed("", lab::parse_matrix(words.input, kTypedSide))), true};
  if (words.input.ends_with(".csv"))
    return {lab::planes_of(lab::read_matrix(words.input, kTypedSide).value()), true};
  return {lab::planes_of(io::read_image(words.input).value(), words.grey), false};
}

std::vector<lab::FilterStage> stages_of(const FilterWords& words) {
  std::vector<lab::FilterStage> stages;
  if (!words.weights.empty() && !words.filters.empty())
    throw CallError(Problem("percept.filter.both").with_hint("percept.filter.both.hint"));
  if (!words.weights.empty() || !words.filters.empty()) {
    stages.emplace_back(layer_of(words));
    if (words.relu) stages.emplace_back(lab::Relu());
  }
  for (std::size_t i = 0; i < words.kernels.size(); ++i) {
    stages.emplace_back(convolution_of(words, i));
    if (words.relu) stages.emplace_back(lab::Relu());
  }
  if (!words.pool.empty()) stages.emplace_back(pooling_of(words.pool));
  if (stages.empty())
    throw CallError(Problem("percept.filter.nothing").with_hint("percept.filter.nothing.hint"));
  return stages;
}

Extent2d kernel_size_of(const FilterWords& words, const Tensor& before, const Tensor& after) {
  auto made = [&](std::size_t axis) {
    std::int64_t size = before.shape()[axis] - after.shape()[axis] + 1;
    return size > 1 && size <= lab::kWidestKernel ? size : 3;
  };
  auto side = [&](std::size_t axis) {
    std::int64_t size = number_at("--size", words.size, axis - 1, 1, made(axis));
    if (size > lab::kWidestKernel)
      throw CallError(Problem("percept.filter.size_large", {{"size", size}, {"most", lab::kWidestKernel}}));
    return size;
  };
  return Extent2d(side(1), side(2));
}

lab::Scale scale_of(const FilterWords& words) {
  return words.scale.empty() ? lab::Scale::clip
                             : lab::Scale(choice_of("--scale", words.scale, lab::scale_names()));
}

std::optional<Extent2d> place_of(const FilterWords& words) {
  if (words.at.empty()) return std::nullopt;
  std::vector<std::string> parts = listed(words.at);
  if (parts.size() != 2)
    throw CallError(Problem("percept.filter.at", {{"word", words.at}}).with_hint("percept.filter.at.hint"));
  return Extent2d(number_of("--at", parts[0], 1) - 1, number_of("--at", parts[1], 1) - 1);
}

}  // namespace percept::cli
