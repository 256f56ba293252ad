#include "studio/training_session.hpp"

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"
#include "percept/recipe/training.hpp"
#include "visitor.hpp"

namespace percept::studio {
namespace {

// ------------------------------------------------------------------------------------------ the training lab

TEST(TrainingSession, ListsRunsOpensOneAndRefusesWhatIsNone) {
  TemporaryFolder folder;
  std::filesystem::create_directories(folder / "small-1");
  io::write_file(folder / "small-1/manifest.json", R"({"status": "finished", "recipe": "small", "steps": 2})")
      .value();
  io::write_file(folder / "small-1/metrics.jsonl",
                 R"({"step":1,"epoch":1,"split":"train","name":"loss","value":2.5})"
                 "\n"
                 R"({"step":2,"epoch":1,"split":"train","name":"loss","value":1.5})"
                 "\n")
      .value();
  TrainingSession session("s", {.runs = folder.path()});
  auto page = std::make_shared<HearingPage>();
  int number = session.join(page);
  page->state([](const Json& state) { return state["table"] > 1; });
  auto ask = [&](int id, const std::string& fields) {
    session.receive(number, "{\"id\": " + std::to_string(id) + ", " + fields + "}");
    return page->reply(id);
  };
  Json runs = ask(1, R"("ask": "runs", "since": 0)");
  ASSERT_EQ(runs["rows"].size(), 1u);
  EXPECT_EQ(runs["rows"][0]["name"], "small-1");
  EXPECT_EQ(ask(2, R"("ask": "open_run", "run": "../small-1")")["problem"]["code"], "lab.runs.none");
  EXPECT_FALSE(ask(3, R"("ask": "open_run", "run": "small-1")").contains("problem"));
  session.receive(number, R"({"id": 4, "ask": "next"})");
  Json picture = page->picture();
  while (picture["curves"].empty()) {
    session.receive(number, R"({"id": 4, "ask": "next"})");
    picture = page->picture();
  }
  EXPECT_EQ(picture["run"], "small-1");
  EXPECT_EQ(picture["curves"][0]["name"], "train/loss");
  EXPECT_EQ(picture["curves"][0]["count"], 2);
  EXPECT_EQ(picture["bytes"], 2 * 4 * 4);
  // What is answered by the training when there is none, comes all the same.
  EXPECT_EQ(ask(5, R"("ask": "steer", "command": "pause")")["problem"]["code"], "lab.run.gone");
  EXPECT_EQ(ask(6, R"("ask": "steer", "command": "explode")")["problem"]["code"], "lab.unknown_word");
  EXPECT_EQ(
      ask(7, R"("ask": "start", "recipe": "linear", "data": "", "settings": [], "language": "en")")["problem"]
                                                                                                   ["code"],
      "lab.start.none");
  EXPECT_EQ(
      ask(8, R"("ask": "rates", "lr": null, "momentum": null, "weight_decay": null)")["problem"]["code"],
      "lab.run.nothing_set");
  Json compared;
  for (int id = 100; compared.empty() || compared["reading"] == true; ++id)
    compared = ask(id, R"("ask": "compare", "runs": ["small-1", "small-1"], "figure": "loss")");
  ASSERT_EQ(compared["compared"].size(), 2u);
  EXPECT_EQ(compared["compared"][1]["curves"][0]["means"], (std::vector<double>{2.5, 1.5}));
  EXPECT_EQ(ask(21, R"("ask": "compare", "runs": ["small-1", "/etc"], "figure": "")")["problem"]["code"],
            "lab.runs.none");
  std::string many;
  for (int i = 0; i < 13; ++i) many += std::string(i ? "," : "") + "\"small-1\"";
  EXPECT_EQ(ask(22, R"("ask": "compare", "runs": [)" + many + R"(], "figure": "")")["problem"]["code"],
            "lab.compare.many");
  Json report = ask(23, R"("ask": "report", "run": "small-1", "language": "fr")");
  EXPECT_EQ(report["name"], "small-1.html");
  EXPECT_TRUE(report["text"].get<std::string>().starts_with("<!doctype html>\n<html lang=\"fr\">"));
  EXPECT_EQ(ask(24, R"("ask": "report", "run": "..", "language": "fr")")["problem"]["code"], "lab.runs.none");
  EXPECT_FALSE(ask(9, R"("ask": "delete_runs", "runs": ["small-1"])").contains("problem"));
  page->state([](const Json& state) { return state["run"].is_null(); });
  EXPECT_FALSE(ask(10, R"("ask": "undelete")").contains("problem"));
  EXPECT_EQ(ask(11, R"("ask": "garbage")")["problem"]["code"], "lab.unknown_request");
}

TEST(TrainingSession, LooksIntoARunAndAnswersDrawnPictures) {
  TemporaryFolder folder;
  recipe::Recipe recipe = recipe::parse_recipe(R"(name = "small"
[data]
source = "digits"
limit = 200
[model]
layers = ["conv 3 5x5", "relu", "flatten", "linear 10"]
[train]
epochs = 1
)",
                                               "small.toml")
                              .value();
  recipe::train_recipe(recipe, {.runs = folder.path()});
  TrainingSession session("s", {.runs = folder.path()});
  EXPECT_TRUE(session.hears_bytes());
  Visitor visitor(session);
  visitor.page->state([](const Json& state) { return state["table"] > 1; });
  auto inspect = [&](const Json& seen, bool maps) {
    session.receive(
        visitor.number,
        Json({{"id", ++visitor.asked}, {"ask", "inspect"}, {"seen", seen}, {"maps", maps}}).dump());
    Json picture = visitor.page->picture();
    EXPECT_EQ(picture["reply"], visitor.asked);
    return picture;
  };
  EXPECT_EQ(visitor.ask({{"ask", "inspect"}, {"seen", 0}})["problem"]["code"], "lab.run.unchosen");
  visitor.ask({{"ask", "open_run"}, {"run", "small-1"}});
  Json first = inspect(0, false);
  EXPECT_EQ(first["run"], "small-1");
  EXPECT_EQ(first["name"], "");

  Json head = {{"id", ++visitor.asked}, {"ask", "try_pixels"}, {"name", "drawn"},
               {"width", 28},           {"height", 28},        {"channels", 1}};
  session.receive(visitor.number, upload(head, std::string(28 * 28, '\x40')), false);
  EXPECT_FALSE(visitor.page->reply(visitor.asked).contains("problem"));
  Json seen = inspect(first["version"], true);
  while (seen["name"] != "drawn" || seen["layers"].empty()) seen = inspect(seen["version"], true);
  EXPECT_EQ(seen["weights"], "best");
  EXPECT_EQ(seen["probabilities"].size(), 10u);
  EXPECT_EQ(seen["layers"].size(), 4u);
  EXPECT_EQ(seen["filters"].size(), 1u);

  // Too few bytes are refused, a text is no picture, and who looks no more is answered.
  head["id"] = ++visitor.asked;
  session.receive(visitor.number, upload(head, "few"), false);
  EXPECT_EQ(visitor.page->reply(visitor.asked)["problem"]["code"], "lab.convolution.pixels");
  Json file = {{"id", ++visitor.asked}, {"ask", "try_file"}, {"name", "notes.txt"}};
  session.receive(visitor.number, upload(file, "not a picture"), false);
  EXPECT_FALSE(visitor.page->reply(visitor.asked).contains("problem"));
  while (seen["what"].is_null()) seen = inspect(seen["version"], false);
  EXPECT_EQ(seen["name"], "drawn");
  int waits = ++visitor.asked;
  session.receive(visitor.number,
                  Json({{"id", waits}, {"ask", "inspect"}, {"seen", 1'000'000}, {"maps", false}}).dump());
  visitor.ask({{"ask", "inspect_rest"}});
  EXPECT_FALSE(visitor.page->reply(waits).contains("problem"));
}

TEST(TrainingSession, ReviewsARunWhileOtherThingsAreAsked) {
  TemporaryFolder folder;
  recipe::Recipe recipe = recipe::load_recipe("linear", {"data.limit=200", "train.epochs=1"}).value();
  std::string run = recipe::train_recipe(recipe, {.runs = folder.path()}).start.run;
  TrainingSession session("s", {.runs = folder.path()});
  auto page = std::make_shared<HearingPage>();
  int number = session.join(page), id = 0;
  page->state([](const Json& state) { return state["table"] > 1; });
  auto ask = [&](const std::string& fields) {
    session.receive(number, "{\"id\": " + std::to_string(++id) + ", \"ask\": " + fields + "}");
    return page->reply(id);
  };
  auto code = [&](const std::string& fields) { return ask(fields)["problem"]["code"]; };
  const std::string look = R"("review", "split": "test", "count": 300, "repeated": false)";
  EXPECT_EQ(code(look), "lab.run.unchosen");
  ask(R"("open_run", "run": ")" + std::filesystem::path(run).filename().string() + "\"");
  EXPECT_EQ(code(R"("review_cell", "truth": 0, "guess": 0)"), "lab.review.none");
  EXPECT_EQ(code(R"("review", "split": "test", "count": 1e300)"), "lab.type");
  EXPECT_EQ(code(R"("review", "split": "test", "count": 7)"), "lab.range");
  EXPECT_EQ(code(R"("review", "split": "../etc", "anew": true)"), "lab.unknown_word");
  EXPECT_EQ(ask(look)["working"], true);
  EXPECT_TRUE(ask(R"("runs", "since": 0)").contains("rows")) << "answered meanwhile";
  Json answer;
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    answer = ask(look);
  } while (answer["working"] == true);
  Json result = answer["result"];
  EXPECT_EQ(result["count"], 300);
  EXPECT_EQ(result["confusion"].size(), 100u);
  EXPECT_EQ(result["worst"].size(), 20u);
  EXPECT_TRUE(result["layers"].back()["update"].is_null()) << "it goes on no more";
  EXPECT_TRUE(ask(look + R"(, "seen": )" + answer["version"].dump())["result"].is_null());
  std::string parameter = result["parameters"][0];
  EXPECT_EQ(ask(R"("review_histogram", "path": ")" + parameter + "\"")["path"], parameter);
  EXPECT_EQ(code(R"("review_histogram", "path": "none")"), "lab.review.parameter");
  EXPECT_EQ(code(R"("review_cell", "truth": 10, "guess": 0)"), "lab.range");
  ask(R"("stop_review")");
  EXPECT_EQ(code(R"("review_cell", "truth": 0, "guess": 0)"), "lab.review.none");
}

}  // namespace
}  // namespace percept::studio
