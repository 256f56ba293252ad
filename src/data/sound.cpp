#include "percept/data/sound.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "percept/io/json_depth.hpp"

namespace percept::data {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(const SoundForm& form) { return form.log_mel ? "log_mel" : "wave"; }

bool all_positive(const Shape& shape) {
  return std::all_of(shape.begin(), shape.end(),
                     [](std::int64_t size) { return size > 0 && size <= kMostSamples; });
}

Error no_such_form(const SoundForm& form) {
  return Error(
      Problem("data.sound", {{"form", name_of(form)}, {"shape", to_string(form.shape)}, {"rate", form.rate}})
          .with_hint("data.sound.hint"));
}

}  // namespace

std::string SoundForm::schema() const {
  return Json{{"sound", name_of(*this)}, {"rate", rate}, {"shape", shape.dims()}}.dump();
}

Result<SoundForm> SoundForm::parse(const std::string& schema) {
  auto wrong = [&] {
    return Problem("data.sound.schema", {{"schema", schema.substr(0, 200)}})
        .with_hint("data.sound.schema.hint");
  };
  if (!io::is_shallow_json(schema)) return wrong();
  try {
    Json json = Json::parse(schema);
    std::string form = json.at("sound").get<std::string>();
    auto rate = json.at("rate").get_ref<const Json::number_integer_t&>();
    std::vector<std::int64_t> shape;
    for (const Json& size : json.at("shape").get_ref<const Json::array_t&>())
      shape.push_back(size.get_ref<const Json::number_integer_t&>());
    SoundForm sound{.log_mel = form == "log_mel", .rate = int(rate), .shape = Shape(std::move(shape))};
    if (form != name_of(sound) || !std::in_range<int>(rate)) return wrong();
    return sound;
  } catch (const Json::exception&) {
    return wrong();
  }
}

SoundReader::SoundReader(SoundForm form) : form_(std::move(form)) {
  const Shape& shape = form_.shape;
  bool fits = shape.rank() == (form_.log_mel ? 3 : 2) && shape[0] == 1 && all_positive(shape) &&
              form_.rate > 0 && form_.rate <= io::kMaxRate;
  if (!fits) throw no_such_form(form_);
  if (form_.log_mel) log_mel_.emplace(form_.rate, int(shape[1]));
  samples_ = log_mel_ ? log_mel_->samples(shape[2]) : shape[1];
  if (samples_ > kMostSamples) throw no_such_form(form_);
}

Field SoundReader::field() const { return {form_.log_mel ? "image" : "sound", DType::f32, form_.shape}; }

void SoundReader::convert(const io::Sound& sound, std::span<float> to) const {
  Tensor resampled = io::resample(sound.samples, sound.rate, form_.rate);
  std::span<const float> from = std::as_const(resampled).data<float>();
  std::vector<float> picture_of(log_mel_ ? std::size_t(samples_) : 0);
  std::span<float> wave = log_mel_ ? std::span(picture_of) : to;
  std::int64_t spare = samples_ - std::int64_t(from.size()), before = (spare >= 0 ? spare : -spare) / 2;
  std::fill(wave.begin(), wave.end(), 0.0f);
  if (spare >= 0)
    std::copy(from.begin(), from.end(), wave.begin() + before);
  else
    std::copy_n(from.begin() + before, samples_, wave.begin());
  if (log_mel_) log_mel_->apply(wave, to);
}

Result<Tensor> SoundReader::read(const std::filesystem::path& path) const {
  Result<io::Sound> sound = io::read_wav(path);
  if (!sound) return std::move(sound).problem();
  Tensor tensor(DType::f32, form_.shape);
  convert(*sound, tensor.data<float>());
  return tensor;
}

}  // namespace percept::data
