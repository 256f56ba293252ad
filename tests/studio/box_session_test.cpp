// Pictures with boxes, as a page of the training lab asks for them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "io/temporary_folder.hpp"
#include "percept/base/base64.hpp"
#include "percept/io/image.hpp"
#include "studio/training_session.hpp"
#include "told_page.hpp"

namespace percept::studio {
namespace {

using Json = nlohmann::ordered_json;

std::string annotation(const std::string& objects) {
  return "<annotation><size><width>20</width><height>10</height></size>" + objects + "</annotation>";
}

std::string cat(int left, int right) {
  return "<object><name>cat</name><bndbox><xmin>" + std::to_string(left) + "</xmin><ymin>0</ymin><xmax>" +
         std::to_string(right) + "</xmax><ymax>10</ymax></bndbox></object>";
}

class BoxSession : public testing::Test {
 protected:
  BoxSession() : session("s", {.runs = runs.path()}), page(std::make_shared<ToldPage>()) {
    number = session.join(page);
    folder.write("Annotations/a.xml", annotation(cat(0, 10)));
    folder.write("Annotations/b.xml", annotation(cat(0, 10) + cat(10, 20)));
    io::write_png(folder / "secret.png", Tensor::zeros(DType::u8, {4, 4, 1})).value();
    std::filesystem::create_directories(folder / "JPEGImages");
    for (const char* name : {"a", "b"}) picture(name, 10, 20);
  }
  void picture(const std::string& name, std::int64_t height, std::int64_t width) {
    io::write_png(folder / ("JPEGImages/" + name + ".png"), Tensor::zeros(DType::u8, {height, width, 1}))
        .value();
  }
  Json ask(Json request) {
    request["id"] = ++id;
    session.receive(number, request.dump());
    return page->reply(id);
  }
  Json open(const std::string& part = "") {
    return ask({{"ask", "open_boxes"}, {"folder", folder.path().string()}, {"part", part}});
  }
  Json take(const std::string& lines) {
    return ask({{"ask", "take_detections"},
                {"name", "found.csv"},
                {"base64", encode_base64("image,class,score,left,top,right,bottom\n" + lines)}});
  }
  Json image(const std::string& name) { return ask({{"ask", "box_image"}, {"name", name}}); }
  static Json view(Json request) {
    request.update({{"score", 0.5}, {"overlap", 0.5}});
    return request;
  }
  static std::string code(const Json& reply) {
    return reply.contains("problem") ? reply["problem"]["code"].get<std::string>() : "";
  }
  TemporaryFolder runs, folder;
  TrainingSession session;
  std::shared_ptr<ToldPage> page;
  int number = 0, id = 0;
};

TEST_F(BoxSession, NothingIsOpenAtFirst) {
  EXPECT_EQ(ask(view({{"ask", "boxes"}}))["folder"], "");
  EXPECT_EQ(code(image("a")), "lab.boxes.no_folder");
  EXPECT_EQ(code(take("")), "lab.boxes.no_folder");
  EXPECT_EQ(code(ask({{"ask", "forget_detections"}})), "lab.boxes.no_folder");
}

TEST_F(BoxSession, RefusesWhatIsNoSuchFolderAndKeepsTheOneBefore) {
  auto wrong = [&](const std::string& path) {
    return code(ask({{"ask", "open_boxes"}, {"folder", path}, {"part", ""}}));
  };
  open();
  EXPECT_EQ(wrong(""), "lab.boxes.no_folder");
  EXPECT_EQ(wrong((folder / "gone").string()), "data.folder.unreadable");
  std::filesystem::create_directories(folder / "empty/Annotations");
  EXPECT_EQ(wrong((folder / "empty").string()), "data.voc.none");
  EXPECT_EQ(code(open("train")), "data.voc.no_part");
  EXPECT_EQ(code(open("../../secret")), "lab.unknown_word");
  EXPECT_EQ(ask(view({{"ask", "boxes"}}))["pictures"], 2);
}

TEST_F(BoxSession, HoldsDetectionsAgainstTheAnnotation) {
  open();
  Json list = ask(view({{"ask", "box_list"}, {"from", 0}, {"count", 10}}));
  EXPECT_EQ(list["total"], 2);
  EXPECT_EQ(list["rows"][0]["name"], "a");
  EXPECT_EQ(code(take("a,cat,0.9,0,0,10,10\nb,cat,0.8,0,0,10,10\nb,cat,0.7,12,0,13,1\n")), "");
  list = ask(view({{"ask", "box_list"}, {"from", 0}, {"count", 1}}));
  ASSERT_EQ(list["rows"].size(), 1u);
  EXPECT_EQ(list["rows"][0], Json({{"name", "b"}, {"boxes", 2}, {"found", 2}, {"missed", 1}, {"wrong", 1}}));
  Json boxes = ask(view({{"ask", "box_picture"}, {"name", "b"}}))["boxes"];
  std::vector<std::string> states;
  for (const Json& box : boxes) states.push_back(box["state"]);
  EXPECT_EQ(states, (std::vector<std::string>{"found", "missed", "hit", "false"}));
  Json summary = ask(view({{"ask", "boxes"}}));
  EXPECT_EQ(summary["detections"], "found.csv");
  // Hits at 0.9 and 0.8, then a wrong one, of three true boxes: precision 1 up to recall 2/3.
  EXPECT_NEAR(summary["mean_average_precision"].get<double>(), 2.0 / 3, 1e-12);
  ask({{"ask", "forget_detections"}});
  EXPECT_EQ(ask(view({{"ask", "boxes"}}))["detections"], "");
}

TEST_F(BoxSession, RefusesATableThatIsWrongAndKeepsTheOneBefore) {
  open();
  take("a,cat,0.9,0,0,10,10\n");
  Json letters = take("a,cat,0.9,left,0,10,10\n");
  EXPECT_EQ(code(letters), "lab.boxes.number");
  EXPECT_NE(letters["problem"]["where"].get<std::string>().find("found.csv:2"), std::string::npos);
  EXPECT_EQ(code(take("../../secret,cat,0.9,0,0,10,10\n")), "lab.boxes.image");
  EXPECT_EQ(code(ask({{"ask", "take_detections"}, {"name", "x"}, {"base64", "!"}})), "base.base64");
  EXPECT_EQ(ask(view({{"ask", "boxes"}}))["found"], 1);
  EXPECT_EQ(code(ask({{"ask", "boxes"}, {"score", 2}, {"overlap", 0.5}})), "lab.boxes.score");
  EXPECT_EQ(code(ask({{"ask", "boxes"}, {"score", 0.5}, {"overlap", 0}})), "lab.boxes.overlap");
}

TEST_F(BoxSession, GivesOnlyPicturesOfTheList) {
  open();
  Json a = image("a");
  EXPECT_EQ(a["width"], 20);
  EXPECT_EQ(a["height"], 10);
  for (std::string name : {"c", "", "../secret", "../secret.png", "a.png", "/etc/passwd"}) {
    EXPECT_EQ(code(image(name)), "lab.boxes.image") << name;
    EXPECT_EQ(code(ask(view({{"ask", "box_picture"}, {"name", name}}))), "lab.boxes.image") << name;
  }
}

TEST_F(BoxSession, ReducesLargePicturesAndRefusesWhatIsNone) {
  open();
  picture("a", 20, 2560);
  Json a = image("a");
  EXPECT_EQ(a["width"], 2560);
  std::string png = decode_base64(a["png"].get<std::string>()).value();
  EXPECT_EQ(io::decode_image(std::as_bytes(std::span(png)), "png").value().shape(), Shape({10, 1280, 1}));
  picture("a", 4001, 4000);  // sixteen million pixels and four thousand
  EXPECT_EQ(code(image("a")), "lab.boxes.large");
  folder.write("JPEGImages/b.png", std::string("no picture"));
  EXPECT_NE(code(image("b")), "");
  std::filesystem::remove(folder / "JPEGImages/a.png");
  EXPECT_NE(code(image("a")), "");
}

}  // namespace
}  // namespace percept::studio
