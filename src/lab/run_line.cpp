#include "run_line.hpp"

#include <sys/socket.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "percept/io/json_depth.hpp"

namespace percept::lab {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds kStateTime{400};  // between two questions for the state, which others may change
constexpr double kWindow = 4;            // seconds over which the speed is measured
constexpr std::size_t kMostOwed = 64;

std::optional<double> number(const Json& object, const char* key) {
  auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

// The last of a column.
std::optional<double> newest(const Json& object, const char* key) {
  auto found = object.find(key);
  if (found == object.end() || !found->is_array() || found->empty() || !found->back().is_number())
    return std::nullopt;
  return found->back().get<double>();
}

std::string word(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

pid_t process_behind(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer.pid : 0;
}

}  // namespace

std::unique_ptr<RunLine> RunLine::open(const std::filesystem::path& folder) {
  Result<train::ControlClient> client = train::ControlClient::connect(folder);
  if (!client) return nullptr;
  return std::unique_ptr<RunLine>(new RunLine(*std::move(client)));
}

RunLine::RunLine(train::ControlClient client)
    : client_(std::move(client)), process_(process_behind(client_.descriptor())) {
  send(R"({"command": "watch"})", -1);
}

void RunLine::send(const std::string& command, double token) {
  Json json = Json::parse(command);
  json["id"] = next_;
  owed_[next_++] = {token, Clock::now()};
  over_ |= !client_.say(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void RunLine::ask(const std::string& command, double token) {
  if (owed_.size() >= kMostOwed)
    return answers_.push_back({token, Problem("lab.run.busy").with_hint("lab.run.busy.hint")}), void();
  send(command, token);
}

bool RunLine::look(Clock::time_point now) {
  if (now - asked_state_ >= kStateTime && silence(now) == 0) {
    asked_state_ = now;
    send(R"({"command": "status"})", -1);
  }
  std::vector<std::string> lines;
  over_ |= !client_.take(lines);
  for (const std::string& line : lines) hear(line);
  if (over_) give_up();
  return !lines.empty();
}

void RunLine::give_up() {
  for (const auto& [id, owed] : std::exchange(owed_, {}))
    if (owed.token >= 0)
      answers_.push_back({owed.token, Problem("lab.run.gone").with_hint("lab.run.gone.hint")});
}

double RunLine::silence(Clock::time_point now) const {
  if (owed_.empty()) return 0;
  return std::max(1e-9, std::chrono::duration<double>(now - owed_.begin()->second.asked).count());
}

void RunLine::hear(const std::string& line) {
  if (!io::is_shallow_json(line)) return;
  Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return;
  if (auto watch = json.find("watch"); watch != json.end() && watch->is_object()) {
    std::optional<double> step = newest(*watch, "step"), time = newest(*watch, "time"),
                          images = newest(*watch, "images");
    if (!step || !time || !images) return;
    live.step = *step;
    live.time = *time;
    live.epoch = newest(*watch, "epoch").value_or(live.epoch);
    live.loss = newest(*watch, "loss");
    live.accuracy = newest(*watch, "accuracy");
    live.lr = newest(*watch, "lr");
    marks_.push_back({*time, *step, *images});
    while (marks_.size() > 2 && marks_.back().time - marks_.front().time > kWindow) marks_.pop_front();
    double seconds = marks_.back().time - marks_.front().time;
    if (seconds > 0.05) {
      live.samples_per_second = (marks_.back().images - marks_.front().images) / seconds;
      live.steps_per_second = (marks_.back().step - marks_.front().step) / seconds;
    }
    return;
  }
  auto id = json.find("id");
  if (id == json.end() || !id->is_number_integer()) return;
  auto owed = owed_.find(id->get<std::int64_t>());
  if (owed == owed_.end()) return;
  double token = owed->second.token;
  owed_.erase(owed);
  if (auto ok = json.find("ok"); ok != json.end() && ok->is_object()) {
    if (ok->contains("paused") && (*ok)["paused"].is_boolean()) {
      bool paused = (*ok)["paused"].get<bool>();
      if (live.paused && !paused) marks_.clear();
      live.paused = paused;
      live.step = number(*ok, "step").value_or(live.step);
      live.epoch = number(*ok, "epoch").value_or(live.epoch);
      live.lr = number(*ok, "lr");
      live.momentum = number(*ok, "momentum");
      live.weight_decay = number(*ok, "weight_decay");
      live.seconds = number(*ok, "seconds").value_or(0);
      live.known = true;
    }
    if (token >= 0) answers_.push_back({token, std::nullopt, word(*ok, "path")});
  } else if (token >= 0) {
    auto error = json.find("error");
    bool told = error != json.end() && error->is_object();
    Problem problem("lab.run.refused", {{"reason", told ? word(*error, "message").substr(0, 1000) : ""}});
    answers_.push_back(
        {token, std::move(problem).with_hint("lab.run.refused.hint",
                                             {{"hint", told ? word(*error, "hint").substr(0, 1000) : ""}})});
  }
}

}  // namespace percept::lab
