#include "studio/playground_session.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "io/temporary_folder.hpp"
#include "percept/base/base64.hpp"
#include "percept/io/files.hpp"
#include "percept/studio/labs.hpp"
#include "studio/convolution_session.hpp"
#include "studio/training_session.hpp"

namespace percept::studio {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::seconds;

// Keeps what a page would have been told.
class Page : public Outbox {
 public:
  void say(std::string text) override { keep(std::move(text), texts_); }
  void send(std::string bytes) override { keep(std::move(bytes), pictures_); }
  void show(std::string bytes) override { keep(std::move(bytes), pictures_); }

  /// The answer to the request of that number.
  Json reply(int id) {
    return wait(texts_, [&](const std::string& text) {
      Json json = Json::parse(text);
      return json.contains("reply") && json["reply"] == id ? json : Json();
    });
  }
  /// A state of which `is` is true.
  Json state(const std::function<bool(const Json&)>& is) {
    return wait(texts_, [&](const std::string& text) {
      Json json = Json::parse(text);
      return json.contains("event") && is(json) ? json : Json();
    });
  }
  /// The head of the next picture.
  Json picture() {
    return wait(pictures_, [&](std::string& bytes) {
      std::string taken = std::exchange(bytes, "");
      if (taken.empty()) return Json();
      std::size_t length = 0;
      for (int i = 0; i < 4; ++i)
        length |= std::size_t(static_cast<unsigned char>(taken[std::size_t(i)])) << (8 * i);
      Json head = Json::parse(taken.substr(4, length));
      head["bytes"] = taken.size() - 4 - length;
      return head;
    });
  }
  std::size_t count() {
    std::lock_guard lock(mutex_);
    return texts_.size() + pictures_.size();
  }

 private:
  void keep(std::string what, std::vector<std::string>& where) {
    std::lock_guard lock(mutex_);
    where.push_back(std::move(what));
    there_.notify_all();
  }
  template <class F>
  Json wait(std::vector<std::string>& where, F find) {
    std::unique_lock lock(mutex_);
    Json found;
    auto look = [&] {
      for (std::string& each : where)
        if (found = find(each); !found.is_null()) return true;
      return false;
    };
    EXPECT_TRUE(there_.wait_for(lock, seconds(60), look));
    return found;
  }
  std::mutex mutex_;
  std::condition_variable there_;
  std::vector<std::string> texts_, pictures_;
};

struct Visitor {
  std::shared_ptr<Page> page = std::make_shared<Page>();
  Session& session;
  int number;
  int asked = 0;
  explicit Visitor(Session& session) : session(session), number(session.join(page)) {}
  Json ask(Json request) {
    request["id"] = ++asked;
    session.receive(number, request.dump());
    return page->reply(asked);
  }
  Json look() {
    session.receive(number, Json({{"id", ++asked}, {"ask", "next"}}).dump());
    return page->picture();
  }
};

bool any(const Json&) { return true; }

TEST(Session, TellsItsStateAndShowsPictures) {
  PlaygroundSession session("one");
  Visitor visitor(session);
  Json state = visitor.page->state(any);
  EXPECT_EQ(state["session"], "one");
  EXPECT_EQ(state["layers"].size(), 4u);
  EXPECT_EQ(state["domain"], Json({-6, 6, -6, 6}));
  Json head = visitor.look();
  EXPECT_EQ(head["kind"], "network");
  std::size_t bytes = 0;
  for (const Json& blob : head["blobs"]) {
    std::size_t size = blob["type"] == "f32" ? 4 : 1;
    for (const Json& side : blob["shape"]) size *= side.get<std::size_t>();
    bytes += (size + 3) / 4 * 4;
  }
  EXPECT_EQ(head["bytes"], bytes);
}

TEST(Session, PlaysAndPauses) {
  PlaygroundSession session("one");
  Visitor visitor(session);
  visitor.ask({{"ask", "play"}, {"epochs_per_second", 0}});
  double before = visitor.look()["epoch"];
  EXPECT_GT(visitor.look()["epoch"].get<double>(), before);
  visitor.ask({{"ask", "pause"}});
  visitor.page->state([](const Json& state) { return !state["playing"]; });
}

TEST(Session, TwoPagesSeeTheSame) {
  PlaygroundSession session("one");
  Visitor one(session), other(session);
  one.ask({{"ask", "edit"}, {"changes", {{"optimizer.lr", 0.5}}}});
  other.page->state([](const Json& state) { return state["settings"]["optimizer"]["lr"] == 0.5; });
}

TEST(Session, APlayingSessionRestsWhenItsLastPageHasGone) {
  PlaygroundSession session("one");
  {
    Visitor visitor(session);
    visitor.ask({{"ask", "play"}, {"epochs_per_second", 0}});
    session.leave(visitor.number);
  }
  EXPECT_TRUE(session.empty());
  std::this_thread::sleep_for(std::chrono::milliseconds(2500));
  Visitor again(session);
  EXPECT_FALSE(again.page->state(any)["playing"]);
}

TEST(Session, AnswersWhatItCannotDoWithAProblemInBothLanguages) {
  PlaygroundSession session("one");
  Visitor visitor(session);
  Json answer = visitor.ask({{"ask", "edit"}, {"changes", {{"optimizer.lr", -1}}}});
  EXPECT_EQ(answer["problem"]["code"], "recipe.range");
  EXPECT_NE(answer["problem"]["message"]["en"], answer["problem"]["message"]["fr"]);
  EXPECT_EQ(visitor.ask({{"ask", "fly"}})["problem"]["code"], "lab.unknown_request");
  EXPECT_EQ(visitor.ask({{"ask", "seek"}, {"step", "x"}})["problem"]["where"], "step");
  EXPECT_EQ(visitor.ask({{"ask", "adopt"}, {"result", 0}})["problem"]["code"], "lab.explore.none");
  session.receive(visitor.number, "nonsense");
  EXPECT_EQ(visitor.page->reply(-1)["problem"]["code"], "lab.no_request");
  EXPECT_FALSE(visitor.ask({{"ask", "pause"}}).contains("problem"));
}

TEST(Session, ALotteryIsRunAndAResultAdopted) {
  PlaygroundSession session("one");
  Visitor visitor(session);
  visitor.ask({{"ask", "lottery"}, {"seeds", 4}, {"epochs", 20}, {"solve", 0.05}});
  Json state = visitor.page->state(
      [](const Json& each) { return !each["explored"].is_null() && each["explored"]["done"] == 4; });
  Json last = state["explored"]["results"][3];
  EXPECT_FALSE(visitor.ask({{"ask", "adopt"}, {"result", 3}}).contains("problem"));
  visitor.page->state([&](const Json& each) { return each["settings"]["seed"] == last["seed"]; });
}

TEST(Session, EveryExportComes) {
  PlaygroundSession session("one");
  Visitor visitor(session);
  for (const char* form : {"onnx", "cpp", "recipe", "command", "csv"}) {
    Json answer = visitor.ask({{"ask", "export"}, {"as", form}});
    EXPECT_FALSE(answer.contains("problem")) << answer;
    EXPECT_GT(answer["text"].get<std::string>().size(), 20u) << form;
  }
}

TEST(Session, ManyPicturesDoNotQueue) {
  PlaygroundSession session("one");
  Visitor visitor(session);
  visitor.ask({{"ask", "play"}, {"epochs_per_second", 0}});
  visitor.look();
  std::size_t before = visitor.page->count();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(visitor.page->count(), before);  // nobody asked
}

TEST(ConvolutionSession, TellsItsStateItsPicturesAndItsNumbers) {
  ConvolutionSession session("one");
  Visitor visitor(session), other(session);
  EXPECT_EQ(visitor.page->state(any)["settings"]["picture"], "digit");
  EXPECT_EQ(visitor.look()["kind"], "convolution");
  EXPECT_TRUE(visitor.ask({{"ask", "edit"}, {"changes", {{"picture", "lecture-6"}}}}).contains("reply"));
  other.page->state([](const Json& state) { return state["settings"]["picture"] == "lecture-6"; });
  Json head = visitor.look();
  EXPECT_EQ(head["least"], -16);
  EXPECT_EQ(head["blobs"][1]["shape"], Json({1, 4, 4}));
  Json step = visitor.ask({{"ask", "walk"}, {"channel", 0}, {"row", 0}, {"column", 0}});
  EXPECT_EQ(step["output"], -5);
  EXPECT_EQ(
      step["taps"][4],
      Json({{"row", 1}, {"column", 1}, {"border", false}, {"value", 5}, {"weight", 0}, {"product", 0}}));
  EXPECT_EQ(visitor.ask({{"ask", "matrix"}})["columns"], 36);
  visitor.ask({{"ask", "kernel"}, {"change", "transpose"}});
  visitor.page->state([](const Json& state) { return state["settings"]["preset"] == "edge-horizontal"; });
  visitor.ask({{"ask", "undo"}});
  visitor.page->state([](const Json& state) { return state["redo"] == true; });
}

TEST(ConvolutionSession, AnswersWrongInputWithAProblemInBothLanguages) {
  ConvolutionSession session("one");
  Visitor visitor(session);
  auto code = [&](Json request) { return visitor.ask(std::move(request))["problem"]["code"]; };
  EXPECT_EQ(code({{"ask", "play"}, {"epochs_per_second", 1}}), "lab.unknown_request");
  EXPECT_EQ(code({{"ask", "edit"}, {"changes", {{"kernel", {{"a"}}}}}}), "lab.type");
  EXPECT_EQ(code({{"ask", "walk"}, {"channel", 0}, {"row", 1000}, {"column", 0}}), "lab.filter.place");
  Json problem = visitor.ask(
      {{"ask", "open_picture"}, {"name", "a.png"}, {"base64", encode_base64("no picture")}})["problem"];
  EXPECT_NE(problem["message"]["en"], problem["message"]["fr"]);
  EXPECT_TRUE(code({{"ask", "open_picture"}, {"name", "a.png"}, {"base64", "&"}}).is_string());
}

TEST(Labs, SessionsOfTwoLabsAreApart) {
  Converse converse = make_conversations();
  auto playground = std::make_shared<Page>(), convolution = std::make_shared<Page>();
  auto one = converse({"playground", "same"}, playground),
       two = converse({"convolution", "same"}, convolution);
  EXPECT_TRUE(playground->state(any).contains("layers"));
  EXPECT_TRUE(convolution->state(any).contains("formula"));
}

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
  auto page = std::make_shared<Page>();
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
  EXPECT_FALSE(ask(9, R"("ask": "delete_runs", "runs": ["small-1"])").contains("problem"));
  page->state([](const Json& state) { return state["run"].is_null(); });
  EXPECT_FALSE(ask(10, R"("ask": "undelete")").contains("problem"));
  EXPECT_EQ(ask(11, R"("ask": "garbage")")["problem"]["code"], "lab.unknown_request");
}

}  // namespace
}  // namespace percept::studio
