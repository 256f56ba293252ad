// folder:DIR - pictures of any size in a folder a class. They are decoded when they are read, and nothing is
// kept: memory is that of the batches at hand. A picture becomes the wanted shape by io::fit_image: made grey
// or RGB, then resized by averaging areas (which does not alias) or, where it grows, by linear interpolation.
#include <algorithm>
#include <filesystem>
#include <optional>

#include "folder_listing.hpp"
#include "parts.hpp"
#include "percept/base/log.hpp"
#include "percept/base/random.hpp"
#include "percept/io/image.hpp"
#include "pictures.hpp"
#include "sources.hpp"

namespace percept::data {
namespace {

constexpr double kValidationShare = 0.1;                      // of `train`, where there is no folder `val`
constexpr std::int64_t kMostNumbers = std::int64_t(1) << 28;  // of one picture: a gibibyte

class Folder : public Dataset {
 public:
  Folder(std::string name, const Listing& listing, const Indices& chosen, const Shape& image)
      : name_(std::move(name)), root_(listing.root + "/"), classes_(listing.classes) {
    fields_ = {{"image", DType::f32, image}, {"label", DType::i64, {}}};
    for (std::int64_t i : chosen) {
      files_.push_back(listing.files[std::size_t(i)]);
      labels_.push_back(listing.labels[std::size_t(i)]);
    }
  }

  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return std::int64_t(files_.size()); }
  const std::vector<Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  std::vector<std::int64_t> labels() const override { return labels_; }

  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    const Shape& shape = fields_[0].shape;
    auto numbers = std::size_t(shape.elements());
    std::span<float> images = out[0].data<float>();
    std::span<std::int64_t> labels = out[1].data<std::int64_t>();
    for (std::size_t row = 0; row < indices.size(); ++row) {
      auto index = std::size_t(indices[row]);
      Tensor picture = io::read_image(root_ + files_[index]).value();
      io::write_planes(io::fit_image(picture, shape), images.subspan(row * numbers, numbers));
      labels[row] = labels_[index];
    }
  }

 private:
  std::string name_, root_;
  std::vector<std::string> files_;  // below the root
  std::vector<std::int64_t> labels_;
  std::vector<std::string> classes_;
  std::vector<Field> fields_;
};

std::string folder_of(const Spec& spec, std::string_view part) {
  return spec.directory + "/" + std::string(part);
}

bool exists(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::is_directory(folder, ignored);
}

std::vector<std::uint64_t> keys_of(const Listing& listing) {
  std::vector<std::uint64_t> keys;
  for (const std::string& file : listing.files) keys.push_back(key_of(file));
  return keys;
}

// What is not as people expect but no mistake: told, not refused.
void remark(const Listing& listing) {
  std::vector<bool> filled(listing.classes.size());
  for (std::int64_t label : listing.labels) filled[std::size_t(label)] = true;
  for (std::size_t i = 0; i < filled.size(); ++i)
    if (!filled[i])
      log(Message("data.folder.empty_class", {{"class", listing.classes[i]}, {"folder", listing.root}}));
  if (listing.ignored)
    log(Message("data.folder.ignored", {{"count", listing.ignored}, {"folder", listing.root}}));
}

// The labels of `part` by the classes of `train`, so that both mean the same.
std::optional<Problem> number_alike(Listing& part, const Listing& train) {
  std::vector<std::int64_t> label_of;
  for (const std::string& name : part.classes) {
    auto found = std::find(train.classes.begin(), train.classes.end(), name);
    if (found == train.classes.end())
      return Problem("data.folder.other_class", {{"class", name}, {"train", train.root}})
          .about(part.root)
          .with_hint("data.folder.other_class.hint");
    label_of.push_back(found - train.classes.begin());
  }
  for (std::int64_t& label : part.labels) label = label_of[std::size_t(label)];
  part.classes = train.classes;
  return std::nullopt;
}

struct Part {
  Listing listing;
  Indices chosen;  // of the listing
  Shape usual;     // of the pictures, where it was asked for
};

// Where DIR/train and DIR/test stand, these are the parts.
Result<Part> part_by_folders(const Spec& spec, bool ask_shape) {
  Result<Listing> train = list_classes(folder_of(spec, "train"));
  if (!train) return std::move(train).problem();
  Part part{.usual = ask_shape ? usual_shape(*train) : Shape()};
  std::string folder = folder_of(spec, name_of(spec.split));
  if (spec.split == Split::val && !exists(folder)) {
    remark(*train);
    part.chosen = divide(keys_of(*train), train->labels, kValidationShare).second;
    part.listing = *std::move(train);
    return part;
  }
  if (!exists(folder))
    return Problem("data.folder.no_part", {{"part", name_of(spec.split)}})
        .about(spec.directory)
        .with_hint("data.folder.no_part.hint", {{"folder", spec.directory}});
  Result<Listing> listing = spec.split == Split::train ? std::move(train) : list_classes(folder);
  if (!listing) return std::move(listing).problem();
  if (spec.split != Split::train)
    if (std::optional<Problem> problem = number_alike(*listing, *train)) return *std::move(problem);
  remark(*listing);
  part.chosen = part_of({}, keys_of(*listing), listing->labels);
  part.listing = *std::move(listing);
  return part;
}

Result<Part> find_part(const Spec& spec, bool ask_shape) {
  if (holds_splits(spec.directory)) return part_by_folders(spec, ask_shape);
  Result<Listing> listing = list_classes(spec.directory);
  if (!listing) return std::move(listing).problem();
  bool told = spec.split_named && spec.split == Split::test;  // when the other part was opened
  if (!told) remark(*listing);
  Part part{.chosen = part_of(spec, keys_of(*listing), listing->labels),
            .usual = ask_shape ? usual_shape(*listing) : Shape()};
  part.listing = *std::move(listing);
  return part;
}

bool is_picture_shape(const Shape& shape) {
  return shape.rank() == 3 && (shape[0] == 1 || shape[0] == 3) && shape[1] > 0 && shape[2] > 0 &&
         shape[1] <= kMostNumbers / shape[0] / shape[2];
}

}  // namespace

Result<DatasetPtr> open_folder(const Spec& spec, const OpenOptions& options) {
  if (spec.directory.empty()) return Problem("data.folder.unnamed").with_hint("data.folder.hint");
  if (!exists(spec.directory))
    return Problem("data.folder_missing", {{"folders", spec.directory}})
        .about(spec.source)
        .with_hint("data.folder.hint");
  bool ask_shape = options.image.rank() == 0;
  if (!ask_shape && !is_picture_shape(options.image))
    return Problem("io.image_fit", {{"have", to_string(options.image)}})
        .about(spec.directory)
        .with_hint("io.image_fit.hint");
  Result<Part> part = find_part(spec, ask_shape);
  if (!part) return std::move(part).problem();
  if (part->chosen.empty()) return empty_part(spec);
  if (ask_shape && part->usual.rank() == 0) part->usual = usual_shape(part->listing);
  Result<Indices> sound = sound_pictures(part->listing, std::move(part->chosen), options.corrupt);
  if (!sound) return std::move(sound).problem();
  return DatasetPtr(std::make_shared<Folder>(spec.source + ":" + spec.directory, part->listing, *sound,
                                             ask_shape ? part->usual : options.image));
}

}  // namespace percept::data
