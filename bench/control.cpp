// What clients cost a training: LeNet on the digits, in one process. First alone and watched in short turns:
// a watcher on another thread reads its lines and drops them. Then in longer turns alone, with somebody who
// looks into the network (maps of a picture, ten times a second), and with a review that is repeated; these
// two compute beside it. `./dev bench control`.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "percept/lab/run_inspection.hpp"
#include "percept/lab/run_review.hpp"
#include "percept/recipe/training.hpp"
#include "percept/train/control_client.hpp"

using namespace percept;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

enum Kind { kAlone, kWatched, kInspected, kReviewed, kKinds, kOver };
constexpr std::array<const char*, kKinds> kNames = {"alone", "watched", "inspected", "reviewed"};

/// Steps `from` on belong to turns of so many, one kind after the other; the first of a turn belong to the
/// change.
struct Phase {
  std::int64_t from, turn, change;
  std::vector<Kind> kinds;
};
const std::array<Phase, 2> kPhases = {
    {{0, 20, 4, {kAlone, kWatched}}, {4000, 1600, 200, {kAlone, kInspected, kReviewed}}}};
constexpr std::int64_t kSteps = 28'000;

const Phase& phase_of(std::int64_t step) { return kPhases[step < kPhases[1].from ? 0 : 1]; }
Kind kind_of(std::int64_t step) {
  const Phase& phase = phase_of(step);
  return phase.kinds[std::size_t((step - phase.from) / phase.turn) % phase.kinds.size()];
}

void watch(const std::filesystem::path& folder, const std::atomic<int>& wanted, long& read) {
  Result<train::ControlClient> client = train::ControlClient::connect(folder);
  if (!client) return;
  client->say(R"({"command": "watch"})");
  std::vector<std::string> lines;
  while (wanted == kWatched) {
    pollfd one{client->descriptor(), POLLIN, 0};
    ::poll(&one, 1, 50);
    if (!client->take(lines)) return;
    for (const std::string& line : lines) read += long(line.size());
    lines.clear();
  }
}

void inspect(const std::filesystem::path& folder, const std::atomic<int>& wanted, long& pictures) {
  lab::RunInspection inspection(folder, [] {});
  inspection.show(lab::GivenPicture{"grey", Tensor::full(DType::u8, {28, 28, 1}, 100)});
  for (; wanted == kInspected; std::this_thread::sleep_for(20ms)) inspection.want(true);
  pictures += long(inspection.version());
}

void review(const std::filesystem::path& folder, const std::atomic<int>& wanted, long& looks) {
  lab::RunReview review;
  review.begin(folder, {.count = 1000, .repeated = true});
  for (; wanted == kReviewed; std::this_thread::sleep_for(20ms)) review.progress();
  looks += long(review.progress().version);
}

// The client of the turn at hand, one after the other.
void serve(const std::filesystem::path& folder, const std::atomic<int>& wanted,
           std::array<long, kKinds>& done) {
  for (int kind; (kind = wanted) != kOver;) {
    if (kind == kAlone)
      wanted.wait(kAlone);  // without looking again and again, which would cost the turns alone
    if (kind == kWatched) watch(folder, wanted, done[kWatched]);
    if (kind == kInspected) inspect(folder, wanted, done[kInspected]);
    if (kind == kReviewed) review(folder, wanted, done[kReviewed]);
  }
}

double quantile(std::vector<double>& values, double share) {
  std::sort(values.begin(), values.end());
  return values[std::size_t(double(values.size() - 1) * share)];
}

}  // namespace

int main() {
  std::filesystem::path runs =
      std::filesystem::temp_directory_path() / ("percept-bench-control-" + std::to_string(::getpid()));
  std::atomic<bool> stop = false;
  std::atomic<int> wanted = kAlone;
  std::array<long, kKinds> done{};
  std::thread client;
  std::array<std::array<std::vector<double>, kKinds>, 2> times;  // of a phase's steps, milliseconds
  Clock::time_point start;
  recipe::TrainOptions options{.runs = runs, .stop = &stop};
  options.started = [&](const recipe::TrainStart& begin) {
    client = std::thread(serve, std::filesystem::path(begin.run), std::cref(wanted), std::ref(done));
  };
  options.listeners.push_back([&](const train::Event& event) {
    Clock::time_point now = Clock::now();
    auto* step = std::get_if<train::StepFinished>(&event);
    if (step) {
      const Phase& phase = phase_of(step->step);
      Kind kind = kind_of(step->step);
      if (start != Clock::time_point() && (step->step - phase.from) % phase.turn > phase.change)
        times[std::size_t(&phase - kPhases.data())][kind].push_back(
            std::chrono::duration<double, std::milli>(now - start).count());
      if (kind != wanted) {
        wanted = kind;
        wanted.notify_all();
      }
      if (step->step >= kSteps) stop = true;
    }
    start = step ? now : Clock::time_point();  // an evaluation is no step
  });
  recipe::Recipe recipe = recipe::load_recipe("lenet", {"train.epochs=100", "train.checkpoint=1e9"}).value();
  recipe::train_recipe(recipe, options);
  wanted = kOver;
  wanted.notify_all();
  client.join();
  std::filesystem::remove_all(runs);
  for (auto& phase : times)
    for (std::size_t kind = kWatched; kind < kKinds; ++kind) {
      if (phase[kind].empty()) continue;
      for (double share : {0.25, 0.5}) {
        double alone = quantile(phase[kAlone], share), with = quantile(phase[kind], share);
        std::printf("%s: alone %.3f ms a step, %s %.3f ms: %+.1f %% (%zu and %zu steps)\n",
                    share == 0.5 ? "median" : "quartile", alone, kNames[kind], with, 100 * (with / alone - 1),
                    phase[kAlone].size(), phase[kind].size());
      }
    }
  std::printf("%ld bytes were read, %ld pictures and %ld reviews made\n", done[kWatched], done[kInspected],
              done[kReviewed]);
}
