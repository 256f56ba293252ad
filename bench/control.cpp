// What a client that watches a training costs it: LeNet on the digits, alone and watched in turns, in one
// process. A watcher on another thread reads its lines and drops them. `./dev bench control`.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "percept/recipe/training.hpp"
#include "percept/train/control_client.hpp"

using namespace percept;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::int64_t kTurn = 20,
                       kSteps = 4000;  // steps of a turn, and in all; every second turn is watched

// Connects while it is wanted, and reads.
void watch(const std::filesystem::path& folder, const std::atomic<bool>& wanted,
           const std::atomic<bool>& over, std::atomic<long>& read) {
  while (!over) {
    wanted.wait(false);  // without looking again and again, which would cost the turns alone
    Result<train::ControlClient> client = train::ControlClient::connect(folder);
    if (!client) continue;
    client->say(R"({"command": "watch"})");
    std::vector<std::string> lines;
    while (wanted && !over) {
      pollfd one{client->descriptor(), POLLIN, 0};
      ::poll(&one, 1, 50);
      if (!client->take(lines)) break;
      for (const std::string& line : lines) read += long(line.size());
      lines.clear();
    }
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
  std::atomic<bool> stop = false, wanted = false, over = false;
  std::atomic<long> read = 0;
  std::thread client;
  std::vector<double> times[2];  // of steps alone and watched, milliseconds
  Clock::time_point start;
  recipe::TrainOptions options{.runs = runs, .stop = &stop};
  options.started = [&](const recipe::TrainStart& begin) {
    client = std::thread(watch, std::filesystem::path(begin.run), std::cref(wanted), std::cref(over),
                         std::ref(read));
  };
  options.listeners.push_back([&](const train::Event& event) {
    Clock::time_point now = Clock::now();
    auto* step = std::get_if<train::StepFinished>(&event);
    if (step && start != Clock::time_point() && step->step % kTurn > 4)  // the first belong to the change
      times[step->step / kTurn % 2].push_back(std::chrono::duration<double, std::milli>(now - start).count());
    if (bool now_wanted = step && step->step / kTurn % 2 == 1; step && now_wanted != wanted) {
      wanted = now_wanted;
      wanted.notify_all();
    }
    if (step && step->step >= kSteps) stop = true;
    start = step ? now : Clock::time_point();  // an evaluation is no step
  });
  recipe::Recipe recipe = recipe::load_recipe("lenet", {"train.epochs=40", "train.checkpoint=1e9"}).value();
  recipe::train_recipe(recipe, options);
  over = wanted = true;
  wanted.notify_all();
  client.join();
  std::filesystem::remove_all(runs);
  for (double share : {0.25, 0.5}) {
    double alone = quantile(times[0], share), watched = quantile(times[1], share);
    std::printf("%s: alone %.3f ms a step, watched %.3f ms: %+.1f %%\n", share == 0.5 ? "median" : "quartile",
                alone, watched, 100 * (watched / alone - 1));
  }
  std::printf("%zu and %zu steps; %ld bytes were read\n", times[0].size(), times[1].size(), read.load());
}
