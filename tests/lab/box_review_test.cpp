#include "percept/lab/box_review.hpp"

#include <gtest/gtest.h>

#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"

namespace percept::lab {
namespace {

std::string object(const std::string& name, int left, int right, bool difficult = false) {
  auto edge = [](const char* word, int at) { return fmt::format("<{0}>{1}</{0}>", word, at); };
  return "<object><name>" + name + "</name><difficult>" + (difficult ? "1" : "0") + "</difficult><bndbox>" +
         edge("xmin", left) + edge("ymin", 0) + edge("xmax", right) + edge("ymax", 10) + "</bndbox></object>";
}

class Boxes : public testing::Test {
 protected:
  Boxes() : review(open()) {}
  BoxReview open() {
    auto write = [&](const std::string& name, const std::string& objects) {
      folder.write(
          "Annotations/" + name + ".xml",
          "<annotation><size><width>100</width><height>50</height></size>" + objects + "</annotation>");
      folder.write("JPEGImages/" + name + ".jpg", std::string("picture"));
    };
    write("one", object("cat", 0, 10) + object("dog", 20, 30) + object("cat", 40, 50, true));
    write("two", object("cat", 0, 10));
    folder.write("Annotations/three.xml", std::string("<annotation/>"));
    return BoxReview::open(folder.path().string(), "").value();
  }
  Result<> take(const std::string& lines) {
    return review.take_detections(bytes_of("image,class,score,left,top,right,bottom\n" + lines), "found.csv");
  }
  std::vector<std::string> states(std::size_t picture, const BoxView& view = {}) {
    std::vector<std::string> all;
    const ReviewedPicture seen = review.pictures(std::int64_t(picture), 1, view).at(0);
    for (const ReviewedBox& box : seen.boxes) all.push_back(box.state);
    return all;
  }
  using Words = std::vector<std::string>;
  TemporaryFolder folder;
  BoxReview review;
};

TEST_F(Boxes, OfAnAnnotationAlone) {
  BoxSummary summary = review.summary({});
  EXPECT_EQ(summary.pictures, 2);
  ASSERT_EQ(summary.classes.size(), 2u);
  EXPECT_EQ(summary.classes[0].name, "cat");
  EXPECT_EQ(summary.classes[0].truths, 3);
  EXPECT_EQ(summary.classes[0].difficult, 1);
  EXPECT_FALSE(summary.classes[0].recall);
  EXPECT_FALSE(summary.mean_average_precision);
  ASSERT_EQ(summary.flaws.size(), 1u);
  EXPECT_EQ(summary.flaws[0].reason.id, "io.voc.size");
  EXPECT_EQ(states(0), (Words{"true", "true", "difficult"}));
  EXPECT_EQ(review.pictures(0, 1, {})[0].boxes[1].right, 30);
}

TEST_F(Boxes, FoundOnesAreHeldAgainstTheTrueOnes) {
  take(
      "one.jpg,cat,0.9,0,0,10,10\n"  // right
      "one,cat,0.8,1,0,10,10\n"      // right, but found already
      "one,cat,0.7,40,0,50,10\n"     // need not be found
      "one,dog,0.3,20,0,30,10\n"     // right, with a small score
      "two,cat,0.6,60,0,70,10\n")    // wrong
      .value();
  EXPECT_EQ(states(0), (Words{"found", "missed", "difficult", "hit", "false", "ignored"}));
  EXPECT_EQ(states(1), (Words{"missed", "false"}));
  EXPECT_EQ(states(0, {.score = 0.2}),
            (Words{"found", "found", "difficult", "hit", "false", "ignored", "hit"}));
  EXPECT_EQ(states(1, {.score = 0.7}), (Words{"missed"}));

  BoxSummary summary = review.summary({});
  EXPECT_EQ(summary.found, 5);
  const BoxTally& cat = summary.classes[0];
  EXPECT_EQ(cat.hits, 1);
  EXPECT_EQ(cat.wrong, 2);
  EXPECT_EQ(cat.misses, 1);
  EXPECT_DOUBLE_EQ(*cat.precision, 1.0 / 3);
  EXPECT_DOUBLE_EQ(*cat.recall, 0.5);
  EXPECT_DOUBLE_EQ(*cat.average_precision, 0.5);  // the first is right, and of two one is found
  EXPECT_FALSE(summary.classes[1].precision);     // below the score
  EXPECT_EQ(*summary.classes[1].recall, 0);
  EXPECT_EQ(*summary.classes[1].average_precision, 1);  // which looks at all scores
  EXPECT_DOUBLE_EQ(*summary.mean_average_precision, 0.75);

  review.forget_detections();
  EXPECT_EQ(states(1), (Words{"true"}));
}

TEST_F(Boxes, OverlapIsWhatTheReaderAsksFor) {
  take("two,cat,1,0,0,5,10\n").value();  // half of it
  EXPECT_EQ(states(1, {.overlap = 0.5}), (Words{"found", "hit"}));
  EXPECT_EQ(states(1, {.overlap = 0.51}), (Words{"missed", "false"}));
}

TEST_F(Boxes, ABadTableNamesItsLineAndChangesNothing) {
  take("two,cat,1,0,0,10,10\n").value();
  auto code = [&](const std::string& lines) { return take(lines).problem().code(); };
  EXPECT_EQ(code("three,cat,1,0,0,10,10\n"), "lab.boxes.image");
  EXPECT_EQ(code("two,cow,1,0,0,10,10\n"), "lab.boxes.class");
  EXPECT_EQ(code("two,cat,1.5,0,0,10,10\n"), "lab.boxes.score");
  EXPECT_EQ(code("two,cat,nan,0,0,10,10\n"), "lab.boxes.number");
  EXPECT_EQ(code("two,cat,1,zero,0,10,10\n"), "lab.boxes.number");
  EXPECT_EQ(code("two,cat,1,10,0,0,10\n"), "lab.boxes.crossed");
  EXPECT_EQ(code("two,cat,1\n"), "lab.boxes.cells");
  EXPECT_EQ(take("two,cat,1,0,0,10,10\ntwo,cow,1,0,0,10,10\n").problem().where, "found.csv:3");
  EXPECT_EQ(review.take_detections(bytes_of("image,class\n"), "a.csv").problem().code(), "lab.boxes.column");
  EXPECT_EQ(review.take_detections(bytes_of(""), "a.csv").problem().code(), "lab.boxes.column");
  EXPECT_EQ(review.summary({}).detections, "found.csv");
  EXPECT_EQ(states(1), (Words{"found", "hit"}));
}

TEST_F(Boxes, PicturesAreFoundByName) {
  EXPECT_EQ(review.path_of("one"), (folder / "JPEGImages/one.jpg").string());
  EXPECT_EQ(review.path_of("../one"), "");
  EXPECT_EQ(review.path_of("three"), "");
  EXPECT_EQ(review.pictures(1, 100, {}).size(), 1u);
  EXPECT_TRUE(review.pictures(-5, -5, {}).empty());
  EXPECT_TRUE(review.pictures(7, 1, {}).empty());
}

}  // namespace
}  // namespace percept::lab
