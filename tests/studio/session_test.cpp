#include "studio/playground_session.hpp"

#include <gtest/gtest.h>

#include "percept/base/base64.hpp"
#include "percept/studio/labs.hpp"
#include "studio/convolution_session.hpp"
#include "visitor.hpp"

namespace percept::studio {
namespace {

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

TEST(Session, AnswersTheSlopeTab) {
  PlaygroundSession session("one");
  Visitor visitor(session);
  Json slope = visitor.ask(
      {{"ask", "slope"}, {"curve", "x^2/2"}, {"start", 1}, {"rate", 0.1}, {"momentum", 0.9}})["slope"];
  EXPECT_EQ(slope["formula"], "x^2/2");
  EXPECT_NEAR(slope["inert"]["steps"][1][4], 0.72, 1e-12);
  EXPECT_NEAR(slope["plain"]["steps"][1][4], 0.81, 1e-12);
  Json refused = visitor.ask({{"ask", "slope"}, {"curve", "log(x)"}, {"start", -1}});
  EXPECT_EQ(refused["problem"]["where"], "start");
  EXPECT_EQ(visitor.ask({{"ask", "slope"}, {"curve", "x^"}})["problem"]["where"], "curve");
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
    return state.value(Json::json_pointer("/settings/filters/0/weights/2"), Json()) ==
           Json({{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}});
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
  auto playground = std::make_shared<HearingPage>(), convolution = std::make_shared<HearingPage>();
  auto one = converse({"playground", "same"}, playground),
       two = converse({"convolution", "same"}, convolution);
  EXPECT_TRUE(playground->state(any).contains("layers"));
  EXPECT_TRUE(convolution->state(any).contains("formula"));
}

}  // namespace
}  // namespace percept::studio
