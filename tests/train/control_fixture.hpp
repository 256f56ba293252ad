// A training that does nothing but count its steps, and a client of its control socket that waits for
// answers.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "io/temporary_folder.hpp"
#include "percept/train/control.hpp"
#include "train/unix_socket.hpp"

namespace percept {

using Json = nlohmann::json;
using namespace std::chrono_literals;

// A training without a network: it counts steps.
class FakeSession : public train::Session {
 public:
  train::SessionState state() const override { return state_; }
  Result<> change(const train::Changes& changes) override {
    if (changes.momentum && !state_.momentum) return Problem("train.control.value", {{"field", "momentum"}});
    if (changes.lr) state_.lr = *changes.lr;
    if (changes.weight_decay) state_.weight_decay = changes.weight_decay;
    return Done{};
  }
  Result<std::filesystem::path> snapshot() override { return std::filesystem::path("runs/x-1/last.ckpt"); }
  Result<> note(const std::string& text) override { return notes.push_back(text), Done{}; }
  std::vector<train::ParameterInfo> parameters() const override {
    std::vector<train::ParameterInfo> list = {{"conv1.weight", DType::f32, {6, 1, 5, 5}, true},
                                              {"norm.mean", DType::f32, {6}, false}};
    if (huge) list.push_back({"huge", DType::f32, {16 << 20}, true});
    return list;
  }
  Result<Tensor> parameter(const std::string& path) const override {
    if (path == "large") return Tensor::zeros(DType::f32, {(16 << 20) + 1});
    if (path == "wide") return Tensor::zeros(DType::f32, {4 << 20});
    if (path != "bias")
      throw Error(Problem("data.class", {{"name", path}}).with_hint("data.classes.none.hint"));
    return Tensor::from<float>({2}, {1, -2});
  }
  std::map<std::string, Tensor> weights() const override {
    return {{"conv1.weight", Tensor::zeros(DType::f32, {6, 1, 5, 5})},
            {"norm.mean", Tensor::from<float>({2}, {1, -2})}};
  }
  Result<Tensor> activation(const std::string& path, std::int64_t example) override {
    if (path == "broken") throw std::runtime_error("out of paper");
    return Tensor::from<std::int64_t>({1}, {example});
  }

  train::SessionState state_{.steps = 1000000, .epochs = 3, .lr = 0.1, .weight_decay = 0.0};
  std::vector<std::string> notes;
  std::atomic<bool> huge = false;
};

// A client that waits for answers.
class Client {
 public:
  explicit Client(const std::filesystem::path& folder)
      : socket_(train::connect_to(folder / "control.sock").value()) {
    timeval patience = {20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(std::size_t(sent));
    }
  }
  // A line without its end; empty where there is none to come.
  std::string line() {
    for (std::size_t searched = 0;;) {
      std::size_t end = seen_.find('\n', searched);
      if (end != seen_.npos) {
        std::string line = seen_.substr(0, end);
        seen_.erase(0, end + 1);
        return line;
      }
      char piece[65536];
      ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
      if (got <= 0) return {};
      searched = seen_.size();
      seen_.append(piece, std::size_t(got));
    }
  }
  Json ask(const std::string& text) {
    send(text + "\n");
    return Json::parse(line(), nullptr, false);
  }
  std::string code_of(const std::string& text) {
    Json answer = ask(text);
    if (!answer.is_object() || !answer.contains("error")) return "no error: " + answer.dump();
    EXPECT_TRUE(answer["error"]["message"].is_string());
    EXPECT_TRUE(answer["error"].contains("hint"));
    return answer["error"]["code"];
  }
  void finish() { ::shutdown(socket_, SHUT_WR); }
  int descriptor() const { return socket_; }

 private:
  io::Descriptor socket_;
  std::string seen_;
};

inline train::EpochFinished epoch_at(std::int64_t step) {
  train::EpochFinished epoch;
  epoch.step = step;
  epoch.split = "test";
  return epoch;
}

// A training on a thread of its own, a step a millisecond, until it is stopped.
class ControlTest : public testing::Test {
 protected:
  void SetUp() override { begin({}); }
  void begin(train::ControlOptions options) {
    control_ = train::Control::listen(folder_.path(), options).value();
    thread_ = std::thread([this] {
      while (control_->serve(session_, &interrupt_) && !interrupt_) {
        ++session_.state_.step;
        control_->publish(train::StepFinished{.step = session_.state_.step, .epoch = 1, .loss = 0.5});
        if (session_.state_.step % 10 == 0) control_->publish(epoch_at(session_.state_.step));
        std::this_thread::sleep_for(1ms);
      }
      ended_ = true;
    });
  }
  void end() {
    interrupt_ = true;
    if (thread_.joinable()) thread_.join();
    control_.reset();
  }
  void TearDown() override { end(); }

  TemporaryFolder folder_;
  FakeSession session_;
  std::atomic<bool> interrupt_ = false, ended_ = false;
  std::unique_ptr<train::Control> control_;
  std::thread thread_;
};

}  // namespace percept
