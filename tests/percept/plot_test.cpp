// percept plot: every picture is there and shows what the run says; what does not fit says why.
#include <pugixml.hpp>

#include "percept/io/image.hpp"
#include "program.hpp"

namespace percept::cli {
namespace {

class Plot : public Program {
 protected:
  pugi::xml_document svg(const std::string& name) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(read(name).c_str())) << name;
    return document;
  }
  static std::vector<std::string> texts(const pugi::xml_document& document) {
    std::vector<std::string> out;
    for (const pugi::xpath_node& node : document.select_nodes("//text"))
      out.push_back(node.node().text().get());
    return out;
  }
  static bool has(const pugi::xml_document& document, const std::string& word) {
    std::vector<std::string> all = texts(document);
    return std::find(all.begin(), all.end(), word) != all.end();
  }
  static std::size_t count(const pugi::xml_document& document, const char* path) {
    return document.select_nodes(path).size();
  }
  std::string code(const std::string& words) { return run(words + " --json").json()["error"]["code"]; }
  int status(const std::string& words) { return run(words).status; }
};

// Places of a line's corners, in points.
std::vector<std::pair<double, double>> corners(pugi::xml_node path) {
  std::string d = path.attribute("d").value();
  for (char& c : d)
    if (c == 'M' || c == 'L') c = ' ';
  std::istringstream words(d);
  std::vector<std::pair<double, double>> out;
  for (double x = 0, y = 0; words >> x >> y;) out.emplace_back(x, y);
  return out;
}

double tick(const pugi::xml_document& document, const std::string& text, bool across) {
  for (const pugi::xpath_node& node : document.select_nodes("//text"))
    if (node.node().text().get() == text &&
        node.node().attribute("text-anchor").value() == std::string(across ? "middle" : "end"))
      return across ? node.node().attribute("x").as_double() : node.node().attribute("y").as_double() - 4.32;
  ADD_FAILURE() << "no tick " << text;
  return 0;
}

// The curve and its derivative are held against the formulas, and 1 / (1 + e^-x) against itself by hand.
TEST_F(Plot, ActivationsAreThoseOfTheirFormulas) {
  nlohmann::json object = run("plot sigmoid --what activation -o s.svg --range=-4:4 --json").json();
  EXPECT_EQ(object["file"], "s.svg");
  EXPECT_EQ(object["what"], "activation");
  pugi::xml_document document = svg("s.svg");
  EXPECT_TRUE(has(document, "sigmoid = 1 / (1 + e⁻ˣ)"));
  double zero = tick(document, "0", true), two = tick(document, "2", true);
  double bottom = tick(document, "0.0", false), top = tick(document, "1.0", false);
  std::vector<std::vector<std::pair<double, double>>> curves;
  for (const pugi::xpath_node& node : document.select_nodes("//path[@stroke-width='2']"))
    if (auto places = corners(node.node()); places.size() > 100) curves.push_back(places);
  ASSERT_EQ(curves.size(), 2u);
  for (int which : {0, 1})
    for (auto [x, y] : curves[std::size_t(which)]) {
      double value = (x - zero) / (two - zero) * 2, s = 1 / (1 + std::exp(-value));
      EXPECT_NEAR((y - bottom) / (top - bottom), which == 0 ? s : s * (1 - s), 1e-3)
          << which << " at " << value;
    }
}

TEST_F(Plot, SeveralActivationsStandBesideTheirDerivatives) {
  EXPECT_EQ(status("plot 'sigmoid, tanh,relu,elu,maxout,softmax,linear,leaky_relu slope=0.2' --what "
                   "activation -o a.svg"),
            0);
  pugi::xml_document document = svg("a.svg");
  EXPECT_TRUE(has(document, "f(x)"));
  EXPECT_TRUE(has(document, "f′(x)"));
  EXPECT_TRUE(has(document, "relu = max(0, x)"));
  EXPECT_EQ(status("plot relu --what activation -o a.png --lang fr --width 300 --height 200 --zoom 3"), 0);
  EXPECT_EQ(io::read_image(folder_ / "a.png").value().shape(), (Shape{600, 900, 3}));
  EXPECT_EQ(code("plot rellu --what activation -o a.svg"), "percept.plot.activation");
  EXPECT_NE(run("plot rellu --what activation -o a.svg").err.find("relu"), std::string::npos);
  EXPECT_EQ(status("plot 'leaky_relu slope=steep' --what activation -o b.svg"), 1);
  EXPECT_EQ(status("plot , --what activation -o b.svg"), 2);
  EXPECT_EQ(status("plot relu --what activation -o b.svg --range 3:1"), 2);
  EXPECT_EQ(status("plot relu --what activation -o b.svg --range nan:1"), 2);
  EXPECT_FALSE(exists("b.svg"));
}

TEST_F(Plot, DrawsRunsOfPointsAndCurves) {
  std::string net = "'model.layers=[\"linear 8\", \"tanh\", \"linear classes\"]' train.batch=25 --quiet";
  ASSERT_EQ(status("train linear data.source=xor train.epochs=4 name=points " + net), 0);
  ASSERT_EQ(status("train linear data.source=sine train.epochs=50 train.loss=mse name=curve " + net), 0);
  ASSERT_EQ(status("train knn data.source=blobs --quiet"), 0);

  nlohmann::json object = run("plot points-1 --what boundary -o b.svg --json").json();
  EXPECT_EQ(object["points"], 250);
  pugi::xml_document boundary = svg("b.svg");
  EXPECT_EQ(count(boundary, "//circle[@fill='#de7e22']") + count(boundary, "//path[@fill='#2c6eb8']"),
            250u + 2)
      << "250 points, and a sample of each class in the legend";
  EXPECT_TRUE(has(boundary, "class -1"));
  EXPECT_TRUE(has(boundary, "probability of class 1"));
  EXPECT_EQ(count(boundary, "//image"), 2u) << "the shading and its bar";
  EXPECT_EQ(status("plot knn-1 --what boundary -o k.png --title 'Trois voisins' --lang fr"), 0);
  EXPECT_EQ(io::read_image(folder_ / "k.png").value().shape()[2], 3);

  EXPECT_EQ(status("plot curve-1 --what fit -o f.svg"), 0);
  pugi::xml_document fit = svg("f.svg");
  EXPECT_TRUE(has(fit, "the true curve"));
  EXPECT_TRUE(has(fit, "fit by curve"));

  EXPECT_EQ(status("plot points-1 --what curves -o c.svg --smooth 0"), 0);
  pugi::xml_document curves = svg("c.svg");
  EXPECT_TRUE(has(curves, "training"));
  EXPECT_TRUE(has(curves, "loss"));
  EXPECT_TRUE(has(curves, "accuracy"));
  EXPECT_TRUE(has(curves, "epoch"));
  EXPECT_EQ(status("plot points-1 knn-1 --what curves --log -o d.svg --lang fr"), 0);
  EXPECT_TRUE(has(svg("d.svg"), "knn-1, test"));
  EXPECT_EQ(code("plot points-1 --what curves --figure los -o e.svg"), "percept.plot.figure");
  EXPECT_EQ(run("plot points-1 --what curves --figure lr,loss -o e.svg --json").json()["figures"],
            (nlohmann::json{"lr", "loss"}));

  EXPECT_EQ(code("plot curve-1 --what boundary -o x.svg"), "percept.plot.no_plane");
  EXPECT_EQ(code("plot points-1 --what fit -o x.svg"), "percept.plot.no_fit");
  EXPECT_EQ(code("plot curve-1 --what confusion -o x.svg"), "percept.plot.no_classes");
  EXPECT_EQ(code("plot points-1 --what filters -o x.svg"), "percept.plot.no_filters");
  EXPECT_EQ(status("plot points-1 knn-1 --what boundary -o x.svg"), 2);
  EXPECT_EQ(status("plot nothing-1 --what boundary -o x.svg"), 1);
  EXPECT_FALSE(exists("x.svg"));
}

TEST_F(Plot, DrawsRunsOfImages) {
  ASSERT_EQ(status("train linear data.limit=300 train.epochs=1 --quiet"), 0);
  nlohmann::json object = run("plot linear-1 --what confusion -o c.svg --json").json();
  nlohmann::json evaluated = run("eval linear-1 --data digits --json").json();
  EXPECT_EQ(object["accuracy"], evaluated["accuracy"]);
  pugi::xml_document confusion = svg("c.svg");
  std::vector<std::string> all = texts(confusion);
  for (int c = 0; c < 10; ++c) {
    std::string right = std::to_string(int(evaluated["confusion"][c][c]));
    EXPECT_NE(std::find(all.begin(), all.end(), right), all.end()) << c;
  }
  EXPECT_EQ(status("plot linear-1 --what confusion --data shapes -o x.svg"), 1);
  EXPECT_EQ(run("plot linear-1 --what confusion --data digits:train -o c.svg --json").json()["data"],
            "digits:train");

  nlohmann::json filters = run("plot linear-1 --what filters -o f.svg --json").json();
  EXPECT_EQ(filters["layer"], "1.weight");
  EXPECT_EQ(filters["filters"], 10);
  EXPECT_EQ(count(svg("f.svg"), "//image"), 10u);
  EXPECT_EQ(run("plot lenet --what filters -o g.png --json").json()["file"], "g.png");
  EXPECT_EQ(code("plot lenet --what filters --layer none -o x.svg"), "percept.plot.layer");
  EXPECT_EQ(status("plot lenett --what filters -o x.svg"), 2);

  EXPECT_EQ(run("plot shapes --what images --count 12 -o i.svg --json").json()["examples"], 12);
  EXPECT_EQ(count(svg("i.svg"), "//image"), 12u);
  EXPECT_EQ(status("plot spiral --what images -o x.svg"), 1);
  EXPECT_EQ(status("plot digits --what images --count 100000 -o x.svg"), 2);
  EXPECT_FALSE(exists("x.svg"));
}

TEST_F(Plot, SaysWhatIsWrongInTheWords) {
  EXPECT_EQ(code("plot relu --what activaton -o a.svg"), "percept.plot.what");
  EXPECT_NE(run("plot relu --what activaton -o a.svg").err.find("did you mean 'activation'"),
            std::string::npos);
  EXPECT_EQ(status("plot relu -o a.svg"), 2);
  EXPECT_EQ(status("plot --what activation -o a.svg"), 2);
  EXPECT_NE(run("plot relu --what activation").err.find("-o activation.svg"), std::string::npos);
  EXPECT_EQ(code("plot relu --what activation -o a.pdf"), "percept.plot.format");
  EXPECT_EQ(status("plot relu --what activation -o missing/a.svg"), 1);
  EXPECT_EQ(code("plot relu --what activation -o a.png --width 1000000"), "plot.size");
  EXPECT_EQ(status("plot relu --what activation -o a.png --width 8000 --height 8000 --zoom 8"), 2);
  EXPECT_EQ(status("plot relu --what activation -o a.png --width -4"), 2);
  EXPECT_EQ(status("plot relu --what activation -o a.png --zoom nan"), 2);
  EXPECT_FALSE(exists("a.png"));
  EXPECT_EQ(status("plot relu --what activation -o a.png --title \"$(printf 'a\\377b <&>')\""), 0);
}

TEST_F(Plot, GivesTheSameBytesAgain) {
  for (const char* name : {"a.svg", "b.svg", "a.png", "b.png"})
    ASSERT_EQ(status(std::string("plot elu --what activation -o ") + name), 0);
  EXPECT_EQ(read("a.svg"), read("b.svg"));
  EXPECT_EQ(read("a.png"), read("b.png"));
}

}  // namespace
}  // namespace percept::cli
