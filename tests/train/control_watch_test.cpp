// Who watches a training through its control socket, and who asks for its weights.
#include <poll.h>

#include "control_fixture.hpp"

namespace percept {
namespace {

using ControlWatch = ControlTest;

// The steps of so many lines of news.
std::vector<std::int64_t> watched_steps(Client& client, int lines) {
  std::vector<std::int64_t> steps;
  while (lines > 0) {
    Json line = Json::parse(client.line(), nullptr, false);
    if (!line.is_object()) break;
    if (!line.contains("watch")) continue;
    --lines;
    for (const Json& step : line["watch"]["step"]) steps.push_back(step);
  }
  return steps;
}

TEST_F(ControlWatch, WhoWatchesIsToldEveryStepInOrder) {
  Client client(folder_.path()), other(folder_.path());
  client.send("{\"command\": \"watch\", \"id\": 1}\n");
  std::vector<std::int64_t> steps = watched_steps(client, 10);
  ASSERT_GT(steps.size(), 20u);
  for (std::size_t i = 1; i < steps.size(); ++i) ASSERT_EQ(steps[i], steps[i - 1] + 1);
  Json line;
  do line = Json::parse(client.line());
  while (!line.contains("watch") || line["watch"]["evaluations"].empty());
  const Json& watch = line["watch"];
  EXPECT_EQ(watch["loss"].size(), watch["step"].size());
  EXPECT_EQ(watch["loss"][0], 0.5);
  EXPECT_GT(watch["time"][0], 1.7e9);
  EXPECT_EQ(watch["evaluations"][0]["split"], "test");
  EXPECT_EQ(watch["evaluations"][0]["step"].get<int>() % 10, 0);
  // Nobody else is told, and who watches may ask on.
  EXPECT_TRUE(other.ask(R"({"command": "status"})").contains("ok"));
  client.send("{\"command\": \"pause\", \"id\": 2}\n");
  do line = Json::parse(client.line());
  while (line.contains("watch") || line["id"] != 2);
  EXPECT_EQ(line["ok"]["paused"], true);
}

TEST_F(ControlWatch, TheStepsOfAPausedTrainingAreToldToo) {
  Client client(folder_.path());
  client.ask(R"({"command": "pause"})");
  client.ask(R"({"command": "watch"})");
  client.send("{\"command\": \"step\", \"count\": 3}\n");
  std::vector<std::int64_t> steps;
  while (steps.size() < 3) {
    std::vector<std::int64_t> more = watched_steps(client, 1);
    ASSERT_FALSE(more.empty());
    steps.insert(steps.end(), more.begin(), more.end());
  }
  EXPECT_EQ(steps.size(), 3u);
}

TEST_F(ControlWatch, AWatcherThatDoesNotReadIsDropped) {
  end();
  interrupt_ = false;
  begin({.patience = 100ms, .news_time = 1ms});
  Client slow(folder_.path()), other(folder_.path());
  int small = 4096;
  ::setsockopt(slow.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  slow.send("{\"command\": \"watch\"}\n");
  std::int64_t before = other.ask(R"({"command": "status"})")["ok"]["step"];
  // The system's buffer fills, and then patience ends.
  char piece[65536];
  for (int attempt = 0; attempt < 200; ++attempt) {
    std::this_thread::sleep_for(50ms);
    pollfd hung{slow.descriptor(), POLLRDHUP, 0};
    if (::poll(&hung, 1, 0) > 0 && (hung.revents & (POLLHUP | POLLRDHUP))) break;
  }
  std::size_t got = 0;
  for (ssize_t n; (n = ::recv(slow.descriptor(), piece, sizeof piece, 0)) > 0;) got += std::size_t(n);
  EXPECT_LT(got, 2u << 20);
  EXPECT_GT(other.ask(R"({"command": "status"})")["ok"]["step"], before + 50);  // nothing waited for it
}

TEST_F(ControlWatch, SendsAllWeightsOfOneStep) {
  Client client(folder_.path());
  Json weights = client.ask(R"({"command": "weights"})")["ok"];
  EXPECT_GE(weights["step"], 0);
  ASSERT_EQ(weights["tensors"].size(), 2u);
  EXPECT_EQ(weights["tensors"][1],
            Json::parse(R"({"path": "norm.mean", "dtype": "f32", "shape": [2], "data": "AACAPwAAAMA="})"));
  session_.huge = true;
  EXPECT_EQ(client.code_of(R"({"command": "weights"})"), "train.control.too_large");
  EXPECT_TRUE(client.ask(R"({"command": "status"})").contains("ok"));
}

}  // namespace
}  // namespace percept
