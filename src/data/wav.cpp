// wav:DIR - sounds in a folder a class, or, where there are no sub-folders, in files called CLASS_....wav.
// Files that are all called DIGIT_SPEAKER_INDEX.wav are taken for the Free Spoken Digit Dataset (or one made
// like it): as its authors say, INDEX 0 to 4 is the test set. Otherwise the parts are those of folder:DIR.
//
// They are decoded when they are read, and nothing is kept. All are brought to the rate that most of the
// training set's files have (of two that are as frequent the lower), and, where no shape is asked for, to its
// longest sound, but to no more than 2^20 samples.
#include <charconv>
#include <map>
#include <mutex>

#include "folder_parts.hpp"
#include "percept/data/sound.hpp"
#include "sources.hpp"
#include "workers.hpp"

namespace percept::data {
namespace {

constexpr std::int64_t kLongest = 1 << 20;
constexpr double kValidationShare = 0.1;
constexpr int kTestIndices = 5;

class Sounds : public Dataset {
 public:
  Sounds(std::string name, const Listing& listing, const Indices& chosen, SoundReader reader)
      : name_(std::move(name)), classes_(listing.classes), reader_(std::move(reader)),
        schema_(reader_.form().schema()) {
    fields_ = {reader_.field(), {"label", DType::i64, {}}};
    for (std::int64_t i : chosen) {
      paths_.push_back(listing.path(std::size_t(i)));
      labels_.push_back(listing.labels[std::size_t(i)]);
    }
  }

  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return std::int64_t(paths_.size()); }
  const std::vector<Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  std::vector<std::int64_t> labels() const override { return labels_; }
  const std::string& schema() const override { return schema_; }

  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    auto numbers = std::size_t(fields_[0].shape.elements());
    std::span<float> inputs = out[0].data<float>();
    std::span<std::int64_t> labels = out[1].data<std::int64_t>();
    for (std::size_t row = 0; row < indices.size(); ++row) {
      auto index = std::size_t(indices[row]);
      reader_.convert(io::read_wav(paths_[index]).value(), inputs.subspan(row * numbers, numbers));
      labels[row] = labels_[index];
    }
  }

 private:
  std::string name_;
  std::vector<std::string> paths_;
  std::vector<std::int64_t> labels_;
  std::vector<std::string> classes_;
  std::vector<Field> fields_;
  SoundReader reader_;
  std::string schema_;
};

Result<Listing> list_sounds(const std::string& root) {
  return has_folders(root) ? list_classes(root, Kind::sounds) : list_by_name(root, Kind::sounds);
}

// INDEX of DIGIT_SPEAKER_INDEX.wav; nothing of another name.
std::optional<int> index_of(const std::string& file) {
  std::size_t last = file.rfind('_'), dot = file.rfind('.');
  if (file.find('/') != file.npos || file.find('_') == last) return std::nullopt;
  int index = 0;
  auto [end, error] = std::from_chars(file.data() + last + 1, file.data() + dot, index);
  if (error != std::errc() || end != file.data() + dot || index < 0) return std::nullopt;
  return index;
}

// By the files' numbers, where all have one.
std::optional<Indices> part_by_index(const Spec& spec, const Listing& listing) {
  Indices train, test;
  std::vector<std::uint64_t> keys;
  std::vector<std::int64_t> labels;
  for (std::size_t i = 0; i < listing.files.size(); ++i) {
    std::optional<int> index = index_of(listing.files[i]);
    if (!index) return std::nullopt;
    (*index < kTestIndices ? test : train).push_back(std::int64_t(i));
    if (*index < kTestIndices) continue;
    keys.push_back(key_of(listing.files[i]));
    labels.push_back(listing.labels[i]);
  }
  if (spec.split != Split::val) return spec.split == Split::test ? test : train;
  Indices held;
  for (std::int64_t i : divide(keys, labels, kValidationShare).second) held.push_back(train[std::size_t(i)]);
  return held;
}

// The rate that most of the files have, and the longest of them at that rate.
struct Usual {
  int rate = 0;
  std::int64_t samples = 0;
};

Usual usual_of(const Listing& listing) {
  std::map<int, std::pair<std::int64_t, std::int64_t>> by_rate;  // how many, and the longest
  std::mutex mutex;
  each_in_parallel(std::int64_t(listing.files.size()), [&](std::int64_t i) {
    Result<io::SoundInfo> info = io::inspect_wav(listing.path(std::size_t(i)));
    if (!info) return;
    std::lock_guard lock(mutex);
    auto& [count, longest] = by_rate[info->rate];
    ++count;
    longest = std::max(longest, info->frames);
  });
  Usual usual;
  std::int64_t most = 0;
  for (const auto& [rate, found] : by_rate)
    if (found.first > most) usual.rate = rate, most = found.first;
  for (const auto& [rate, found] : by_rate)
    usual.samples = std::max(usual.samples, (found.second * usual.rate + rate - 1) / rate);
  usual.samples = std::min(usual.samples, kLongest);
  return usual;
}

Result<SoundForm> form_of(const Listing& listing, const OpenOptions& options) {
  if (!options.schema.empty()) return SoundForm::parse(options.schema);
  SoundForm form{.log_mel = options.sound == "log_mel", .shape = options.image};
  if (!form.log_mel && !options.sound.empty() && options.sound != "wave")
    return Problem("data.sound", {{"form", options.sound}, {"shape", to_string(form.shape)}, {"rate", 0}})
        .with_hint("data.sound.hint");
  Usual usual = usual_of(listing);
  if (usual.rate == 0) return Problem("data.wav.no_rate").about(listing.root).with_hint("data.wav.hint");
  form.rate = usual.rate;
  if (form.shape.rank() > 0) return form;
  form.shape = {1, usual.samples};
  if (form.log_mel) form.shape = {1, kMelBands, LogMel(form.rate, kMelBands).frames(usual.samples)};
  return form;
}

std::optional<Problem> check_wav(const std::string& path) {
  Result<io::Sound> sound = io::read_wav(path);
  if (sound) return std::nullopt;
  return std::move(sound).problem();
}

}  // namespace

Result<DatasetPtr> open_wav(const Spec& spec, const OpenOptions& options) {
  if (std::optional<Problem> problem = check_folder(spec, "data.wav.hint")) return *std::move(problem);
  Result<FolderPart> part = find_part(spec, list_sounds);
  if (!part) return std::move(part).problem();
  if (spec.split_named && !part->train)
    if (auto chosen = part_by_index(spec, part->listing)) part->chosen = *std::move(chosen);
  if (part->chosen.empty()) return empty_part(spec);
  Result<SoundForm> form = form_of(part->model(), options);
  if (!form) return std::move(form).problem();
  Result<Indices> sound = sound_files(part->listing, std::move(part->chosen), options.corrupt, check_wav);
  if (!sound) return std::move(sound).problem();
  try {
    return DatasetPtr(std::make_shared<Sounds>(spec.source + ":" + spec.directory, part->listing, *sound,
                                               SoundReader(*std::move(form))));
  } catch (const Error& error) {
    return Problem(error.problem()).about(spec.directory);
  }
}

}  // namespace percept::data
