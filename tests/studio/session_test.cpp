#include "studio/playground_session.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "io/temporary_folder.hpp"
#include "percept/base/base64.hpp"
#include "percept/io/files.hpp"
#include "percept/recipe/training.hpp"
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

TEST(ConvolutionSession, HasLayersAndAChainThatAllPagesSee) {
  ConvolutionSession session("one");
  Visitor visitor(session), other(session);
  visitor.look();
  visitor.ask({{"ask", "edit"}, {"changes", {{"picture", "shapes"}, {"colour", true}}}});
  visitor.ask({{"ask", "take_layer"}, {"name", "grey"}});
  visitor.ask({{"ask", "chain"}, {"change", "add"}, {"stage", 0}});
  visitor.ask({{"ask", "edit"}, {"changes", {{"operation", "max"}}}});
  Json state = other.page->state([](const Json& state) { return state["output"] == Json({1, 32, 48}); });
  EXPECT_EQ(state["chain"][0]["shape"], Json({1, 64, 96}));
  EXPECT_EQ(state["chain"][1]["reach"], Json({2, 2}));
  EXPECT_EQ(state["settings"]["before"][0]["filters"][0]["weights"][1][0][0], 0.587);
  visitor.ask({{"ask", "chain"}, {"change", "choose"}, {"stage", 0}});
  Json step = visitor.ask({{"ask", "walk"}, {"channel", 0}, {"row", 0}, {"column", 0}});
  EXPECT_EQ(step["slices"].size(), 3u);
  EXPECT_EQ(step["slices"][2]["channel"], 2);
  EXPECT_EQ(step["relu"], Json());
  visitor.ask({{"ask", "kernel"}, {"change", "sobel-x"}, {"filter", 0}, {"slice", 2}});
  visitor.page->state([](const Json& state) {
    return state["settings"]["filters"][0]["weights"][2] == Json({{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}});
  });
  visitor.ask({{"ask", "take_chain"}, {"name", "first-layer"}});
  EXPECT_EQ(visitor.look()["blobs"].size(), 6u) << "input, output, shown, and three small ones";
  auto code = [&](Json request) { return visitor.ask(std::move(request))["problem"]["code"]; };
  EXPECT_EQ(code({{"ask", "chain"}, {"change", "add"}, {"stage", 1e300}}), "lab.type");
  EXPECT_EQ(code({{"ask", "chain"}, {"change", "add"}, {"stage", "one"}}), "lab.type");
  EXPECT_EQ(code({{"ask", "take_chain"}, {"name", "none"}}), "lab.ready");
  EXPECT_EQ(code({{"ask", "kernel"}, {"change", "mirror"}, {"filter", 99}}), "lab.range");
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

// Asks until the comparison has ended.
Json ended_features(Visitor& visitor) {
  Json progress;
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    progress = visitor.ask({{"ask", "features"}});
  } while (progress["running"] == true);
  return progress;
}

TEST(ConvolutionSession, ComparesFeaturesBesideTheLab) {
  ConvolutionSession session("one");
  Visitor visitor(session);
  Json before = visitor.ask({{"ask", "features"}});
  EXPECT_EQ(before["running"], false);
  EXPECT_EQ(before["available"][0], "digits");
  Json start = {{"ask", "start_features"}, {"data", "digits"}, {"epochs", 1000}, {"train", 200}, {"seeds", 1},
                {"only_kernels", false}};
  EXPECT_TRUE(visitor.ask(start).contains("reply"));
  EXPECT_EQ(visitor.ask({{"ask", "edit"}, {"changes", {{"picture", "lecture-6"}}}}).count("problem"), 0u);
  EXPECT_EQ(visitor.ask({{"ask", "features"}})["running"], true);
  visitor.ask({{"ask", "stop_features"}});
  EXPECT_TRUE(ended_features(visitor)["rows"].empty());

  start["epochs"] = 1;
  visitor.ask(start);
  Json progress = ended_features(visitor);
  EXPECT_EQ(progress["rows"].size(), 5u);
  EXPECT_EQ(progress["rows"][2]["features"], 1296);
  EXPECT_EQ(progress["examples"], 4000);
  Json pictures = visitor.ask({{"ask", "feature_pictures"}, {"example", 7}});
  EXPECT_EQ(pictures["layer"], "learned");
  EXPECT_EQ(pictures["pixels"].size(), 784u);
  EXPECT_EQ(pictures["histograms"].size(), 7u * 7 * 9);
  EXPECT_EQ(pictures["maps"].size(), 8u * 24 * 24);
  EXPECT_EQ(visitor.ask({{"ask", "feature_pictures"}, {"example", 4000}})["problem"]["code"],
            "lab.features.example");

  EXPECT_EQ(visitor.ask({{"ask", "kernel_sources"}})["small"], true);
  EXPECT_EQ(visitor.ask({{"ask", "open_run_kernels"}, {"run", ""}})["layers"][0]["filters"], 8);
  Json kernels = visitor.ask({{"ask", "layer_kernels"}, {"layer", 0}, {"channel", 0}});
  EXPECT_EQ(kernels["kernels"].size(), 8u);
  EXPECT_EQ(kernels["kernels"][7].size(), 25u);
  // The same, but for the deviation of the pixels that it saw.
  auto times = [&](std::size_t kernel, std::size_t place) {
    return double(kernels["kernels"][kernel][place]) / double(pictures["kernels"][kernel * 25 + place]);
  };
  EXPECT_GT(times(3, 4), 1);
  EXPECT_NEAR(times(3, 4), times(6, 7), 1e-2 * times(3, 4));
  visitor.ask({{"ask", "take_kernels"}, {"layer", 0}});
  visitor.page->state([](const Json& state) {
    const Json& settings = state["settings"];
    return settings["operation"] == "layer" && settings["filters"].size() == 8 && settings["relu"] == true;
  });
  EXPECT_EQ(visitor.ask({{"ask", "take_kernels"}, {"layer", 1}})["problem"]["code"], "lab.kernels.layer");
}

TEST(ConvolutionSession, RefusesFeaturesAndKernelsThatAreNotThere) {
  ConvolutionSession session("one");
  Visitor visitor(session);
  auto code = [&](Json request) { return visitor.ask(std::move(request))["problem"]["code"]; };
  Json start = {{"ask", "start_features"}, {"data", "/etc"}, {"epochs", 1}, {"train", 10}, {"seeds", 1}};
  EXPECT_EQ(code(start), "lab.features.data");
  start["data"] = "digits";
  start["epochs"] = -1;
  EXPECT_TRUE(visitor.ask(start).contains("reply"));
  EXPECT_FALSE(ended_features(visitor)["failure"].is_null()) << "what only its own thread finds";
  EXPECT_EQ(code({{"ask", "feature_pictures"}, {"example", 0}}), "lab.features.example");
  EXPECT_EQ(code({{"ask", "open_run_kernels"}, {"run", ""}}), "lab.features.no_layer");
  EXPECT_EQ(code({{"ask", "open_run_kernels"}, {"run", "../secret"}}), "lab.kernels.run");
  EXPECT_EQ(code({{"ask", "layer_kernels"}, {"layer", 0}, {"channel", 0}}), "lab.kernels.layer");
  Json problem = visitor.ask(
      {{"ask", "open_kernel_file"}, {"name", "a.onnx"}, {"base64", encode_base64("no model")}})["problem"];
  EXPECT_NE(problem["message"]["en"], problem["message"]["fr"]);
}

TEST(ConvolutionSession, LearnsAKernelWhileOtherThingsAreAsked) {
  ConvolutionSession session("one");
  Visitor visitor(session);
  Json reply = visitor.ask({{"ask", "learning"}, {"pictures", true}});
  EXPECT_EQ(reply["learning"]["step"], 0);
  EXPECT_EQ(reply["pictures"]["height"], 26);
  visitor.ask({{"ask", "learn_play"}, {"steps_per_second", 0}});
  EXPECT_EQ(visitor.ask({{"ask", "walk"}, {"channel", 0}, {"row", 0}, {"column", 0}})["rows"], 3);
  visitor.ask({{"ask", "edit"}, {"changes", {{"preset", "sobel-x"}}}});
  do reply = visitor.ask({{"ask", "learning"}})["learning"];
  while (reply["playing"] == true);
  EXPECT_EQ(reply["end"], "settled");
  EXPECT_LT(reply["error"], 1e-3);
  EXPECT_EQ(reply["truth"][1][0], 1);  // still what the editor had at the beginning
  reply = visitor.ask({{"ask", "learn_reset"}})["learning"];
  EXPECT_EQ(reply["truth"][1][0], -2);
  visitor.ask({{"ask", "learn_step"}, {"count", 3}});
  visitor.ask({{"ask", "edit"}, {"changes", {{"picture", "rings"}}}});
  reply = visitor.ask({{"ask", "learning"}})["learning"];
  EXPECT_EQ(reply["step"], 0);
  EXPECT_EQ(reply["restarted"], true);
  auto code = [&](Json request) { return visitor.ask(std::move(request))["problem"]["code"]; };
  EXPECT_EQ(code({{"ask", "learn_set"}, {"rows", 16}}), "lab.range");
  EXPECT_EQ(code({{"ask", "learn_set"}, {"rate", "fast"}}), "lab.type");
  EXPECT_EQ(code({{"ask", "learn_step"}, {"count", 1e9}}), "lab.range");
  EXPECT_TRUE(code({{"ask", "learn_after"}, {"name", "a.png"}, {"base64", "&"}}).is_string());
}

TEST(ConvolutionSession, LetsALearningRestWhereNobodyLooks) {
  ConvolutionSession session("one");
  Visitor visitor(session);
  EXPECT_EQ(visitor.ask({{"ask", "learn_play"}, {"steps_per_second", 10}})["learning"]["playing"], true);
  session.leave(visitor.number);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  Visitor next(session);
  EXPECT_EQ(next.ask({{"ask", "learning"}})["learning"]["playing"], false);
}

TEST(ConvolutionSession, AnswersSpectrumPatchesAndTimes) {
  ConvolutionSession session("one");
  Visitor visitor(session);
  visitor.ask({{"ask", "edit"}, {"changes", {{"picture", "lecture-4"}, {"preset", "lectures-matrix"}}}});
  EXPECT_EQ(visitor.ask({{"ask", "patches"}, {"channel", 0}})["patches"]["output"],
            Json({122, 148, 126, 134}));
  Json spectrum = visitor.ask({{"ask", "spectrum"}})["spectrum"];
  EXPECT_EQ(spectrum["separation"]["rank"], 3);
  EXPECT_EQ(spectrum["kernel"]["gains"][32 * 64 + 32], 21);
  EXPECT_EQ(visitor.ask({{"ask", "times"}, {"layer", false}})["times"]["rows"].size(), 4u);
  auto code = [&](Json request) { return visitor.ask(std::move(request))["problem"]["code"]; };
  EXPECT_EQ(code({{"ask", "patches"}, {"channel", 3}}), "lab.filter.channel");
  visitor.ask({{"ask", "edit"}, {"changes", {{"operation", "average"}}}});
  EXPECT_EQ(code({{"ask", "spectrum"}}), "lab.spectrum.pooling");
  EXPECT_EQ(code({{"ask", "times"}}), "lab.filter.no_patches");
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
  auto page = std::make_shared<Page>();
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
