// CIFAR's binary files, made small here; where $PERCEPT_DATA holds the published ones, these too.
#include <gtest/gtest.h>

#include <filesystem>

#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"
#include "percept/base/log.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/gzip.hpp"

namespace percept {
namespace {

namespace fs = std::filesystem;
using data::DatasetPtr;

/// Record i has the labels `labels_of(i)` and pixels of its number, the planes 0, 1 and 2 higher.
io::Bytes records(int begin, int count, int label_bytes) {
  io::Bytes bytes;
  for (int i = begin; i < begin + count; ++i) {
    if (label_bytes == 2) bytes.push_back(std::byte(99));
    bytes.push_back(std::byte(i % 10));
    for (int plane = 0; plane < 3; ++plane) bytes.insert(bytes.end(), 1024, std::byte(i + plane));
  }
  return bytes;
}

struct SmallCifar {
  explicit SmallCifar(const std::string& within = ".") : within(within), place(folder / within) {
    for (int k = 1; k <= 5; ++k) write("data_batch_" + std::to_string(k) + ".bin", records(4 * k - 4, 4, 1));
    write("test_batch.bin", records(50, 3, 1));
    write("train.bin", records(0, 20, 2));
    write("test.bin", records(0, 2, 2));
  }
  void write(const std::string& name, const io::Bytes& bytes) { folder.write(within + "/" + name, bytes); }
  Result<DatasetPtr> open(const std::string& name, const std::string& split) const {
    return data::open(name + ":" + folder.path().string() + ":" + split);
  }
  TemporaryFolder folder;
  std::string within;
  fs::path place;
};

TEST(Cifar, ReadsRecordsOfBothSets) {
  SmallCifar files;
  DatasetPtr ten = files.open("cifar10", "train").value();
  EXPECT_EQ(ten->size(), 20);
  EXPECT_EQ(ten->classes().size(), 10u);
  EXPECT_EQ(ten->classes()[3], "cat");
  EXPECT_EQ(ten->fields()[0].shape, (Shape{3, 32, 32}));
  std::vector<Tensor> batch = data::allocate_batch(*ten, 1);
  ten->read(std::vector<std::int64_t>{13}, batch);
  EXPECT_EQ(batch[1].item(), 3);
  for (std::int64_t plane = 0; plane < 3; ++plane)
    EXPECT_EQ(batch[0].at(1024 * plane + 1023), float(13 + plane) / 255.0f);
  EXPECT_EQ(files.open("cifar10", "test").value()->size(), 3);
  EXPECT_EQ(files.open("cifar10", "val").value()->size(), 2);

  DatasetPtr hundred = files.open("cifar100", "train").value();
  EXPECT_EQ(hundred->size(), 20);
  EXPECT_EQ(hundred->classes().size(), 100u);
  EXPECT_EQ(hundred->classes()[99], "worm");
  EXPECT_TRUE(std::is_sorted(hundred->classes().begin(), hundred->classes().end()));
  EXPECT_EQ(hundred->labels()[13], 3);  // its own, not that of its group
  EXPECT_EQ(files.open("cifar100", "test").value()->size(), 2);
}

TEST(Cifar, IsFoundInTheFolderOfItsArchiveToo) {
  SmallCifar ten("cifar-10-batches-bin"), hundred("cifar-100-binary");
  EXPECT_TRUE(ten.open("cifar10", "train"));
  EXPECT_FALSE(ten.open("cifar100", "train"));
  EXPECT_TRUE(hundred.open("cifar100", "train"));
  fs::remove(ten.place / "test_batch.bin");
  ten.write("test_batch.bin.gz", io::gzip(records(0, 7, 1)));
  EXPECT_EQ(ten.open("cifar10", "test").value()->size(), 7);
}

TEST(Cifar, SaysWhereItHasNotThePublishedNumber) {
  std::vector<std::string> said;
  set_log([&](const Message& message) { said.push_back(render(message, Language::english)); });
  SmallCifar files;
  EXPECT_TRUE(files.open("cifar10", "test"));
  set_log(nullptr);
  EXPECT_EQ(said, std::vector<std::string>{"cifar10 has 3 images here, 10000 were published"});
}

TEST(Cifar, EachFaultHasItsProblem) {
  io::Bytes good = records(0, 4, 1), label = good, python = bytes_of("\x80\x02}q\x01(U\x0b"), longer = good;
  label[2 * 3073] = std::byte(10);
  longer.resize(longer.size() + 4);
  struct Case {
    const char* what;
    const char* file;
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {
      {"empty", "data_batch_3.bin", {}, "data.cifar_size"},
      {"half a record", "data_batch_1.bin", prefix(good, 1500), "data.cifar_size"},
      {"cut in a record", "data_batch_1.bin", prefix(good, good.size() - 1), "data.cifar_size"},
      {"bytes too many", "data_batch_5.bin", longer, "data.cifar_size"},
      {"a label of 10", "data_batch_2.bin", label, "data.cifar_label"},
      {"the pickle for Python", "data_batch_2.bin", python, "data.cifar_size"},
      {"records of CIFAR-100", "data_batch_2.bin", records(0, 4, 2), "data.cifar_size"},
      {"as many bytes in records of CIFAR-100", "data_batch_2.bin", records(0, 3073, 2), "data.cifar_label"},
      {"gzip under the plain name", "data_batch_4.bin", io::gzip(good), "data.cifar_size"}};
  for (const Case& c : cases) {
    SmallCifar files;
    files.write(c.file, c.bytes);
    auto result = files.open("cifar10", "train");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_TRUE(result.problem().subject.ends_with(c.file)) << c.what;
    expect_readable(result.problem());
  }
  SmallCifar files;
  fs::remove(files.place / "data_batch_4.bin");
  files.write("data_batch_4.bin.gz", prefix(io::gzip(good), 20));
  EXPECT_EQ(files.open("cifar10", "train").problem().code(), "io.gzip_truncated");
  fs::remove(files.place / "data_batch_4.bin.gz");
  EXPECT_EQ(headline(files.open("cifar10", "train").problem(), Language::english),
            "cifar10: missing in " + files.folder.path().string() + ": data_batch_4.bin (plain or .gz)");
  EXPECT_EQ(data::open("cifar100:/nowhere").problem().code(), "data.folder_missing");
}

TEST(Cifar, SurvivesMutation) {
  SmallCifar files;
  io::Bytes good = records(0, 2, 1);
  expect_survives_mutation(good, "cifar", [&](const io::Bytes& bytes) {
    files.write("test_batch.bin", bytes);
    return files.open("cifar10", "test");
  });
}

}  // namespace
}  // namespace percept
