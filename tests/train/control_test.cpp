#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "control_fixture.hpp"

namespace percept {
namespace {

TEST_F(ControlTest, TellsTheState) {
  Client client(folder_.path());
  Json answer = client.ask(R"({"id": 7, "command": "status"})");
  EXPECT_EQ(answer["id"], 7);
  const Json& state = answer["ok"];
  EXPECT_EQ(state["lr"], 0.1);
  EXPECT_EQ(state["momentum"], nullptr);
  EXPECT_EQ(state["paused"], false);
  std::int64_t step = state["step"];
  EXPECT_EQ(client.ask(R"({"id": "é", "command": "status"})")["id"], "é");
  EXPECT_FALSE(client.ask(R"({"command": "status"})").contains("id"));
  EXPECT_GE(client.ask(R"({"command": "status"})")["ok"]["step"], step);
}

TEST_F(ControlTest, PausesStepsAndResumes) {
  Client client(folder_.path());
  Json paused = client.ask(R"({"command": "pause"})")["ok"];
  EXPECT_EQ(paused["paused"], true);
  std::int64_t step = paused["step"];
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(client.ask(R"({"command": "status"})")["ok"]["step"], step);
  EXPECT_EQ(client.ask(R"({"command": "step"})")["ok"]["step"], step + 1);
  Json stepped = client.ask(R"({"command": "step", "count": 10})")["ok"];
  EXPECT_EQ(stepped["step"], step + 11);
  EXPECT_EQ(stepped["paused"], true);
  EXPECT_EQ(client.ask(R"({"command": "resume"})")["ok"]["paused"], false);
  std::this_thread::sleep_for(20ms);
  EXPECT_GT(client.ask(R"({"command": "status"})")["ok"]["step"], step + 11);
}

TEST_F(ControlTest, StepsOfOneClientAreEndedByAnother) {
  Client first(folder_.path()), second(folder_.path());
  first.send("{\"command\": \"step\", \"count\": 1000000}\n");
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(second.code_of(R"({"command": "step"})"), "train.control.stepping");
  Json paused = second.ask(R"({"command": "pause"})");
  EXPECT_EQ(Json::parse(first.line())["ok"], paused["ok"]);
  EXPECT_EQ(second.ask(R"({"command": "step"})")["ok"]["step"], paused["ok"]["step"].get<int>() + 1);
}

TEST_F(ControlTest, StopEndsTheTraining) {
  Client client(folder_.path());
  client.ask(R"({"command": "pause"})");
  EXPECT_TRUE(client.ask(R"({"command": "stop"})").contains("ok"));
  thread_.join();
  EXPECT_TRUE(ended_);
  EXPECT_FALSE(control_->serve(session_));
}

TEST_F(ControlTest, APausedTrainingCanBeInterrupted) {
  Client client(folder_.path());
  client.ask(R"({"command": "pause"})");
  interrupt_ = true;
  thread_.join();
  EXPECT_TRUE(ended_);
}

TEST_F(ControlTest, ChangesWhatIsInRangeAndNothingElse) {
  Client client(folder_.path());
  Json state = client.ask(R"({"command": "set", "lr": 0.25, "weight_decay": 1e-4})")["ok"];
  EXPECT_EQ(state["lr"], 0.25);
  EXPECT_EQ(state["weight_decay"], 1e-4);
  const char* refused[] = {R"({"command": "set", "lr": -1})",
                           R"({"command": "set", "lr": "fast"})",
                           R"({"command": "set", "lr": null})",
                           R"({"command": "set", "momentum": 1})",
                           R"({"command": "set", "momentum": 0.5})",  // the session has none
                           R"({"command": "set", "lr": 0.5, "weight_decay": -1e-9})"};
  for (const char* line : refused) EXPECT_EQ(client.code_of(line), "train.control.value") << line;
  EXPECT_EQ(client.code_of(R"({"command": "set", "lr": 1e999})"), "train.control.json");
  EXPECT_EQ(client.code_of(R"({"command": "set"})"), "train.control.missing");
  EXPECT_EQ(client.ask(R"({"command": "status"})")["ok"]["lr"], 0.25);
}

TEST_F(ControlTest, KeepsNotesAndTakesSnapshots) {
  Client client(folder_.path());
  EXPECT_EQ(client.ask(R"({"command": "snapshot"})")["ok"]["path"], "runs/x-1/last.ckpt");
  EXPECT_TRUE(client.ask(R"({"command": "note", "text": "plus lent dès ici"})").contains("ok"));
  end();
  EXPECT_EQ(session_.notes, std::vector<std::string>{"plus lent dès ici"});
}

TEST_F(ControlTest, SendsParametersHistogramsAndActivations) {
  Client client(folder_.path());
  Json list = client.ask(R"({"command": "parameters"})")["ok"]["parameters"];
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(
      list[0],
      Json::parse(R"({"path": "conv1.weight", "dtype": "f32", "shape": [6,1,5,5], "trainable": true})"));
  EXPECT_EQ(list[1]["trainable"], false);
  Json bias = client.ask(R"({"command": "parameter", "path": "bias"})")["ok"];
  EXPECT_EQ(bias, Json::parse(R"({"path": "bias", "dtype": "f32", "shape": [2], "data": "AACAPwAAAMA="})"));
  Json histogram = client.ask(R"({"command": "histogram", "path": "bias"})")["ok"];
  EXPECT_EQ(histogram["min"], -2);
  EXPECT_EQ(histogram["count"], 2);
  EXPECT_EQ(histogram["limits"].size(), histogram["counts"].size());
  Json activation = client.ask(R"({"command": "activation", "path": "conv1", "example": 258})")["ok"];
  EXPECT_EQ(activation["dtype"], "i64");
  EXPECT_EQ(activation["data"], "AgEAAAAAAAA=");
  Json wide = client.ask(R"({"command": "parameter", "path": "wide"})")["ok"];
  EXPECT_EQ(wide["data"].get<std::string>().size(), (16u << 20) / 3 * 4 + 4);
}

TEST_F(ControlTest, WhatTheSessionCannotDoIsAnswered) {
  Client client(folder_.path());
  EXPECT_EQ(client.code_of(R"({"command": "parameter", "path": "none"})"), "data.class");
  EXPECT_EQ(client.code_of(R"({"command": "histogram", "path": "none"})"), "data.class");
  EXPECT_EQ(client.code_of(R"({"command": "activation", "path": "broken"})"), "train.control.failed");
  EXPECT_EQ(client.code_of(R"({"command": "parameter", "path": "large"})"), "train.control.too_large");
  EXPECT_TRUE(client.ask(R"({"command": "status"})").contains("ok"));
}

TEST_F(ControlTest, EachFaultOfALineIsAnswered) {
  Client client(folder_.path());
  struct Case {
    std::string line;
    const char* code;
  };
  Case cases[] = {
      {"garbage", "train.control.json"},
      {"{", "train.control.json"},
      {"[]", "train.control.json"},
      {"null", "train.control.json"},
      {"{}", "train.control.json"},
      {R"({"command": 7})", "train.control.json"},
      {R"({"command": "status"} {"command": "stop"})", "train.control.json"},
      {"{\"command\": \"\xFF\"}", "train.control.json"},
      {std::string("{\"command\": \"status\0\"}", 22), "train.control.json"},
      {std::string(100000, '['), "train.control.json"},
      {"{\"id\": " + std::string(100000, '[') + std::string(100000, ']') + ", \"command\": \"status\"}",
       "train.control.json"},
      {"{\"command\": \"note\", \"text\": " + std::string(1000000, '[') + "\n", "train.control.json"},
      {R"({"id": {"a": 1}, "command": "status"})", "train.control.json"},
      {R"({"command": "pasue"})", "train.control.command"},
      {"{\"command\": \"" + std::string(100000, 'x') + "\"}", "train.control.command"},
      {R"({"command": "status", "verbose": true})", "train.control.field"},
      {R"({"command": "step", "count": 0})", "train.control.value"},
      {R"({"command": "step", "count": 1.5})", "train.control.value"},
      {R"({"command": "step", "count": 18446744073709551615})", "train.control.value"},
      {R"({"command": "note"})", "train.control.missing"},
      {R"({"command": "note", "text": ""})", "train.control.value"},
      {"{\"command\": \"note\", \"text\": \"" + std::string(70000, 'x') + "\"}", "train.control.value"},
      {R"({"command": "parameter"})", "train.control.missing"},
      {R"({"command": "parameter", "path": ["a"]})", "train.control.json"},
      {R"({"command": "activation", "path": "a", "example": -1})", "train.control.value"},
  };
  for (const Case& c : cases) EXPECT_EQ(client.code_of(c.line), c.code) << c.line.substr(0, 100);
  EXPECT_EQ(client.ask(R"({"id": 3, "command": "pasue"})")["id"], 3);
  EXPECT_NE(client.ask(R"({"command": "pasue"})")["error"]["hint"].get<std::string>().find("'pause'"),
            std::string::npos);
}

TEST_F(ControlTest, ALineTooLongIsRefusedAndHungUpOn) {
  Client client(folder_.path()), other(folder_.path());
  client.send(std::string((1 << 20) + 1, 'x'));
  EXPECT_EQ(Json::parse(client.line())["error"]["code"], "train.control.too_long");
  EXPECT_EQ(client.line(), "");
  Client patient(folder_.path());
  std::string spaces((1 << 20) - 21, ' ');
  EXPECT_TRUE(patient.ask(spaces + R"({"command": "status"})").contains("ok"));
  EXPECT_EQ(Json::parse(
                (patient.send(spaces + R"( {"command": "status"})" + "\n"), patient.line()))["error"]["code"],
            "train.control.too_long");
  EXPECT_TRUE(other.ask(R"({"command": "status"})").contains("ok"));
}

TEST_F(ControlTest, LinesMayComeInPiecesAndMany) {
  Client client(folder_.path());
  for (char c : std::string("{\"command\": \"status\"}")) {
    client.send({&c, 1});
    std::this_thread::sleep_for(100us);
  }
  client.send("\n\n  \r\n");
  EXPECT_TRUE(Json::parse(client.line()).contains("ok"));
  std::string many;
  for (int i = 0; i < 200; ++i)
    many += fmt::format("{{\"id\": {}, \"command\": \"{}\"}}\r\n", i, i % 2 ? "status" : "x");
  client.send(many);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(Json::parse(client.line())["id"], i);
}

TEST_F(ControlTest, AHalfLineIsNoCommand) {
  {
    Client client(folder_.path());
    client.send(R"({"command": "stop"})");
  }
  std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(ended_);
  Client client(folder_.path());
  client.send("{\"id\": 1, \"command\": \"status\"}\n{\"id\": 2, \"command\": \"status\"}\n{\"comm");
  client.finish();  // it says no more, but still listens
  EXPECT_EQ(Json::parse(client.line())["id"], 1);
  EXPECT_EQ(Json::parse(client.line())["id"], 2);
  EXPECT_EQ(client.line(), "");
}

TEST_F(ControlTest, ClientsMayGoAtAnyMoment) {
  for (int i = 0; i < 50; ++i) {
    Client client(folder_.path());
    client.send("{\"command\": \"parameter\", \"path\": \"wide\"}\n{\"command\": \"status\"}\n");
    if (i % 2) std::this_thread::sleep_for(1ms);
  }
  Client client(folder_.path());
  for (int attempt = 0; attempt < 100; ++attempt) {  // until the last of the fifty has been noticed
    Json answer = client.ask(R"({"command": "status"})");
    if (answer.is_object() && answer.contains("ok")) return;
    std::this_thread::sleep_for(20ms);
    client = Client(folder_.path());
  }
  FAIL() << "nobody is served any more";
}

TEST_F(ControlTest, TwentyClientsEightAreServed) {
  std::vector<std::unique_ptr<Client>> clients;
  int served = 0, refused = 0;
  for (int i = 0; i < 20; ++i) clients.push_back(std::make_unique<Client>(folder_.path()));
  for (auto& client : clients) {
    client->send("{\"command\": \"status\"}\n");
    Json answer = Json::parse(client->line());
    if (answer.contains("ok")) ++served;
    if (answer.contains("error")) {
      EXPECT_EQ(answer["error"]["code"], "train.control.too_many");
      EXPECT_EQ(client->line(), "");
      ++refused;
    }
  }
  EXPECT_EQ(served, 8);
  EXPECT_EQ(refused, 12);
  clients.erase(clients.begin());
  std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(Client(folder_.path()).ask(R"({"command": "status"})").contains("ok"));
}

TEST_F(ControlTest, ManyClientsAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      Client client(folder_.path());
      for (int i = 0; i < 20; ++i) {
        Json answer = client.ask(fmt::format(R"({{"id": {}, "command": "set", "lr": {}}})", i, t + 1));
        EXPECT_EQ(answer["id"], i);
        EXPECT_EQ(answer["ok"]["lr"], t + 1);
      }
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_F(ControlTest, AClientThatDoesNotReadIsDropped) {
  end();
  interrupt_ = false;
  begin({.patience = 100ms});
  Client slow(folder_.path()), other(folder_.path());
  slow.send("{\"command\": \"parameter\", \"path\": \"wide\"}\n");
  std::int64_t before = other.ask(R"({"command": "status"})")["ok"]["step"];
  std::this_thread::sleep_for(400ms);
  EXPECT_GT(other.ask(R"({"command": "status"})")["ok"]["step"], before + 50);  // nothing waited for it
  std::string got;
  char piece[65536];
  for (ssize_t n; (n = ::recv(slow.descriptor(), piece, sizeof piece, 0)) > 0;)
    got.append(piece, std::size_t(n));
  EXPECT_LT(got.size(), 10u << 20);
  EXPECT_EQ(got.find('\n'), std::string::npos);
}

TEST_F(ControlTest, WhoIsStillWaitingAtTheEndIsTold) {
  Client client(folder_.path());
  client.ask(R"({"command": "pause"})");
  interrupt_ = true;
  thread_.join();
  client.send("{\"command\": \"status\"}\n");
  std::this_thread::sleep_for(50ms);
  control_.reset();
  EXPECT_EQ(Json::parse(client.line())["error"]["code"], "train.control.ended");
  EXPECT_EQ(client.line(), "");
}

TEST(Control, TheSocketIsForItsOwnerAloneAndGoesAtTheEnd) {
  for (mode_t mask : {0000, 0022, 0777}) {
    TemporaryFolder folder;
    mode_t old = ::umask(mask);
    auto control = train::Control::listen(folder.path());
    ::umask(old);
    ASSERT_TRUE(control) << render(control.problem());
    struct stat status;
    ASSERT_EQ(::lstat((folder / "control.sock").c_str(), &status), 0);
    EXPECT_TRUE(S_ISSOCK(status.st_mode));
    EXPECT_EQ(status.st_mode & 07777, 0600u) << mask;
    control->reset();
    EXPECT_TRUE(folder.names().empty());
  }
}

TEST(Control, WhatAKilledRunLeftIsReplaced) {
  TemporaryFolder folder;
  { io::Descriptor dead = train::listen_at(folder / "control.sock").value(); }  // closed, and left there
  ASSERT_EQ(folder.names().size(), 1u);
  EXPECT_TRUE(train::Control::listen(folder.path()));
  EXPECT_TRUE(folder.names().empty());
}

TEST(Control, ALivingRunKeepsItsSocket) {
  TemporaryFolder folder;
  auto first = train::Control::listen(folder.path());
  ASSERT_TRUE(first);
  auto second = train::Control::listen(folder.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.problem().code(), "train.control.taken");
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(Control, ASocketThatTookThePlaceOfOursStays) {
  TemporaryFolder folder;
  auto control = train::Control::listen(folder.path());
  std::filesystem::remove(folder / "control.sock");
  io::Descriptor other = train::listen_at(folder / "control.sock").value();
  control->reset();
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(Control, WhatIsNoSocketIsLeftAlone) {
  TemporaryFolder folder;
  std::ofstream(folder / "control.sock") << "a letter";
  auto control = train::Control::listen(folder.path());
  ASSERT_FALSE(control);
  EXPECT_EQ(control.problem().code(), "train.control.occupied");
  EXPECT_EQ(std::filesystem::file_size(folder / "control.sock"), 8u);
  EXPECT_EQ(train::Control::listen("/nowhere/at/all").problem().code(), "io.no_folder");
}

TEST(Control, APathLongerThanAnAddressWorks) {
  TemporaryFolder folder;
  std::filesystem::path deep = folder.path();
  for (int i = 0; i < 5; ++i) deep /= std::string(60, char('a' + i));
  std::filesystem::create_directories(deep);
  auto control = train::Control::listen(deep);
  ASSERT_TRUE(control) << render(control.problem());
  FakeSession session;
  std::atomic<bool> done = false;
  std::thread training([&] {
    while (!done) (*control)->serve(session);
  });
  EXPECT_TRUE(Client(deep).ask(R"({"command": "status"})").contains("ok"));
  done = true;
  training.join();
  EXPECT_FALSE(train::Control::listen(deep));
  control->reset();
  EXPECT_TRUE(std::filesystem::is_empty(deep));
}

TEST(Control, WithoutAClientItCostsNextToNothing) {
  TemporaryFolder folder;
  auto control = train::Control::listen(folder.path()).value();
  FakeSession session;
  auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000000; ++i) ASSERT_TRUE(control->serve(session));
  EXPECT_LT(std::chrono::steady_clock::now() - begin,
            2s);  // some nanoseconds each: no lock, no call of the system
}

TEST(Control, WithoutDescriptorsItWaitsForOne) {
  TemporaryFolder folder;
  auto control = train::Control::listen(folder.path()).value();
  rlimit old;
  ::getrlimit(RLIMIT_NOFILE, &old);
  Client client(folder.path());
  std::vector<io::Descriptor> all;
  rlimit few = {64, old.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &few);
  io::Descriptor waiting(::socket(AF_UNIX, SOCK_STREAM, 0));
  for (;;) {
    io::Descriptor next(::dup(0));
    if (!next.ok()) break;
    all.push_back(std::move(next));
  }
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  std::strcpy(address.sun_path, (folder / "control.sock").c_str());
  EXPECT_EQ(::connect(waiting, reinterpret_cast<sockaddr*>(&address), sizeof address),
            0);  // into the backlog
  timespec before, after;
  std::this_thread::sleep_for(20ms);
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  std::this_thread::sleep_for(300ms);
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  EXPECT_LT(double(after.tv_sec - before.tv_sec) + 1e-9 * double(after.tv_nsec - before.tv_nsec),
            0.1);  // asleep
  all.clear();
  ::setrlimit(RLIMIT_NOFILE, &old);
  ASSERT_EQ(::send(waiting, "x\n", 2, MSG_NOSIGNAL), 2);
  char answer[16];
  EXPECT_GT(::recv(waiting, answer, sizeof answer, 0), 0);
}

}  // namespace
}  // namespace percept
