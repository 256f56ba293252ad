// What is drawn stands at its place: in the SVG, taken apart as XML, and in the pixels of the PNG.
#include "percept/plot/figure.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <pugixml.hpp>
#include <sstream>

#include "io/temporary_folder.hpp"
#include "percept/io/image.hpp"
#include "plot/language.hpp"

namespace percept::plot {
namespace {

constexpr Colour kRed{200, 10, 20};

Figure with(Layer layer, Axis x = {.least = 0, .most = 10}, Axis y = {.least = 0, .most = 100}) {
  Figure figure{.width = 400, .height = 300};
  Panel& panel = figure.panels.emplace_back();
  panel.x = std::move(x);
  panel.y = std::move(y);
  panel.layers.push_back(std::move(layer));
  return figure;
}

struct Drawing {
  explicit Drawing(const Figure& figure) : svg(to_svg(figure)) {
    EXPECT_TRUE(document.load_string(svg.c_str())) << svg;
  }
  std::vector<pugi::xml_node> all(const char* path) const {
    std::vector<pugi::xml_node> nodes;
    for (const pugi::xpath_node& node : document.select_nodes(path)) nodes.push_back(node.node());
    return nodes;
  }
  // Where the tick of this text stands: across, or upward.
  double tick(const std::string& text, bool across) const {
    const char* anchor = across ? "middle" : "end";
    for (pugi::xml_node node : all("//text"))
      if (node.text().get() == text && node.attribute("text-anchor").value() == std::string(anchor))
        return across ? node.attribute("x").as_double() : node.attribute("y").as_double() - 0.36 * 12;
    ADD_FAILURE() << "no tick " << text << "\n" << svg;
    return 0;
  }
  std::string svg;
  pugi::xml_document document;
};

// M1 2L3 4 as numbers.
std::vector<double> numbers(std::string path) {
  for (char& c : path)
    if (c == 'M' || c == 'L' || c == 'Z') c = ' ';
  std::istringstream words(path);
  return {std::istream_iterator<double>(words), {}};
}

TEST(Figure, PutsPointsWhereTheTicksSay) {
  Speaking english(Language::english);
  Drawing drawing(with(Points{.x = {2, 8}, .y = {20, 60}, .colour = kRed}));
  std::vector<pugi::xml_node> circles = drawing.all("//circle[@fill='#c80a14']");
  ASSERT_EQ(circles.size(), 2u);
  EXPECT_NEAR(circles[0].attribute("cx").as_double(), drawing.tick("2", true), 0.02);
  EXPECT_NEAR(circles[0].attribute("cy").as_double(), drawing.tick("20", false), 0.02);
  EXPECT_NEAR(circles[1].attribute("cx").as_double(), drawing.tick("8", true), 0.02);
  EXPECT_NEAR(circles[1].attribute("cy").as_double(), drawing.tick("60", false), 0.02);
}

TEST(Figure, DrawsLinesOnALogarithmicAxis) {
  Speaking english(Language::english);
  Axis y{.logarithmic = true, .least = 0.001, .most = 1};
  Drawing drawing(
      with(Line{.x = {0, 4, 10}, .y = {1, 0.1, 0.001}, .colour = kRed}, {.least = 0, .most = 10}, y));
  std::vector<pugi::xml_node> lines = drawing.all("//path[@stroke='#c80a14']");
  ASSERT_EQ(lines.size(), 1u);
  std::vector<double> places = numbers(lines[0].attribute("d").value());
  ASSERT_EQ(places.size(), 6u);
  EXPECT_NEAR(places[2], drawing.tick("4", true), 0.02);
  EXPECT_NEAR(places[1], drawing.tick("1", false), 0.02);
  EXPECT_NEAR(places[3], drawing.tick("0.1", false), 0.02);
  EXPECT_NEAR(places[5], drawing.tick("0.001", false), 0.02);
  EXPECT_NEAR(2 * (places[3] - places[1]), places[5] - places[3], 0.02) << "equal factors, equal lengths";
}

// Gaps are gaps, and what leaves the panel is cut where it does.
TEST(Figure, CutsLinesAtThePanelAndAtGaps) {
  double nan = std::nan("");
  Drawing gap(with(Line{.x = {0, 1, 2, 3, 4}, .y = {1, 2, nan, 3, 4}, .colour = kRed}));
  EXPECT_EQ(gap.all("//path[@stroke='#c80a14']").size(), 2u);
  Drawing cut(with(Line{.x = {5, 5.0, 6}, .y = {50, 1e300, 50}, .colour = kRed}));
  for (pugi::xml_node line : cut.all("//path[@stroke='#c80a14']"))
    for (double place : numbers(line.attribute("d").value()))
      EXPECT_TRUE(place >= 0 && place <= 400) << place;
  Drawing outside(with(Line{.x = {-5, -1}, .y = {50, 60}, .colour = kRed}));
  EXPECT_TRUE(outside.all("//path[@stroke='#c80a14']").empty());
  Drawing through(with(Line{.x = {-10, 20}, .y = {50, 50}, .colour = kRed}));
  std::vector<double> places = numbers(through.all("//path[@stroke='#c80a14']").at(0).attribute("d").value());
  EXPECT_NEAR(places[0], through.tick("0", true), 0.02);
  EXPECT_NEAR(places[2], through.tick("10", true), 0.02);
}

TEST(Figure, IsTheSameInPixels) {
  Speaking english(Language::english);
  Figure figure = with(Points{.x = {2, 8}, .y = {20, 60}, .colour = kRed, .radius = 5});
  Drawing drawing(figure);
  Tensor pixels = draw(figure, 2);
  ASSERT_EQ(pixels.shape(), (Shape{600, 800, 3}));
  auto at = [&](double x, double y) {
    auto index = (std::int64_t(2 * y) * 800 + std::int64_t(2 * x)) * 3;
    return Colour{std::uint8_t(pixels.at(index)), std::uint8_t(pixels.at(index + 1)),
                  std::uint8_t(pixels.at(index + 2))};
  };
  EXPECT_EQ(at(drawing.tick("2", true), drawing.tick("20", false)), kRed);
  EXPECT_EQ(at(drawing.tick("8", true), drawing.tick("60", false)), kRed);
  EXPECT_EQ(at(drawing.tick("8", true) + 9, drawing.tick("60", false) + 9), kPaper);
  TemporaryFolder folder;
  write_png(folder / "a.png", figure, 2).value();
  Tensor read = io::read_image(folder / "a.png").value();
  ASSERT_EQ(read.shape(), pixels.shape());
  for (std::int64_t i = 0; i < read.size(); ++i) ASSERT_EQ(read.at(i), pixels.at(i)) << i;
}

TEST(Figure, PaintsPicturesPixelByPixel) {
  Tensor pixels = Tensor::from<std::uint8_t>({2, 2, 3}, {255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9});
  Figure figure = with(Picture{.pixels = pixels, .left = 0, .right = 10, .bottom = 0, .top = 100});
  Drawing drawing(figure);
  ASSERT_EQ(drawing.all("//image").size(), 1u);
  Tensor drawn = draw(figure, 1);
  auto at = [&](const char* x, const char* y) {
    auto index = (std::int64_t(drawing.tick(y, false)) * 400 + std::int64_t(drawing.tick(x, true))) * 3;
    return Colour{std::uint8_t(drawn.at(index)), std::uint8_t(drawn.at(index + 1)),
                  std::uint8_t(drawn.at(index + 2))};
  };
  EXPECT_EQ(at("2", "80"), (Colour{255, 0, 0}));
  EXPECT_EQ(at("8", "80"), (Colour{0, 255, 0}));
  EXPECT_EQ(at("2", "20"), (Colour{0, 0, 255}));
  EXPECT_EQ(at("8", "20"), (Colour{9, 9, 9}));
}

TEST(Figure, WritesCellsInTheirPlaces) {
  Cells cells{
      .rows = 2, .columns = 2, .colours = {kRed, kPaper, kPaper, kRed}, .texts = {"a", "b", "c", "d"}};
  Drawing drawing(with(cells, {.names = {{0.5, "one"}, {1.5, "two"}}},
                       {.reversed = true, .names = {{0.5, "first"}, {1.5, "second"}}}));
  auto place = [&](const char* text) {
    for (pugi::xml_node node : drawing.all("//text"))
      if (std::string(node.text().get()) == text)
        return std::pair(node.attribute("x").as_double(), node.attribute("y").as_double());
    ADD_FAILURE() << text;
    return std::pair(0.0, 0.0);
  };
  EXPECT_NEAR(place("a").first, drawing.tick("one", true), 0.02);
  EXPECT_NEAR(place("d").first, drawing.tick("two", true), 0.02);
  EXPECT_LT(place("b").second, place("d").second) << "the first row is on top";
  EXPECT_EQ(place("a").second, place("b").second);
  EXPECT_LT(drawing.tick("first", false), drawing.tick("second", false));
}

TEST(Figure, KeepsProportionsWhereAsked) {
  Figure figure = with(Points{.x = {0, 2}, .y = {0, 2}, .colour = kRed}, {.least = 0, .most = 2},
                       {.least = 0, .most = 2});
  figure.panels.front().equal = true;
  Drawing drawing(figure);
  std::vector<pugi::xml_node> circles = drawing.all("//circle[@fill='#c80a14']");
  EXPECT_NEAR(circles[1].attribute("cx").as_double() - circles[0].attribute("cx").as_double(),
              circles[0].attribute("cy").as_double() - circles[1].attribute("cy").as_double(), 0.02);
}

TEST(Figure, TellsWhatIsToBeSeen) {
  Speaking english(Language::english);
  Figure figure = with(Line{.x = {0, 1}, .y = {0, 1}, .name = "a < b & \"c\""});
  figure.title = "One <title>";
  figure.panels.front().x.label = "time";
  Drawing drawing(figure);
  EXPECT_EQ(drawing.document.child("svg").attribute("role").value(), std::string("img"));
  EXPECT_EQ(drawing.document.child("svg").child("title").text().get(), std::string("One <title>"));
  std::string description = drawing.document.child("svg").child("desc").text().get();
  EXPECT_NE(description.find("Across: time, from 0 to 10."), std::string::npos) << description;
  EXPECT_NE(description.find("a < b & \"c\"."), std::string::npos) << description;
  bool legend = false;
  for (pugi::xml_node node : drawing.all("//text"))
    legend = legend || node.text().get() == std::string("a < b & \"c\"");
  EXPECT_TRUE(legend);
}

TEST(Figure, GivesTheSameBytesAgain) {
  Figure figure = with(Points{.x = {1, 2, 3}, .y = {1, 5, 9}, .name = "p"});
  EXPECT_EQ(to_svg(figure), to_svg(figure));
  TemporaryFolder folder;
  for (const char* name : {"a.png", "b.png"}) write_png(folder / name, figure).value();
  EXPECT_EQ(io::read_file(folder / "a.png").value(), io::read_file(folder / "b.png").value());
}

TEST(Figure, SurvivesTextsOfAllKinds) {
  std::string wide(400, 'W');
  for (const std::string& text :
       {std::string("\xff\xfe bad"), std::string("\x01\x02\n\ttab"), wide, std::string("✓ 漢字 é")}) {
    Figure figure = with(Line{.x = {0, 1}, .y = {0, 1}, .name = text}, {.label = text}, {.label = text});
    figure.title = figure.panels.front().title = text;
    figure.panels.front().layers.push_back(Note{.x = 0.5, .y = 0.5, .text = text});
    Drawing drawing(figure);
    EXPECT_EQ(draw(figure, 1).shape(), (Shape{300, 400, 3}));
  }
}

TEST(Figure, RefusesWhatCannotBeDrawn) {
  auto code = [](const Figure& figure, double zoom) -> std::string {
    try {
      draw(figure, zoom);
      return "";
    } catch (const Error& error) {
      return error.problem().code();
    }
  };
  Figure figure = with(Line{.x = {0, 1}, .y = {0, 1}});
  EXPECT_EQ(code(figure, 1), "");
  for (double zoom : {0.0, -1.0, 100.0, std::nan("")}) EXPECT_EQ(code(figure, zoom), "plot.zoom") << zoom;
  figure.width = 8000, figure.height = 8000;
  EXPECT_EQ(code(figure, 4), "plot.zoom");
  figure.width = 100000;
  EXPECT_EQ(code(figure, 1), "plot.size");
  figure.width = -3;
  EXPECT_EQ(code(figure, 1), "plot.size");
  EXPECT_EQ(code(with(Line{.x = {0, 1}, .y = {0}}), 1), "plot.lengths");
  EXPECT_EQ(code(with(Picture{}), 1), "plot.picture");
  EXPECT_EQ(code(with(Cells{.rows = 2, .columns = 2}), 1), "plot.lengths");
}

// Nothing to draw, hardly any room, and numbers without end are no reason to fail.
TEST(Figure, DrawsWhatIsNearlyNothing) {
  EXPECT_EQ(draw({.width = 120, .height = 120}, 1).shape(), (Shape{120, 120, 3}));
  Figure crowded{.title = "crowded", .width = 120, .height = 120};
  for (int i = 0; i < 100; ++i) {
    Panel& panel = crowded.panels.emplace_back();
    panel.title = panel.x.label = panel.y.label = "label";
    panel.layers.push_back(Line{.x = {0, 1}, .y = {-1.7e308, 1.7e308}, .name = "line " + std::to_string(i)});
    panel.layers.push_back(Bars{.x = {0, 1}, .height = {-1e300, std::nan("")}});
    panel.layers.push_back(Band{.x = {0, 1}, .least = {0, 0}, .most = {1e300, 1}});
    panel.layers.push_back(Rule{.at = 1e308});
  }
  EXPECT_EQ(draw(crowded, 1).shape(), (Shape{120, 120, 3}));
  Drawing drawing(crowded);
}

TEST(Figure, LeavesNoFileWhereItCannotBeWritten) {
  Figure figure = with(Line{.x = {0, 1}, .y = {0, 1}});
  EXPECT_FALSE(write_svg("/nonexistent/folder/a.svg", figure));
  EXPECT_FALSE(write_png("/nonexistent/folder/a.png", figure));
}

}  // namespace
}  // namespace percept::plot
