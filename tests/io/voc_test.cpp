#include "percept/io/voc.hpp"

#include <gtest/gtest.h>

#include "mutations.hpp"

namespace percept {
namespace {

const std::string kAnnotation = R"(<annotation>
  <filename>cells.jpg</filename>
  <size><width>640</width><height>480</height><depth>3</depth></size>
  <object><name> white cell </name><truncated>1</truncated><difficult>0</difficult>
    <bndbox><xmin>260</xmin><ymin>177</ymin><xmax>491</xmax><ymax>376.5</ymax></bndbox></object>
  <object><name>RBC</name><difficult>1</difficult>
    <bndbox><ymax>480</ymax><xmax>640</xmax><ymin>0</ymin><xmin>0</xmin></bndbox></object>
</annotation>
)";

Result<io::VocAnnotation> parse(const std::string& text) { return io::parse_voc(bytes_of(text), "a.xml"); }

std::string without(std::string text, const std::string& part, const std::string& instead = {}) {
  return text.replace(text.find(part), part.size(), instead);
}

TEST(Voc, APictureAndItsObjects) {
  io::VocAnnotation annotation = parse(kAnnotation).value();
  EXPECT_EQ(annotation.picture, "cells.jpg");
  EXPECT_EQ(annotation.width, 640);
  EXPECT_EQ(annotation.height, 480);
  ASSERT_EQ(annotation.objects.size(), 2u);
  EXPECT_EQ(
      annotation.objects[0],
      (io::VocObject{
          .name = "white cell", .left = 260, .top = 177, .right = 491, .bottom = 376.5, .truncated = true}));
  EXPECT_EQ(annotation.objects[1],
            (io::VocObject{.name = "RBC", .right = 640, .bottom = 480, .difficult = true}));
}

TEST(Voc, FaultsNameTheObjectAndTheFile) {
  auto code = [](const std::string& text) { return parse(text).problem().code(); };
  EXPECT_EQ(code(without(kAnnotation, "</annotation>")), "io.voc.xml");
  EXPECT_EQ(code(without(kAnnotation, "<width>640</width>")), "io.voc.size");
  EXPECT_EQ(code(without(kAnnotation, "<width>640", "<width>640.5")), "io.voc.size");
  EXPECT_EQ(code(without(kAnnotation, " white cell ")), "io.voc.name");
  EXPECT_EQ(code(without(kAnnotation, "<xmin>260", "<xmin>492")), "io.voc.crossed");
  Problem outside = parse(without(kAnnotation, "<xmax>640", "<xmax>641")).problem();
  EXPECT_EQ(outside.code(), "io.voc.edge");
  EXPECT_NE(render(outside).find("object 2, 'RBC': <xmax> is no number from 0 to 640"), std::string::npos);
  EXPECT_NE(render(outside).find("a.xml"), std::string::npos);
}

TEST(Voc, DamagedBytesAreAnswered) {
  RandomSequence random(RandomStream(7, "voc", 0));
  const io::Bytes sound = bytes_of(kAnnotation);
  for (int i = 0; i < 2000; ++i) {
    Result<io::VocAnnotation> read = io::parse_voc(mutated(sound, random), "a.xml");
    if (!read) expect_readable(read.problem());
  }
}

TEST(Voc, AsManyObjectsAsAPictureMayHave) {
  std::string object = kAnnotation.substr(kAnnotation.find("<object><name>RBC"));
  object.resize(object.find("</annotation>"));
  std::string text = kAnnotation.substr(0, kAnnotation.find("<object>"));
  for (std::size_t i = 0; i < io::kMostVocObjects; ++i) text += object;
  EXPECT_EQ(parse(text + "</annotation>").value().objects.size(), io::kMostVocObjects);
  EXPECT_EQ(parse(text + object + "</annotation>").problem().code(), "io.voc.objects");
}

}  // namespace
}  // namespace percept
