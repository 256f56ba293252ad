// A training in a folder, looked into while it runs.
#include <gtest/gtest.h>
#include <poll.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "io/temporary_folder.hpp"
#include "percept/base/base64.hpp"
#include "percept/train/control_client.hpp"
#include "percept/train/run_folder.hpp"
#include "stripes.hpp"

namespace percept::train {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using namespace std::chrono_literals;

struct Trained {
  std::string model, metrics;
};

// Trains the stripes in a folder; `look` is a client's work on a thread of its own, begun before the first
// step. The training waits a moment after each step, so that there is time to look.
template <class Look>
Trained train_watched(const fs::path& root, Look look) {
  ParameterStore store(1);
  Trainer trainer(store, stripes_net(), {stripes(30), stripes(10)}, stripes_config());
  RunConfig config{.root = root, .summary = "table\n", .data = "stripes", .data_hash = "12ab"};
  config.card = {.name = "small",
                 .recipe = "name = \"small\"\n",
                 .classes = {"lies", "stands"},
                 .outputs = 2,
                 .input = {1, 4, 4},
                 .normalization = {{0.5f}, {0.25f}}};
  RunFolder folder(config, trainer);
  std::atomic<bool> stop = false;
  trainer.listen([&](const Event& event) {
    folder.on(event);
    std::this_thread::sleep_for(5ms);
  });
  folder.listen_to_clients(stop);
  std::thread client(look, folder.path());
  folder.finish(trainer.run(&stop));
  client.join();
  auto read = [&](const char* name) {
    io::Bytes bytes = io::read_file(folder.path() / name).value();
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  return {read("best.safetensors"), read("metrics.jsonl")};
}

// All lines until the training ends.
std::vector<Json> lines_of(ControlClient& client) {
  std::vector<std::string> lines;
  for (bool goes_on = true; goes_on;) {
    pollfd one{client.descriptor(), POLLIN, 0};
    if (::poll(&one, 1, 20'000) == 0) break;
    goes_on = client.take(lines);
  }
  std::vector<Json> parsed;
  for (const std::string& line : lines) parsed.push_back(Json::parse(line));
  return parsed;
}

TEST(WatchedTraining, GivesTheSameBitsAndTellsWhatTheMetricsSay) {
  TemporaryFolder root;
  Trained alone = train_watched(root / "alone", [](const fs::path&) {});
  std::vector<Json> lines;
  Trained watched = train_watched(root / "watched", [&](const fs::path& folder) {
    ControlClient client = ControlClient::connect(folder).value();
    client.say(R"({"command": "watch"})");
    client.say(R"({"command": "weights", "id": 5})");
    lines = lines_of(client);
  });
  EXPECT_EQ(watched.model, alone.model);
  EXPECT_EQ(watched.metrics, alone.metrics);

  std::map<std::int64_t, double> losses, told;
  std::istringstream metrics(watched.metrics);
  for (std::string text; std::getline(metrics, text);) {
    Json line = Json::parse(text);
    if (line["split"] == "train" && line["name"] == "loss") losses[line["step"]] = line["value"];
  }
  std::size_t evaluations = 0;
  for (const Json& line : lines) {
    if (!line.contains("watch")) continue;
    const Json& watch = line["watch"];
    for (std::size_t i = 0; i < watch["step"].size(); ++i) told[watch["step"][i]] = watch["loss"][i];
    evaluations += watch["evaluations"].size();
  }
  EXPECT_GE(told.size(), 2u);
  for (const auto& [step, loss] : told) EXPECT_EQ(loss, losses.at(step)) << step;
  EXPECT_EQ(std::prev(told.end())->first, std::prev(losses.end())->first);
  EXPECT_GE(evaluations, 1u);
}

TEST(WatchedTraining, WeightsAreThoseOfOneStep) {
  TemporaryFolder root;
  Json weights;
  train_watched(root / "runs", [&](const fs::path& folder) {
    ControlClient client = ControlClient::connect(folder).value();
    client.say(R"({"command": "pause"})");
    client.say(R"({"command": "weights", "id": 5})");
    client.say(R"({"command": "parameters", "id": 6})");
    client.say(R"({"command": "resume"})");
    std::vector<Json> lines = lines_of(client);
    ASSERT_GE(lines.size(), 3u);
    EXPECT_EQ(lines[0]["ok"]["step"], lines[1]["ok"]["step"]);
    std::vector<std::string> have, want;
    for (const Json& each : lines[1]["ok"]["tensors"]) {
      have.push_back(each["path"]);
      std::size_t elements = 1;
      for (const Json& side : each["shape"]) elements *= side.get<std::size_t>();
      EXPECT_EQ(decode_base64(each["data"].get<std::string>()).value().size(), 4 * elements);
    }
    for (const Json& each : lines[2]["ok"]["parameters"]) want.push_back(each["path"]);
    EXPECT_EQ(have, want);
    EXPECT_EQ(have.size(), 4u);
  });
}

TEST(ControlClient, SaysThatNobodyIsThere) {
  TemporaryFolder root;
  EXPECT_FALSE(ControlClient::connect(root.path()));
}

}  // namespace
}  // namespace percept::train
