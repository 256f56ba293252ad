#include "percept/data/spec.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"
#include "percept/io/gzip.hpp"

namespace percept {
namespace {

using data::Spec;
using data::Split;

/// An environment variable for the length of a test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() { old_ ? ::setenv(name_, old_->c_str(), 1) : ::unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

Spec parsed(std::string_view text, std::string_view split = "train") {
  return data::parse_spec(text, split).value();
}

/// An IDX file of bytes: `header` in hexadecimal, then `count` bytes, the i-th i mod 10.
io::Bytes idx(const std::string& header, std::size_t count) {
  io::Bytes bytes = bytes_of_hex(header);
  for (std::size_t i = 0; i < count; ++i) bytes.push_back(std::byte(i % 10));
  return bytes;
}

/// MNIST's four files with 20 training and 3 test examples, the training ones gzipped.
struct SmallMnist {
  SmallMnist() {
    write("train-images-idx3-ubyte.gz", io::gzip(idx("00000803000000140000001c0000001c", 20 * 784)));
    write("train-labels-idx1-ubyte.gz", io::gzip(idx("0000080100000014", 20)));
    write("t10k-images-idx3-ubyte", idx("00000803000000030000001c0000001c", 3 * 784));
    write("t10k-labels-idx1-ubyte", idx("0000080100000003", 3));
  }
  void write(const std::string& name, const io::Bytes& bytes) {
    io::write_file(folder / name, bytes).value();
  }
  std::string spec(const std::string& split) const { return "mnist:" + folder.path().string() + ":" + split; }
  TemporaryFolder folder;
};

TEST(Spec, TakesSourceFolderAndSplitApart) {
  EXPECT_EQ(parsed("digits").source, "digits");
  EXPECT_EQ(parsed("digits").split, Split::train);
  EXPECT_EQ(parsed("digits", "test").split, Split::test);
  EXPECT_EQ(parsed("digits:val", "test").split, Split::val);
  EXPECT_EQ(parsed("mnist:/data/m").directory, "/data/m");
  EXPECT_EQ(parsed("mnist:test").directory, "");
  Spec colons = parsed("mnist:/a:b/c:test");
  EXPECT_EQ(colons.directory, "/a:b/c");
  EXPECT_EQ(colons.split, Split::test);
  EXPECT_EQ(parsed("mnist:test:train").directory, "test");
  EXPECT_FALSE(data::parse_spec("digits", "all"));
}

TEST(Spec, KnowsWhetherItNamesTheSplit) {
  EXPECT_FALSE(parsed("digits").split_named);
  EXPECT_FALSE(parsed("digits", "test").split_named);
  EXPECT_TRUE(parsed("digits:train", "test").split_named);
  EXPECT_EQ(data::full_name(parsed("digits", "test")), "digits:test");
  EXPECT_EQ(data::full_name(parsed("mnist:/data/m:val")), "mnist:/data/m:val");
}

TEST(Spec, ClassesOfAnySetCanBePicked) {
  data::DatasetPtr odd = data::open("digits:test", {.classes = {"7", "1"}}).value();
  EXPECT_EQ(odd->size(), 800);
  EXPECT_EQ(odd->classes(), (std::vector<std::string>{"7", "1"}));
  EXPECT_FALSE(data::open("digits", {.classes = {"seven"}}));
}

TEST(Spec, TheFolderIsLookedForWhereTheCommandLineSays) {
  Environment home("HOME", "/home/me");
  Environment folder("PERCEPT_DATA", "/big");
  EXPECT_EQ(data::search_directories(parsed("mnist:/here")), std::vector<std::string>{"/here"});
  EXPECT_EQ(data::search_directories(parsed("mnist:~/here")), std::vector<std::string>{"/home/me/here"});
  EXPECT_EQ(data::search_directories(parsed("mnist")),
            (std::vector<std::string>{"/big/mnist", "/home/me/.cache/percept/data/mnist"}));
  Environment none("PERCEPT_DATA", "");
  EXPECT_EQ(data::search_directories(parsed("mnist")),
            std::vector<std::string>{"/home/me/.cache/percept/data/mnist"});
}

TEST(Spec, AnUnknownNameIsAnsweredInBothLanguages) {
  auto result = data::open("mnits:test");
  ASSERT_FALSE(result);
  std::string known;
  for (const data::Source& source : data::sources())
    known += (known.empty() ? "" : ", ") + std::string(source.form);
  EXPECT_TRUE(known.starts_with("digits, shapes, mnist[:DIR]"));
  EXPECT_EQ(render(result.problem(), Language::english),
            "there is no data set 'mnits'\n"
            "  hint  did you mean 'mnist'? known are " +
                known);
  EXPECT_EQ(render(result.problem(), Language::french),
            "il n'y a pas de jeu de données « mnits »\n"
            "  conseil  vouliez-vous dire « mnist » ? On connaît " +
                known);
  for (const char* other : {"", "imagenet", ":train", "/data/mnist"}) {
    auto unknown = data::open(other);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.problem().code(), "data.unknown");
    expect_readable(unknown.problem());
  }
}

TEST(Spec, EverySourceHasADescriptionInBothLanguages) {
  for (const data::Source& source : data::sources()) {
    std::string id = "data.source." + std::string(source.name);
    EXPECT_NE(render(Message(id), Language::english), id);
    EXPECT_NE(render(Message(id), Language::english), render(Message(id), Language::french));
    EXPECT_NE(source.description(), id);
  }
}

TEST(Spec, AGeneratedSetTakesNoFolder) {
  auto result = data::open("digits:tset");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "data.no_directory");
  expect_readable(result.problem());
}

TEST(Spec, GeneratedSetsHaveTheirSizesAndSplits) {
  for (const char* name : {"digits", "shapes"}) {
    data::DatasetPtr train = data::open(name).value(), test = data::open(name, "test").value();
    EXPECT_EQ(train->size(), 20000);
    EXPECT_EQ(test->size(), 4000);
    EXPECT_EQ(data::open(std::string(name) + ":val").value()->size(), 2000);
    EXPECT_EQ(train->classes().size(), 10u);
    EXPECT_NE(data::take(train, 100)->content_hash(), data::take(test, 100)->content_hash());
    Shape image = std::string(name) == "digits" ? Shape{1, 28, 28} : Shape{3, 32, 32};
    EXPECT_EQ(train->fields(),
              (std::vector<data::Field>{{"image", DType::f32, image}, {"label", DType::i64, {}}}));
  }
}

TEST(Mnist, ReadsPlainAndGzippedFilesAndItsSplits) {
  SmallMnist mnist;
  data::DatasetPtr train = data::open(mnist.spec("train")).value();
  EXPECT_EQ(train->size(), 20);
  EXPECT_EQ(train->name(), "mnist");
  EXPECT_EQ(data::open(mnist.spec("test")).value()->size(), 3);
  data::DatasetPtr val = data::open(mnist.spec("val")).value();
  ASSERT_EQ(val->size(), 2);
  std::vector<Tensor> last = data::allocate_batch(*train, 1), of_val = data::allocate_batch(*val, 1);
  train->read(std::vector<std::int64_t>{19}, last);
  val->read(std::vector<std::int64_t>{1}, of_val);
  EXPECT_EQ(last[1].item(), 9);
  EXPECT_EQ(of_val[1].item(), 9);
  EXPECT_FLOAT_EQ(last[0].data<float>()[0], float((19 * 784) % 10) / 255);
}

TEST(Mnist, IsFoundThroughTheEnvironmentElseInTheCache) {
  SmallMnist mnist;
  TemporaryFolder root;
  std::filesystem::create_directories(root / "data");
  std::filesystem::create_directories(root / "home/.cache/percept/data");
  Environment data("PERCEPT_DATA", (root / "data").string());
  Environment home("HOME", (root / "home").string());
  EXPECT_FALSE(data::open("mnist"));
  std::filesystem::create_directory_symlink(mnist.folder.path(), root / "home/.cache/percept/data/mnist");
  EXPECT_TRUE(data::open("mnist"));
  std::filesystem::create_directory_symlink(mnist.folder.path(), root / "data/mnist");
  std::filesystem::remove(root / "home/.cache/percept/data/mnist");
  EXPECT_TRUE(data::open("mnist"));
}

TEST(Mnist, AMissingFolderIsToldInBothLanguages) {
  auto result = data::open("mnist:/nowhere/mnist");
  ASSERT_FALSE(result);
  EXPECT_EQ(render(result.problem(), Language::english),
            "mnist: not found: there is no folder /nowhere/mnist\n"
            "  hint  run `percept data get mnist`, or put train-images-idx3-ubyte, train-labels-idx1-ubyte, "
            "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (plain or .gz) into /nowhere/mnist, or name "
            "their folder: "
            "mnist:DIR");
  EXPECT_EQ(render(result.problem(), Language::french),
            "mnist: introuvable : il n'y a pas de dossier /nowhere/mnist\n"
            "  conseil  lancez `percept data get mnist`, ou placez train-images-idx3-ubyte, "
            "train-labels-idx1-ubyte, "
            "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (tels quels ou en .gz) dans /nowhere/mnist, ou "
            "indiquez "
            "leur dossier : mnist:DOSSIER");
}

TEST(Mnist, AMissingFileIsNamed) {
  SmallMnist mnist;
  std::filesystem::remove(mnist.folder / "t10k-labels-idx1-ubyte");
  auto result = data::open(mnist.spec("test"));
  ASSERT_FALSE(result);
  EXPECT_EQ(headline(result.problem(), Language::english),
            "mnist: missing in " + mnist.folder.path().string() + ": t10k-labels-idx1-ubyte (plain or .gz)");
  EXPECT_TRUE(data::open(mnist.spec("train")));
}

TEST(Mnist, FilesThatDoNotFitTogetherAreRefused) {
  struct Case {
    const char* what;
    const char* file;
    io::Bytes bytes;
    const char* code;
  };
  Case cases[] = {
      {"fewer labels", "t10k-labels-idx1-ubyte", idx("0000080100000002", 2), "data.mnist_counts"},
      {"label 10", "t10k-labels-idx1-ubyte", bytes_of_hex("000008010000000301020a"), "data.mnist_label"},
      {"labels as images", "t10k-images-idx3-ubyte", idx("0000080100000003", 3), "data.mnist_images"},
      {"images as labels", "t10k-labels-idx1-ubyte", idx("00000803000000030000001c0000001c", 3 * 784),
       "data.mnist_labels"},
      {"images 27x28", "t10k-images-idx3-ubyte", idx("00000803000000030000001b0000001c", 3 * 756),
       "data.mnist_images"},
      {"no images", "t10k-images-idx3-ubyte", idx("00000803000000000000001c0000001c", 0),
       "data.mnist_images"},
      {"images cut short", "t10k-images-idx3-ubyte", idx("00000803000000030000001c0000001c", 3 * 784 - 1),
       "io.idx_truncated"},
      {"gzip under a plain name", "t10k-images-idx3-ubyte", io::gzip(bytes_of("x")), "io.not_idx"},
      {"a web page", "t10k-images-idx3-ubyte", bytes_of("<html>404</html>"), "io.not_idx"}};
  for (const Case& c : cases) {
    SmallMnist mnist;
    mnist.write(c.file, c.bytes);
    auto result = data::open(mnist.spec("test"));
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_NE(result.problem().subject.find(c.file), std::string::npos) << c.what;
    expect_readable(result.problem());
  }
}

}  // namespace
}  // namespace percept
