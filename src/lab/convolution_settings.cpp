#include "percept/lab/convolution_settings.hpp"

#include "json_fields.hpp"
#include "percept/io/json_depth.hpp"
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

void require_kernel(const std::vector<std::vector<double>>& kernel) {
  require_range("kernel", double(kernel.size()), 1, double(kWidestKernel));
  require_range("kernel", double(kernel.front().size()), 1, double(kWidestKernel));
  for (std::size_t r = 0; r < kernel.size(); ++r) {
    if (kernel[r].size() != kernel.front().size())
      throw Error(Problem("lab.matrix.ragged",
                          {{"row", r + 1}, {"have", kernel[r].size()}, {"want", kernel.front().size()}})
                      .at("kernel"));
    for (double number : kernel[r]) require_range("kernel", number, -kLargestNumber, kLargestNumber);
  }
}

void require_sound(const ConvolutionSettings& s) {
  std::vector<std::string> pictures = sample_names(), presets = kernel_names();
  pictures.emplace_back("own");
  presets.emplace_back("");
  require_known("picture", s.picture, pictures);
  require_range("channel", double(s.channel), -1, 2);
  require_range("shift", double(s.shift), 0, kLongestShift);
  require_known("operation", s.operation, {"convolution", "max", "average"});
  require_known("preset", s.preset, presets);
  require_kernel(s.kernel);
  require_range("bias", s.bias, -kLargestNumber, kLargestNumber);
  require_known("border", s.border, border_names());
  require_range("padding", double(s.padding), 0, kWidestBorder);
  require_range("stride", double(s.stride), 1, double(kLargestStep));
  require_range("dilation", double(s.dilation), 1, double(kLargestStep));
  require_range("window", double(s.window), 1, double(kLargestStep));
  require_range("window_stride", double(s.window_stride), 1, double(kLargestStep));
  require_known("scale", s.scale, scale_names());
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
  return changed;
}

Matrix kernel_of(const ConvolutionSettings& settings) {
  Matrix kernel{std::int64_t(settings.kernel.size()), std::int64_t(settings.kernel.front().size()), {}};
  for (const auto& row : settings.kernel) kernel.numbers.insert(kernel.numbers.end(), row.begin(), row.end());
  return kernel;
}

void set_kernel(ConvolutionSettings& settings, const Matrix& kernel) {
  settings.kernel.clear();
  for (std::int64_t r = 0; r < kernel.rows; ++r) {
    auto row = kernel.numbers.begin() + r * kernel.columns;
    settings.kernel.emplace_back(row, row + kernel.columns);
  }
  const KernelPreset* now = find_kernel(settings.preset);
  if (now && now->kernel() == kernel) return;  // several names may stand for the same numbers
  settings.preset = "";
  for (const KernelPreset& preset : kernel_presets())
    if (settings.preset.empty() && preset.kernel() == kernel) settings.preset = preset.name;
}

std::int64_t border_of(const ConvolutionSettings& s) {
  return s.operation == "convolution" && s.border != "none" ? s.padding : 0;
}

FilterStage stage_of(const ConvolutionSettings& s) {
  if (s.operation != "convolution")
    return Pooling{.kind = s.operation == "max" ? Pooling::Kind::max : Pooling::Kind::average,
                   .global = s.global,
                   .window = s.window,
                   .stride = s.window_stride};
  return Convolution{.kernel = kernel_of(s),
                     .bias = s.bias,
                     .border = choice_of<Border>(border_names(), s.border),
                     .padding = border_of(s),
                     .stride = s.stride,
                     .dilation = s.dilation,
                     .transposed = s.transposed};
}

Scale scale_of(const ConvolutionSettings& s) { return choice_of<Scale>(scale_names(), s.scale); }

}  // namespace percept::lab
