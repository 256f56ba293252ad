#include "studio/playground_session.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "percept/base/base64.hpp"
#include "percept/studio/labs.hpp"
#include "studio/convolution_session.hpp"

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

std::string upload(Json head, const std::string& pixels) {
  std::string text = head.dump();
  text.append((4 - text.size() % 4) % 4, ' ');
  std::string size(4, '\0');
  for (std::size_t i = 0; i < 4; ++i) size[i] = char(text.size() >> 8 * i);
  return size + text + pixels;
}

TEST(ConvolutionSession, FiltersFramesAndKeepsNothingOfThem) {
  ConvolutionSession session("one");
  Visitor visitor(session);
  visitor.page->state(any);
  visitor.look();
  visitor.ask({{"ask", "edit"}, {"changes", {{"kernel", {{2}}}, {"scale", "clip"}, {"colour", true}}}});
  visitor.look();
  Json head = {{"id", 500}, {"ask", "frame"}, {"width", 4}, {"height", 3}, {"channels", 3}};
  session.receive(visitor.number, upload(head, std::string(36, 'd')), false);
  Json live = visitor.page->picture();
  EXPECT_EQ(live["kind"], "live");
  EXPECT_EQ(live["reply"], 500);
  EXPECT_EQ(live["blobs"][0]["shape"], Json({3, 4, 3}));
  EXPECT_EQ(live["least"], 200);
  EXPECT_GT(live["milliseconds"], 0);
  head["id"] = 501;
  session.receive(visitor.number, upload(head, std::string(35, 'd')), false);
  EXPECT_EQ(visitor.page->reply(501)["problem"]["code"], "lab.convolution.pixels");
  session.receive(visitor.number, "\xff\xff\xff\xff", false);
  EXPECT_EQ(visitor.page->reply(-1)["problem"]["code"], "lab.no_head");
  head.update({{"id", 502}, {"ask", "pixels"}, {"name", "camera"}, {"channels", 1}});
  session.receive(visitor.number, upload(head, std::string(12, 'd')), false);
  Json state = visitor.page->state([](const Json& each) { return each["own"] == "camera"; });
  EXPECT_EQ(state["input"], Json({1, 3, 4}));
}

TEST(Labs, SessionsOfTwoLabsAreApart) {
  Converse converse = make_conversations();
  auto playground = std::make_shared<Page>(), convolution = std::make_shared<Page>();
  auto one = converse({"playground", "same"}, playground),
       two = converse({"convolution", "same"}, convolution);
  EXPECT_TRUE(playground->state(any).contains("layers"));
  EXPECT_TRUE(convolution->state(any).contains("formula"));
}

}  // namespace
}  // namespace percept::studio
