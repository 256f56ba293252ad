#include "percept/lab/convolution_settings.hpp"

#include "json_fields.hpp"
#include "percept/io/json_depth.hpp"
#include "percept/lab/convolution_chain.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"

namespace percept::lab {
namespace {

constexpr double kWidestBorder = 64, kLongestShift = 8;

void require_known(const std::string& field, const std::string& word, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), word) != known.end()) return;
  throw Error(
      unknown_word(Problem("lab.unknown_word", {{"field", field}, {"word", word.substr(0, 40)}}), word, known)
          .at(field));
}

void require_kernel(const std::string& field, const std::vector<std::vector<double>>& kernel) {
  require_range(field, double(kernel.size()), 1, double(kWidestKernel));
  require_range(field, double(kernel.front().size()), 1, double(kWidestKernel));
  for (std::size_t r = 0; r < kernel.size(); ++r) {
    if (kernel[r].size() != kernel.front().size())
      throw Error(Problem("lab.matrix.ragged",
                          {{"row", r + 1}, {"have", kernel[r].size()}, {"want", kernel.front().size()}})
                      .at(field));
    for (double number : kernel[r]) require_range(field, number, -kLargestNumber, kLargestNumber);
  }
}

// As far as it can be said without the input.
void require_filters(const std::string& field, const StageSettings& s) {
  require_range(field, double(s.filters.size()), 1, double(kMostFilters));
  for (const FilterSettings& filter : s.filters) {
    require_range(field, filter.bias, -kLargestNumber, kLargestNumber);
    require_range(field, double(filter.weights.size()), 1, double(kMostFilters));
    for (const auto& slice : filter.weights) require_kernel(field, slice);
  }
  StageSettings layer = s;
  layer.operation = "layer";
  layer.groups = 1;
  try {
    output_channels(stage_of(layer), std::int64_t(s.filters.front().weights.size()));
  } catch (const Error& error) {
    throw Error(Problem(error.problem()).at(field));
  }
}

// `place`: what stands before the names of its fields.
void require_stage(const StageSettings& s, const std::string& place) {
  std::vector<std::string> presets = kernel_names();
  presets.emplace_back("");
  auto range = [&](const char* field, std::int64_t value, double low, double high) {
    require_range(place + field, double(value), low, high);
  };
  require_known(place + "operation", s.operation, {"convolution", "layer", "max", "average"});
  require_known(place + "preset", s.preset, presets);
  require_kernel(place + "kernel", s.kernel);
  require_range(place + "bias", s.bias, -kLargestNumber, kLargestNumber);
  range("groups", s.groups, 1, double(kMostFilters));
  require_known(place + "border", s.border, border_names());
  require_filters(place + "filters", s);
  range("padding", s.padding, 0, kWidestBorder);
  range("stride", s.stride, 1, double(kLargestStep));
  range("dilation", s.dilation, 1, double(kLargestStep));
  range("window", s.window, 1, double(kLargestStep));
  range("window_stride", s.window_stride, 1, double(kLargestStep));
}

void require_sound(const ConvolutionSettings& s) {
  std::vector<std::string> pictures = sample_names();
  pictures.emplace_back("own");
  require_known("picture", s.picture, pictures);
  require_range("channel", double(s.channel), -1, 2);
  require_range("shift", double(s.shift), 0, kLongestShift);
  require_known("scale", s.scale, scale_names());
  require_range("before", double(s.before.size() + s.after.size()), 0, double(kMostChained - 1));
  require_stage(s, "");
  for (auto [name, stages] : {std::pair("before", &s.before), {"after", &s.after}})
    for (std::size_t i = 0; i < stages->size(); ++i)
      require_stage((*stages)[i], name + ("." + std::to_string(i)) + ".");
}

template <class Choice>
Choice choice_of(const std::vector<std::string>& names, const std::string& name) {
  return Choice(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

Result<ConvolutionSettings> change_settings(const ConvolutionSettings& settings, std::string_view changes) {
  if (!io::is_shallow_json(changes)) return with_remedy(Problem("lab.json"));
  Json json = Json::parse(changes, nullptr, false);
  if (!json.is_object()) return with_remedy(Problem("lab.json"));
  ConvolutionSettings changed = settings;
  try {
    JsonReader reader(json, "");
    changed.fields(reader);
    reader.require_no_others();
    require_sound(changed);
  } catch (const Error& error) {
    return with_remedy(error.problem());
  }
  if (const KernelPreset* preset = find_kernel(changed.preset); preset && json.contains("preset"))
    set_kernel(changed, preset->kernel());
  else if (json.contains("kernel") || json.contains("preset"))
    set_kernel(changed, kernel_of(changed));
  for (std::vector<StageSettings>* stages : {&changed.before, &changed.after})
    for (StageSettings& stage : *stages) set_kernel(stage, kernel_of(stage));
  return changed;
}

std::vector<std::vector<double>> rows_of(const Matrix& matrix) {
  std::vector<std::vector<double>> rows;
  for (std::int64_t r = 0; r < matrix.rows; ++r) {
    auto row = matrix.numbers.begin() + r * matrix.columns;
    rows.emplace_back(row, row + matrix.columns);
  }
  return rows;
}

Matrix matrix_of_rows(const std::vector<std::vector<double>>& rows) {
  Matrix matrix{std::int64_t(rows.size()), std::int64_t(rows.front().size()), {}};
  for (const auto& row : rows) matrix.numbers.insert(matrix.numbers.end(), row.begin(), row.end());
  return matrix;
}

Matrix kernel_of(const StageSettings& settings) { return matrix_of_rows(settings.kernel); }

void set_kernel(StageSettings& settings, const Matrix& kernel) {
  settings.kernel = rows_of(kernel);
  const KernelPreset* now = find_kernel(settings.preset);
  if (now && now->kernel() == kernel) return;  // several names may stand for the same numbers
  settings.preset = "";
  for (const KernelPreset& preset : kernel_presets())
    if (settings.preset.empty() && preset.kernel() == kernel) settings.preset = preset.name;
}

std::int64_t border_of(const StageSettings& s) {
  return (s.operation == "convolution" || s.operation == "layer") && s.border != "none" ? s.padding : 0;
}

FilterStage stage_of(const StageSettings& s) {
  auto border = choice_of<Border>(border_names(), s.border);
  if (s.operation == "layer") {
    Layer layer{.groups = s.groups,
                .border = border,
                .padding = border_of(s),
                .stride = s.stride,
                .dilation = s.dilation};
    for (const FilterSettings& filter : s.filters) {
      std::vector<Matrix>& slices = layer.weights.emplace_back();
      for (const auto& slice : filter.weights) slices.push_back(matrix_of_rows(slice));
      layer.biases.push_back(filter.bias);
    }
    return layer;
  }
  if (s.operation != "convolution")
    return Pooling{.kind = s.operation == "max" ? Pooling::Kind::max : Pooling::Kind::average,
                   .global = s.global,
                   .window = s.window,
                   .stride = s.window_stride};
  return Convolution{.kernel = kernel_of(s),
                     .bias = s.bias,
                     .border = border,
                     .padding = border_of(s),
                     .stride = s.stride,
                     .dilation = s.dilation,
                     .transposed = s.transposed};
}

std::vector<FilterStage> stages_of(const StageSettings& settings) {
  std::vector<FilterStage> stages = {stage_of(settings)};
  if (settings.relu) stages.emplace_back(Relu());
  return stages;
}

Scale scale_of(const ConvolutionSettings& s) { return choice_of<Scale>(scale_names(), s.scale); }

}  // namespace percept::lab
