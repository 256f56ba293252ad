// percept data: list, info, show, make, get.
#include <set>

#include "io/http_server.hpp"
#include "percept/io/image.hpp"
#include "program.hpp"

namespace percept::cli {
namespace {

TEST_F(Program, DataHasAPageForEachOfItsCommands) {
  for (const char* verb : {"list", "info", "show", "make", "get"}) {
    std::string english = run("data " + std::string(verb) + " --help").out;
    EXPECT_TRUE(english.starts_with("percept data " + std::string(verb))) << english;
    EXPECT_NE(english.find("\nexample\n  percept data "), english.npos) << english;
    EXPECT_NE(run("data " + std::string(verb) + " --help --lang fr").out.find("\nexemple\n"),
              std::string::npos);
    EXPECT_NE(run("data --help").out.find(verb), std::string::npos);
  }
}

TEST_F(Program, DataListTellsWhatIsHere) {
  nlohmann::json object = run("data list --json").json();
  std::set<std::string> names;
  for (const auto& source : object["sources"]) {
    names.insert(source["name"]);
    EXPECT_FALSE(source["description"].get<std::string>().empty());
    if (source["origin"] == "fetched") EXPECT_FALSE(source["available"].get<bool>()) << source;
    if (source["origin"] == "generated") EXPECT_TRUE(source["available"].get<bool>()) << source;
  }
  for (const char* name : {"digits", "mnist", "fashion_mnist", "cifar10", "cifar100", "folder", "spiral"})
    EXPECT_TRUE(names.contains(name)) << name;
  EXPECT_NE(run("data list --lang fr").out.find("absent : percept data get mnist"), std::string::npos);
}

TEST_F(Program, DataInfoCountsAndMeasures) {
  Answer answer = run("data info digits:test --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  nlohmann::json object = answer.json();
  ASSERT_EQ(object["splits"].size(), 1u);
  EXPECT_EQ(object["splits"][0]["name"], "test");
  EXPECT_EQ(object["splits"][0]["examples"], 4000);
  EXPECT_EQ(object["splits"][0]["classes"], std::vector<int>(10, 400));
  EXPECT_EQ(object["splits"][0]["bytes"], 4000 * (784 * 4 + 8));
  EXPECT_NEAR(object["splits"][0]["mean"][0], 0.14, 0.02);
  EXPECT_EQ(object["splits"][0]["hash"].get<std::string>().size(), 16u);
  EXPECT_EQ(object["fields"][0]["shape"], (std::vector<int>{1, 28, 28}));
  EXPECT_EQ(object["classes"].size(), 10u);
  EXPECT_TRUE(object["warnings"].empty());

  nlohmann::json points = run("data info moons --json").json();
  EXPECT_EQ(points["splits"].size(), 3u);
  EXPECT_EQ(points["splits"][0]["mean"].size(), 2u);
  nlohmann::json values = run("data info plane --json").json();
  EXPECT_TRUE(values["classes"].empty());
  EXPECT_NE(run("data info moons --lang fr").out.find("exemples"), std::string::npos);
  EXPECT_EQ(run("data info imagenet").status, 2);
  EXPECT_EQ(run("data info mnist:gone --json").json()["error"]["code"], "data.folder_missing");
}

TEST_F(Program, DataInfoWarnsOfEmptyAndRareClasses) {
  ASSERT_EQ(run("data make digits:train -o set --count 60").status, 0);
  for (int i = 0; i < 60; ++i) {
    char name[64];
    std::snprintf(name, sizeof name, "set/3/%05d.png", i);
    std::filesystem::remove(folder_ / name);
  }
  for (int copy = 0; copy < 30; ++copy)
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "set/5"))
      if (entry.path().filename().string().size() == 9) {
        std::filesystem::copy_file(entry.path(), folder_ / ("set/5/copy" + std::to_string(copy) + ".png"));
        break;
      }
  Answer answer = run("data info folder:set:train --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  std::set<std::string> codes;
  nlohmann::json object = answer.json();
  for (const auto& warning : object["warnings"]) codes.insert(warning["code"]);
  EXPECT_TRUE(codes.contains("percept.data.info.empty")) << object["warnings"];
  EXPECT_NE(run("data info folder:set:train").out.find("the class '3' has no examples"), std::string::npos);
}

TEST_F(Program, DataInfoOfATinySetDoesWithoutItsParts) {
  std::filesystem::create_directories(folder_ / "set/cat");
  std::filesystem::create_directories(folder_ / "set/dog");
  for (const char* name : {"set/cat/1.png", "set/dog/1.png"})
    ASSERT_TRUE(io::write_png(folder_ / name, Tensor::full(DType::u8, {4, 4, 1}, 9)));
  Answer answer = run("data info folder:set --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  EXPECT_EQ(answer.json()["splits"].size(), 1u);
  EXPECT_EQ(answer.json()["warnings"][0]["code"], "data.empty_part");
}

TEST_F(Program, DataInfoWarnsOfOneClassAlone) {
  std::filesystem::create_directories(folder_ / "set/cat");
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(io::write_png(folder_ / ("set/cat/" + std::to_string(i) + ".png"),
                              Tensor::full(DType::u8, {4, 4, 1}, 9)));
  Answer answer = run("data info folder:set:train --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  std::set<std::string> codes;
  nlohmann::json object = answer.json();
  for (const auto& warning : object["warnings"]) codes.insert(warning["code"]);
  EXPECT_TRUE(codes.contains("percept.data.info.one_class")) << object["warnings"];
  EXPECT_TRUE(codes.contains("percept.data.info.constant")) << object["warnings"];
}

TEST_F(Program, DataShowWritesASheetWithARowForEachClass) {
  Answer answer = run("data show shapes:test -o sheet.png --count 3 --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  EXPECT_EQ(answer.json()["examples"], 30);
  Tensor sheet = io::read_image(folder_ / "sheet.png").value();
  EXPECT_EQ(sheet.shape(), (Shape{4 + 10 * 68, 4 + 3 * 68, 3}));
  ASSERT_EQ(run("data show shapes:test -o both.png --count 3 --augment \"flip p=1\" \"rotate 10\"").status,
            0);
  Tensor both = io::read_image(folder_ / "both.png").value();
  EXPECT_EQ(both.shape(), (Shape{4 + 20 * 68, 4 + 3 * 68, 3}));
  ASSERT_EQ(run("data show shapes:test -o flip.png --count 1 --augment \"flip p=1\"").status, 0);
  Tensor flip = io::read_image(folder_ / "flip.png").value();
  for (std::int64_t y = 0; y < 64; ++y)  // the row beneath is its mirror
    for (std::int64_t x = 0; x < 64; ++x)
      ASSERT_EQ(flip.at(((4 + y) * 72 + 4 + x) * 3), flip.at(((72 + y) * 72 + 67 - x) * 3));
}

TEST_F(Program, DataShowDrawsInTheTerminal) {
  Answer answer = run("data show digits:test --augment \"shift 2\"");
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_NE(answer.out.find("█"), std::string::npos);
  EXPECT_NE(answer.out.find("augmented"), std::string::npos);
  Answer points = run("data show spiral --count 4 --json");
  EXPECT_EQ(points.json()["examples"].size(), 4u);
  EXPECT_EQ(points.json()["examples"][0]["features"].size(), 2u);
  EXPECT_EQ(run("data show spiral -o x.png").status, 1);
  EXPECT_EQ(run("data show digits -o x.jpg").status, 2);
  EXPECT_EQ(run("data show digits:test --augment \"hue 0.1\" --json").json()["error"]["code"],
            "data.augment.needs_colour");
  EXPECT_FALSE(exists("x.png"));
}

TEST_F(Program, DataMakeWritesImagesThatTrainingReads) {
  Answer answer = run("data make digits -o set --count 50 --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  EXPECT_EQ(answer.json()["parts"][0]["examples"], 50);
  EXPECT_EQ(answer.json()["parts"][1]["examples"], 10);
  nlohmann::json info = run("data info folder:set --json").json();
  EXPECT_EQ(info["splits"][0]["examples"], 50);
  EXPECT_EQ(info["splits"][2]["examples"], 10);
  Answer again = run("data make digits -o set --count 50");
  EXPECT_EQ(again.status, 1) << "two sets do not mix";
  EXPECT_NE(again.err.find("not empty"), std::string::npos);

  ASSERT_EQ(run("data make digits -o idx --count 50 --format idx").status, 0);
  ASSERT_EQ(run("data make digits -o other --count 50 --format idx --seed 7").status, 0);
  auto hash = [&](const std::string& folder) {
    return run("data info mnist:" + folder + ":train --json").json()["splits"][0]["hash"];
  };
  EXPECT_NE(hash("idx"), hash("other"));
}

TEST_F(Program, DataMakeWritesPoints) {
  ASSERT_EQ(run("data make moons -o moons.csv --count 7 --noise 0.1").status, 0);
  std::string csv = read("moons.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 8);
  ASSERT_EQ(run("data make moons -o same.csv --count 7 --noise 0.1").status, 0);
  EXPECT_EQ(read("same.csv"), csv);
  ASSERT_EQ(run("data make moons -o seed.csv --count 7 --noise 0.1 --seed 1").status, 0);
  EXPECT_NE(read("seed.csv"), csv);
  ASSERT_EQ(run("data make moons -o calm.csv --count 7").status, 0);
  EXPECT_NE(read("calm.csv"), csv);
  for (const char* wrong :
       {"data make mnist -o x", "data make moons -o x --format png", "data make digits -o x --format csv",
        "data make digits -o x --noise 1", "data make moons -o x --noise -1", "data make moons",
        "data make digits:val -o x", "data make moons:test -o x", "data make digits -o x --count 0"}) {
    EXPECT_EQ(run(wrong).status, 2) << wrong;
    EXPECT_FALSE(exists("x")) << wrong;
  }
}

TEST_F(Program, DataGetSaysWhatTheServerGave) {
  HttpServer server([](const HttpRequest& request) {
    return request.target == "/set/train-images-idx3-ubyte.gz" ? HttpResponse{.body = "not MNIST"}
                                                               : HttpResponse{.status = 404};
  });
  std::string call =
      "no_proxy=127.0.0.1 " + kProgram + " data get mnist --dir here --url " + server.url("/set");
  Answer answer = shell(call);
  EXPECT_EQ(answer.status, 1);
  EXPECT_NE(answer.err.find("its MD5 is"), std::string::npos) << answer.err;
  EXPECT_FALSE(exists("here")) << "nothing came";
  nlohmann::json error = shell(call + " --json --lang fr").json()["error"];
  EXPECT_EQ(error["code"], "io.download.failed");
  EXPECT_NE(error["message"].get<std::string>().find("son MD5 est"), std::string::npos) << error;
  EXPECT_NE(server.requests().at(0).headers["user-agent"].find("percept"), std::string::npos);
}

TEST_F(Program, DataGetRefusesWrongWords) {
  EXPECT_EQ(run("data get").status, 2);
  EXPECT_EQ(run("data get imagenet").status, 2);
  EXPECT_EQ(run("data get mnist --url ftp://here/").status, 2);
  EXPECT_EQ(run("data get mnist --url /etc").status, 2);
}

TEST_F(Program, ControlCKeepsWhatCame) {
  // A server that sends a little and then waits.
  std::atomic<bool> asked = false;
  HttpServer server([&](const HttpRequest&) {
    asked = true;
    return HttpResponse{.body = std::string(1000, 'x'), .headers = {{"Content-Length", "100000"}}, .wait = 3};
  });
  Answer answer =
      shell("{ no_proxy=127.0.0.1 " + kProgram + " data get cifar10 --dir here --url " + server.url() +
            " --json & child=$!; until [ -s here/cifar-10-binary.tar.gz.part ]; do sleep 0.05; done; "
            "kill -INT $child; wait $child; }");
  EXPECT_EQ(answer.status, 130) << answer.err;
  EXPECT_EQ(answer.json()["error"]["code"], "io.download.stopped");
  EXPECT_EQ(std::filesystem::file_size(folder_ / "here/cifar-10-binary.tar.gz.part"), 1000u);
}

}  // namespace
}  // namespace percept::cli
