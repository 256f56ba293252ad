// CIFAR-10 and CIFAR-100 (Krizhevsky 2009), the binary version: 50,000 + 10,000 colour images of 32x32, a
// record an image: its label (in CIFAR-100 that of its group, then its own), then 1024 bytes each of red,
// green and blue, row by row.
#include <cstring>
#include <optional>

#include "percept/base/log.hpp"
#include "sources.hpp"
#include "stored.hpp"

namespace percept::data {
namespace {

constexpr std::int64_t kSide = 32;
constexpr std::size_t kPixels = 3 * kSide * kSide;

struct Form {
  StoredFiles files;
  std::size_t labels;  // bytes before the pixels, the label the last of them
  std::vector<std::string> classes;
};

const Form& cifar10() {
  static const Form form = {
      .files = {.train = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                          "data_batch_5.bin"},
                .test = {"test_batch.bin"},
                .sub_folder = "cifar-10-batches-bin"},
      .labels = 1,
      .classes = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}};
  return form;
}

const Form& cifar100() {
  static const Form form = {
      .files = {.train = {"train.bin"}, .test = {"test.bin"}, .sub_folder = "cifar-100-binary"},
      .labels = 2,
      .classes = {"apple",       "aquarium_fish", "baby",      "bear",       "beaver",       "bed",
                  "bee",         "beetle",        "bicycle",   "bottle",     "bowl",         "boy",
                  "bridge",      "bus",           "butterfly", "camel",      "can",          "castle",
                  "caterpillar", "cattle",        "chair",     "chimpanzee", "clock",        "cloud",
                  "cockroach",   "couch",         "crab",      "crocodile",  "cup",          "dinosaur",
                  "dolphin",     "elephant",      "flatfish",  "forest",     "fox",          "girl",
                  "hamster",     "house",         "kangaroo",  "keyboard",   "lamp",         "lawn_mower",
                  "leopard",     "lion",          "lizard",    "lobster",    "man",          "maple_tree",
                  "motorcycle",  "mountain",      "mouse",     "mushroom",   "oak_tree",     "orange",
                  "orchid",      "otter",         "palm_tree", "pear",       "pickup_truck", "pine_tree",
                  "plain",       "plate",         "poppy",     "porcupine",  "possum",       "rabbit",
                  "raccoon",     "ray",           "road",      "rocket",     "rose",         "sea",
                  "seal",        "shark",         "shrew",     "skunk",      "skyscraper",   "snail",
                  "snake",       "spider",        "squirrel",  "streetcar",  "sunflower",    "sweet_pepper",
                  "table",       "tank",          "telephone", "television", "tiger",        "tractor",
                  "train",       "trout",         "tulip",     "turtle",     "wardrobe",     "whale",
                  "willow_tree", "wolf",          "woman",     "worm"}};
  return form;
}

Problem unfit(const char* id, std::vector<Argument> arguments, const std::string& path) {
  return Problem(id, std::move(arguments)).about(path).with_hint("data.cifar_unfit.hint");
}

// Whole records, and every label with its class.
std::optional<Problem> check(const io::Bytes& bytes, const Form& form, const std::string& path) {
  std::size_t record = form.labels + kPixels;
  if (bytes.empty() || bytes.size() % record != 0)
    return unfit("data.cifar_size", {{"have", bytes.size()}, {"record", record}}, path);
  for (std::size_t at = form.labels - 1; at < bytes.size(); at += record)
    if (auto label = std::to_integer<std::size_t>(bytes[at]); label >= form.classes.size())
      return unfit("data.cifar_label",
                   {{"label", label}, {"index", at / record}, {"most", form.classes.size() - 1}}, path);
  return std::nullopt;
}

Examples examples_of(std::vector<io::Bytes>& files, const Form& form) {
  std::size_t record = form.labels + kPixels, count = 0;
  for (const io::Bytes& bytes : files) count += bytes.size() / record;
  Examples examples{Tensor(DType::u8, {std::int64_t(count), 3, kSide, kSide}),
                    Tensor(DType::i64, {std::int64_t(count)})};
  std::byte* pixels = examples.images.raw();
  std::int64_t* label = examples.labels.data<std::int64_t>().data();
  for (io::Bytes& bytes : files) {
    for (std::size_t at = 0; at < bytes.size(); at += record, pixels += kPixels) {
      *label++ = std::to_integer<std::int64_t>(bytes[at + form.labels - 1]);
      std::memcpy(pixels, bytes.data() + at + form.labels, kPixels);
    }
    bytes = {};  // the memory of one file less at a time
  }
  return examples;
}

Result<DatasetPtr> open_cifar(const Spec& spec, const Form& form) {
  Result<std::vector<std::string>> paths = find_files(spec, form.files);
  if (!paths) return std::move(paths).problem();
  std::vector<io::Bytes> files;
  for (const std::string& path : *paths) {
    Result<io::Bytes> bytes = read_stored(path);
    if (!bytes) return std::move(bytes).problem();
    if (std::optional<Problem> problem = check(*bytes, form, path)) return *std::move(problem);
    files.push_back(*std::move(bytes));
  }
  Examples examples = examples_of(files, form);
  std::int64_t published = spec.split == Split::test ? 10'000 : 50'000;
  if (examples.labels.size() != published)  // a part of it may be meant
    log(Message("data.cifar_count",
                {{"name", spec.source}, {"have", examples.labels.size()}, {"published", published}}));
  return part_of_training_set(in_memory(spec.source, std::move(examples), form.classes), spec.split);
}

}  // namespace

Result<DatasetPtr> open_cifar10(const Spec& spec, const OpenOptions&) { return open_cifar(spec, cifar10()); }
Result<DatasetPtr> open_cifar100(const Spec& spec, const OpenOptions&) {
  return open_cifar(spec, cifar100());
}

}  // namespace percept::data
