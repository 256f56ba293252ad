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

constexpr int kTurn = 60, kTurns = 60;  // steps of a turn; half of the turns are watched

// Connects while it is wanted, and reads.
void watch(const std::filesystem::path& folder, const std::atomic<bool>& wanted,
           const std::atomic<bool>& over, std::atomic<long>& read) {
  while (!over) {
    if (!wanted) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      continue;
    }
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

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main() {
  std::filesystem::path runs =
      std::filesystem::temp_directory_path() / ("percept-bench-control-" + std::to_string(::getpid()));
  std::atomic<bool> stop = false, wanted = false, over = false;
  std::atomic<long> read = 0;
  std::thread client;
  std::vector<double> times[2], ratios;  // of turns alone and watched, seconds a step; of neighbours
  int turn = -1;
  Clock::time_point start;
  recipe::TrainOptions options{.runs = runs, .stop = &stop};
  options.started = [&](const recipe::TrainStart& begin) {
    client = std::thread(watch, std::filesystem::path(begin.run), std::cref(wanted), std::cref(over),
                         std::ref(read));
  };
  options.listeners.push_back([&](const train::Event& event) {
    auto* step = std::get_if<train::StepFinished>(&event);
    if (!step || step->step % kTurn > 2) return;
    // The first steps of a turn belong to the change: the client comes or goes.
    if (step->step % kTurn == 2) start = Clock::now();
    if (step->step % kTurn != 0) return;
    double seconds = std::chrono::duration<double>(Clock::now() - start).count() / (kTurn - 2);
    if (turn >= 2) times[turn % 2].push_back(seconds);
    if (++turn >= kTurns) stop = true;
    wanted = turn % 2 == 1;
  });
  recipe::Recipe recipe =
      recipe::load_recipe("lenet", {"train.epochs=20", "data.limit=6400", "train.checkpoint=1e9"}).value();
  recipe::train_recipe(recipe, options);
  over = true;
  client.join();
  std::filesystem::remove_all(runs);
  for (std::size_t i = 0; i < std::min(times[0].size(), times[1].size()); ++i)
    ratios.push_back(times[1][i] / times[0][i]);
  std::printf(
      "alone %.3f ms a step, watched %.3f ms; a watched turn takes %.1f %% more than its neighbour "
      "(median of %zu); %ld bytes were read\n",
      1e3 * median(times[0]), 1e3 * median(times[1]), 100 * (median(ratios) - 1), ratios.size(), read.load());
}
