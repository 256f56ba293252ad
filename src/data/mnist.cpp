// MNIST (LeCun, Cortes, Burges): 60,000 + 10,000 digits of 28x28 in four IDX files, each plain or gzipped;
// and Fashion-MNIST (Xiao, Rasul, Vollgraf 2017), clothes in files of the same names.
#include "percept/io/idx.hpp"
#include "sources.hpp"
#include "stored.hpp"

namespace percept::data {
namespace {

constexpr std::int64_t kSide = 28, kClasses = 10;

const StoredFiles& files() {
  static const StoredFiles files = {.train = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"},
                                    .test = {"t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}};
  return files;
}

Result<Tensor> read_idx(const std::string& path) {
  Result<io::Bytes> bytes = io::read_file(path);
  if (!bytes) return std::move(bytes).problem();
  return path.ends_with(".gz") ? io::parse_idx_gz(*bytes, path) : io::parse_idx(*bytes, path);
}

Problem unfit(const char* id, std::vector<Argument> arguments, const std::string& path) {
  return Problem(id, std::move(arguments)).about(path).with_hint("data.mnist_unfit.hint");
}

Result<DatasetPtr> open_idx(const Spec& spec, std::vector<std::string> classes) {
  Result<std::vector<std::string>> paths = find_files(spec, files());
  if (!paths) return std::move(paths).problem();
  const std::string &images_path = (*paths)[0], &labels_path = (*paths)[1];
  Result<Tensor> images = read_idx(images_path);
  if (!images) return std::move(images).problem();
  Result<Tensor> labels = read_idx(labels_path);
  if (!labels) return std::move(labels).problem();

  const Shape& shape = images->shape();
  if (images->dtype() != DType::u8 || shape.rank() != 3 || shape[1] != kSide || shape[2] != kSide ||
      shape[0] == 0)
    return unfit("data.mnist_images", {{"have", to_string(*images)}}, images_path);
  if (labels->dtype() != DType::u8 || labels->shape().rank() != 1)
    return unfit("data.mnist_labels", {{"have", to_string(*labels)}}, labels_path);
  if (labels->size() != shape[0])
    return unfit("data.mnist_counts", {{"images", shape[0]}, {"labels", labels->size()}}, labels_path);
  for (std::int64_t i = 0; i < labels->size(); ++i)
    if (std::uint8_t label = labels->data<std::uint8_t>()[std::size_t(i)]; label >= kClasses)
      return unfit("data.mnist_label", {{"label", label}, {"index", i}}, labels_path);

  Examples examples{images->reshape({shape[0], 1, kSide, kSide}), labels->to(DType::i64)};
  DatasetPtr dataset = in_memory(spec.source, std::move(examples), std::move(classes));
  return part_of_training_set(std::move(dataset), spec.split);
}

}  // namespace

Result<DatasetPtr> open_mnist(const Spec& spec, const OpenOptions&) {
  return open_idx(spec, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
}

Result<DatasetPtr> open_fashion_mnist(const Spec& spec, const OpenOptions&) {
  return open_idx(spec, {"T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker",
                         "bag", "ankle boot"});
}

}  // namespace percept::data
