// MNIST (LeCun, Cortes, Burges): 60,000 + 10,000 digits of 28x28 in four IDX files, each plain or gzipped;
// and Fashion-MNIST (Xiao, Rasul, Vollgraf 2017), clothes in files of the same names.
#include <filesystem>

#include "percept/io/gzip.hpp"
#include "percept/io/idx.hpp"
#include "sources.hpp"

namespace percept::data {
namespace {

constexpr std::uint64_t kMaxBytes = io::kGibibyte;
constexpr std::int64_t kSide = 28, kClasses = 10;
constexpr const char* kAllFiles =
    "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte";

/// The file or its .gz; empty where neither is there.
std::string find_file(const std::string& folder, const std::string& name) {
  for (const char* ending : {"", ".gz"}) {
    std::string path = folder + "/" + name + ending;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) return path;
  }
  return {};
}

Result<Tensor> read_idx(const std::string& path) {
  Result<io::Bytes> bytes = io::read_file(path, kMaxBytes);
  if (!bytes) return std::move(bytes).problem();
  if (!path.ends_with(".gz")) return io::parse_idx(*bytes, path);
  Result<io::Bytes> plain = io::gunzip(*bytes, kMaxBytes, path);
  if (!plain) return std::move(plain).problem();
  return io::parse_idx(*plain, path);
}

struct Paths {
  std::string images, labels;
};

/// The first folder that exists must hold both files; problems name every folder that was looked in.
Result<Paths> find_files(const Spec& spec) {
  std::string prefix = spec.split == Split::test ? "t10k" : "train";
  std::string images = prefix + "-images-idx3-ubyte", labels = prefix + "-labels-idx1-ubyte";
  std::vector<std::string> folders = search_directories(spec);
  auto hint = [&](Problem problem, const std::string& folder) {
    return std::move(problem)
        .about(spec.source)
        .with_hint("data.mnist_missing.hint",
                   {{"source", spec.source}, {"folder", folder}, {"files", kAllFiles}});
  };
  for (const std::string& folder : folders) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) continue;
    Paths paths{find_file(folder, images), find_file(folder, labels)};
    if (!paths.images.empty() && !paths.labels.empty()) return paths;
    std::string missing = paths.images.empty() && paths.labels.empty() ? images + ", " + labels
                          : paths.images.empty()                       ? images
                                                                       : labels;
    return hint(Problem("data.files_missing", {{"folder", folder}, {"files", missing}}), folder);
  }
  std::string all;
  for (const std::string& folder : folders) all += (all.empty() ? "" : ", ") + folder;
  return hint(Problem("data.folder_missing", {{"folders", all}}), folders.front());
}

Problem unfit(const char* id, std::vector<Argument> arguments, const std::string& path) {
  return Problem(id, std::move(arguments)).about(path).with_hint("data.mnist_unfit.hint");
}

Result<DatasetPtr> open_idx(const Spec& spec, std::vector<std::string> classes) {
  Result<Paths> paths = find_files(spec);
  if (!paths) return std::move(paths).problem();
  Result<Tensor> images = read_idx(paths->images);
  if (!images) return std::move(images).problem();
  Result<Tensor> labels = read_idx(paths->labels);
  if (!labels) return std::move(labels).problem();

  const Shape& shape = images->shape();
  if (images->dtype() != DType::u8 || shape.rank() != 3 || shape[1] != kSide || shape[2] != kSide ||
      shape[0] == 0)
    return unfit("data.mnist_images", {{"have", to_string(*images)}}, paths->images);
  if (labels->dtype() != DType::u8 || labels->shape().rank() != 1)
    return unfit("data.mnist_labels", {{"have", to_string(*labels)}}, paths->labels);
  if (labels->size() != shape[0])
    return unfit("data.mnist_counts", {{"images", shape[0]}, {"labels", labels->size()}}, paths->labels);
  for (std::int64_t i = 0; i < labels->size(); ++i)
    if (std::uint8_t label = labels->data<std::uint8_t>()[std::size_t(i)]; label >= kClasses)
      return unfit("data.mnist_label", {{"label", label}, {"index", i}}, paths->labels);

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
