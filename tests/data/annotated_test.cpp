#include "percept/data/annotated.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "io/temporary_folder.hpp"
#include "percept/io/gzip.hpp"
#include "percept/io/image.hpp"
#include "percept/io/tar.hpp"

namespace percept {
namespace {

std::string object(const std::string& name,
                   const std::string& edges) {  // "1 2 3 4": left, top, right, bottom
  std::istringstream in(edges);
  std::string left, top, right, bottom;
  in >> left >> top >> right >> bottom;
  return "<object><name>" + name + "</name><bndbox><xmin>" + left + "</xmin><ymin>" + top + "</ymin><xmax>" +
         right + "</xmax><ymax>" + bottom + "</ymax></bndbox></object>";
}

std::string annotation(const std::string& objects) {
  return "<annotation><filename>../../elsewhere.jpg</filename><size><width>8</width><height>6</height></"
         "size>" +
         objects + "</annotation>";
}

class AnnotatedFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("Annotations/b.xml", annotation(object("dog", "1 2 3 4") + object("cat", "0 0 8 6")));
    folder.write("Annotations/a.xml", annotation(object("cat", "2 2 2 5")));
    folder.write("Annotations/notes.txt", std::string("no annotation"));
    folder.write("JPEGImages/a.png", std::string("is not read"));
    folder.write("JPEGImages/b.jpg", std::string("nor this"));
    folder.write("ImageSets/Main/train.txt", std::string("b 1\n\n"));
  }
  Result<data::AnnotatedPictures> list(const std::string& part = {}) {
    return data::list_voc(folder.path().string(), part);
  }
  TemporaryFolder folder;
};

TEST_F(AnnotatedFolder, ListsPicturesWithTheirBoxes) {
  data::AnnotatedPictures all = list().value();
  EXPECT_EQ(all.classes, (std::vector<std::string>{"cat", "dog"}));
  ASSERT_EQ(all.pictures.size(), 2u);
  EXPECT_EQ(all.pictures[0].name, "a");
  EXPECT_EQ(all.pictures[0].path, (folder / "JPEGImages/a.png").string());  // not where the file points to
  EXPECT_EQ(all.pictures[1].boxes[0].label, 1);
  EXPECT_EQ(all.pictures[1].boxes[1].label, 0);
  EXPECT_EQ(all.pictures[1].boxes[1].right, 8);
  ASSERT_EQ(all.flaws.size(), 1u);  // the box from 2 to 2
  EXPECT_EQ(all.flaws[0].code(), "data.voc.no_area");
}

TEST_F(AnnotatedFolder, APartIsWhatItsListNames) {
  data::AnnotatedPictures train = list("train").value();
  ASSERT_EQ(train.pictures.size(), 1u);
  EXPECT_EQ(train.pictures[0].name, "b");
  EXPECT_EQ(list("test").problem().code(), "data.voc.no_part");
}

TEST_F(AnnotatedFolder, WhatCannotBeReadIsToldAndTheRestIsThere) {
  folder.write("Annotations/c.xml", std::string("<annotation>"));
  folder.write("Annotations/d.xml", annotation(""));
  data::AnnotatedPictures all = list().value();
  EXPECT_EQ(all.pictures.size(), 2u);
  std::vector<std::string> codes;
  for (const Problem& flaw : all.flaws) codes.push_back(flaw.code());
  EXPECT_EQ(codes, (std::vector<std::string>{"data.voc.no_area", "io.voc.xml", "data.voc.no_picture"}));
  EXPECT_EQ(data::list_voc((folder / "JPEGImages").string()).problem().code(), "data.folder.unreadable");
  std::filesystem::create_directories(folder / "empty/Annotations");
  EXPECT_EQ(data::list_voc((folder / "empty").string()).problem().code(), "data.voc.none");
}

// The counts that the set's makers give: 4155 red cells, 372 white ones, 361 platelets in 364 pictures.
TEST(RealBloodCells, HaveTheirCounts) {
  const char* place = std::getenv("PERCEPT_DATA");
  if (!place) GTEST_SKIP() << "PERCEPT_DATA is not set: no real blood cells to read";
  std::string file = std::string(place) + "/bccd.tar.gz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << place << " has no bccd.tar.gz";
  io::Bytes archive = io::gunzip(io::read_file(file).value(), io::kGibibyte, file).value();
  TemporaryFolder folder;
  for (const io::TarFile& each : io::parse_tar(archive, file).value()) folder.write(each.name, each.content);
  std::string root = (folder / "BCCD").string();
  data::AnnotatedPictures all = data::list_voc(root).value();
  EXPECT_EQ(all.classes, (std::vector<std::string>{"Platelets", "RBC", "WBC"}));
  EXPECT_EQ(all.pictures.size(), 364u);
  std::vector<int> counts(3);
  for (const data::AnnotatedPicture& picture : all.pictures)
    for (const data::LabelledBox& box : picture.boxes) ++counts[std::size_t(box.label)];
  EXPECT_EQ(counts, (std::vector<int>{361, 4155, 372}));
  EXPECT_EQ(all.flaws.size(), 2u);  // two red cells are points
  EXPECT_EQ(data::list_voc(root, "train").value().pictures.size(), 205u);
  EXPECT_EQ(data::list_voc(root, "test").value().pictures.size(), 72u);
}

}  // namespace
}  // namespace percept
