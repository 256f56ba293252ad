// The data sets that can be fetched: to add one, write its mirrors and files, with the checksums that its
// publisher gives, and its line in the list.
#include "percept/base/spelling.hpp"
#include "percept/data/fetch.hpp"

namespace percept::data {
namespace {

constexpr std::string_view kMnistMirrors[] = {
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "http://yann.lecun.com/exdb/mnist/",
};
constexpr WebFile kMnist[] = {
    {"train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873", 9'912'422},
    {"train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432", 28'881},
    {"t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3", 1'648'877},
    {"t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c", 4'542},
};

constexpr std::string_view kFashionMirrors[] = {
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
};
constexpr WebFile kFashion[] = {
    {"train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26'421'880},
    {"train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe", 29'515},
    {"t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79", 4'422'102},
    {"t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310", 5'148},
};

constexpr std::string_view kCifarMirrors[] = {"https://www.cs.toronto.edu/~kriz/"};
constexpr std::uint64_t kBatch = 10'000 * 3'073,
                        kFine = 3'074;  // bytes of 10,000 images; of one with two labels
constexpr WebFile::Member kCifar10Members[] = {
    {"cifar-10-batches-bin/data_batch_1.bin", kBatch}, {"cifar-10-batches-bin/data_batch_2.bin", kBatch},
    {"cifar-10-batches-bin/data_batch_3.bin", kBatch}, {"cifar-10-batches-bin/data_batch_4.bin", kBatch},
    {"cifar-10-batches-bin/data_batch_5.bin", kBatch}, {"cifar-10-batches-bin/test_batch.bin", kBatch},
    {"cifar-10-batches-bin/batches.meta.txt", 0},
};
constexpr WebFile kCifar10[] = {
    {"cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530", 170'052'171, kCifar10Members},
};
constexpr WebFile::Member kCifar100Members[] = {
    {"cifar-100-binary/train.bin", 50'000 * kFine},
    {"cifar-100-binary/test.bin", 10'000 * kFine},
    {"cifar-100-binary/fine_label_names.txt", 0},
    {"cifar-100-binary/coarse_label_names.txt", 0},
};
constexpr WebFile kCifar100[] = {
    {"cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8", 168'513'733, kCifar100Members},
};

constexpr WebSet kSets[] = {
    {"mnist", kMnistMirrors, kMnist},
    {"fashion_mnist", kFashionMirrors, kFashion},
    {"cifar10", kCifarMirrors, kCifar10},
    {"cifar100", kCifarMirrors, kCifar100},
};

}  // namespace

std::span<const WebSet> web_sets() { return kSets; }

Result<const WebSet*> find_web_set(std::string_view name) {
  std::vector<std::string> names;
  for (const WebSet& set : kSets) {
    if (set.name == name) return &set;
    names.emplace_back(set.name);
  }
  return unknown_word(Problem("data.fetch.unknown", {{"name", name}}), name, names);
}

}  // namespace percept::data
