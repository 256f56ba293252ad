// folder:DIR - pictures of any size in a folder a class. They are decoded when they are read, and nothing is
// kept: memory is that of the batches at hand. A picture becomes the wanted shape by io::fit_image: made grey
// or RGB, then resized by averaging areas (which does not alias) or, where it grows, by linear interpolation.
#include "folder_parts.hpp"
#include "percept/io/image.hpp"
#include "pictures.hpp"
#include "sources.hpp"

namespace percept::data {
namespace {

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

bool is_picture_shape(const Shape& shape) {
  return shape.rank() == 3 && (shape[0] == 1 || shape[0] == 3) && shape[1] > 0 && shape[2] > 0 &&
         shape[1] <= kMostNumbers / shape[0] / shape[2];
}

}  // namespace

Result<DatasetPtr> open_folder(const Spec& spec, const OpenOptions& options) {
  if (std::optional<Problem> problem = check_folder(spec, "data.folder.hint")) return *std::move(problem);
  bool ask_shape = options.image.rank() == 0;
  if (!ask_shape && !is_picture_shape(options.image))
    return Problem("io.image_fit", {{"have", to_string(options.image)}})
        .about(spec.directory)
        .with_hint("io.image_fit.hint");
  auto list = [](const std::string& root) { return list_classes(root, Kind::pictures); };
  Result<FolderPart> part = find_part(spec, list);
  if (!part) return std::move(part).problem();
  if (part->chosen.empty()) return empty_part(spec);
  Shape shape = ask_shape ? usual_shape(part->model()) : options.image;
  if (ask_shape && shape.rank() == 0) shape = usual_shape(part->listing);
  Result<Indices> sound = sound_pictures(part->listing, std::move(part->chosen), options.corrupt);
  if (!sound) return std::move(sound).problem();
  return DatasetPtr(
      std::make_shared<Folder>(spec.source + ":" + spec.directory, part->listing, *sound, shape));
}

}  // namespace percept::data
