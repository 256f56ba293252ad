// A sound as the input of a network.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "percept/base/result.hpp"
#include "percept/data/dataset.hpp"
#include "percept/data/log_mel.hpp"
#include "percept/io/sound.hpp"

namespace percept::data {

/// What every sound of a set becomes, so that all are alike, whatever their files.
struct SoundForm {
  bool log_mel = false;  // a picture [1, bands, frames] (log_mel.hpp); else samples [1, T]
  int rate = 0;          // samples a second
  Shape shape;
  bool operator==(const SoundForm&) const = default;

  /// As JSON: `Dataset::schema` of a set of sounds.
  std::string schema() const;
  static Result<SoundForm> parse(const std::string& schema);
};

/// The bands of a picture whose shape nobody asked for.
inline constexpr int kMelBands = 40;
/// No more samples than these are asked of one sound.
inline constexpr std::int64_t kMostSamples = 16 << 20;

/// Brings sounds to a form: resampled to its rate (io::resample), then filled up with zeros or cropped, the
/// middle staying in the middle, to the length that its shape asks for. Thread safety: the functions may be
/// called from several threads at once.
class SoundReader {
 public:
  /// Throws `Error` where there is no such form.
  explicit SoundReader(SoundForm form);

  const SoundForm& form() const { return form_; }
  /// "sound" or "image".
  Field field() const;
  /// Writes form().shape.elements() numbers.
  void convert(const io::Sound& sound, std::span<float> to) const;
  /// A WAV file, as f32 of the form's shape.
  Result<Tensor> read(const std::filesystem::path& path) const;

 private:
  SoundForm form_;
  std::int64_t samples_;  // that a sound is brought to
  std::optional<LogMel> log_mel_;
};

}  // namespace percept::data
