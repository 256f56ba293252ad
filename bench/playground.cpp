// How fast the playground trains while it is looked at, how long an edit takes, and spirals solved:
// `./dev bench playground`.
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "percept/lab/exploration.hpp"

using namespace percept;
using Clock = std::chrono::steady_clock;

namespace {

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Trains for some seconds, with so many pictures in each.
void measure_speed(const char* name, const std::string& changes, double pictures) {
  lab::Playground playground;
  playground.edit(changes);
  playground.play(0);
  Clock::time_point start = Clock::now();
  int drawn = 0;
  double drawing = 0;
  while (seconds_since(start) < 3) {
    playground.work(start + std::chrono::microseconds(std::int64_t(1e6 * (drawn + 1) / pictures)));
    if (seconds_since(start) < (drawn + 1) / pictures) continue;
    Clock::time_point begin = Clock::now();
    playground.picture({});
    drawing += seconds_since(begin);
    ++drawn;
  }
  double seconds = seconds_since(start);
  lab::Picture last = playground.picture({});
  std::printf("%-34s %9.0f epochs/s  %5.1f pictures/s  %6.2f ms a picture  step %lld\n", name,
              last.epoch / seconds, drawn / seconds, 1e3 * drawing / drawn,
              static_cast<long long>(last.step));
}

void measure_edit() {
  lab::Playground playground;
  playground.step("epoch", 1);
  playground.picture({});
  for (const char* edit : {R"({"optimizer.lr": 0.1})", R"({"data.noise": 0.3})",
                           R"({"layers": [{"units": 6}, {"units": 3}]})"}) {
    Clock::time_point start = Clock::now();
    playground.edit(edit);
    playground.state();
    double edited = seconds_since(start);
    playground.picture({});
    std::printf("edit %-45s %6.2f ms, %6.2f with its picture\n", edit, 1e3 * edited,
                1e3 * seconds_since(start));
  }
  Clock::time_point start = Clock::now();
  constexpr int kMoves = 50;
  for (int i = 0; i < kMoves; ++i) {
    playground.set_weight("hidden1.weight", 0, 0.02 * i, i > 0);
    playground.state();
    playground.picture({});
  }
  std::printf("a move of a weight that is dragged, with its picture %27.2f ms\n",
              1e3 * seconds_since(start) / kMoves);
}

// 64 seeds of 4,000 epochs at most, on all threads; then some of those that solved it, each alone.
void measure_spiral(const char* name, const std::string& changes) {
  lab::Settings settings = lab::change_settings({}, changes).value();
  lab::Exploration lottery({.settings = settings, .seeds = 64, .epochs = 4000, .solve = 0.05}, [] {});
  while (!lottery.done()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  lab::Explored explored = lottery.explored();
  int solved = 0;
  double slowest = 0;
  for (const lab::ExploredRun& run : explored.results) {
    if (!run.solved || ++solved > 5) continue;
    lab::Playground playground(settings);
    playground.edit("{\"stop.loss\": 0.05, \"seed\": " + std::to_string(run.seed) + "}");
    playground.reset();
    Clock::time_point start = Clock::now();
    playground.play(0);
    while (playground.playing()) playground.work(start + std::chrono::seconds(60));
    slowest = std::max(slowest, seconds_since(start));
  }
  std::printf("spiral, %-34s %2d of 64 seeds solve it, all in %.1f s; the slowest of five alone %.2f s\n",
              name, solved, explored.seconds, slowest);
}

}  // namespace

int main() {
  measure_speed("2-4-2-1 tanh, batch 10", "{}", 60);
  measure_speed("2-4-2-1 tanh, squared error", R"({"loss": "mean_squared_error_of_signs"})", 60);
  measure_speed("2-4-2-1 tanh, no pictures", "{}", 1);
  measure_speed("7-8-8-1 tanh",
                R"j({"features": ["x1","x2","x1^2","x2^2","x1*x2","sin(x1)","sin(x2)"],)j"
                R"j( "layers": [{"units": 8}, {"units": 8}]})j",
                60);
  measure_speed(
      "7-8x6-1 tanh",
      R"j({"features": ["x1","x2","x1^2","x2^2","x1*x2","sin(x1)","sin(x2)"],)j"
      R"j( "layers": [{"units": 8}, {"units": 8}, {"units": 8}, {"units": 8}, {"units": 8}, {"units": 8}]})j",
      60);
  measure_speed("2-8-10, ten classes", R"({"data.set": "sectors", "layers": [{"units": 8}]})", 60);
  measure_edit();
  std::string spiral =
      R"({"data.set": "spiral", "layers": [{"units": 8}, {"units": 8}], "loss": "mean_squared_error_of_signs")";
  measure_spiral("tanh, 500 points", spiral + "}");
  measure_spiral("ReLU, 500 points", spiral + R"(, "layers.activation": "relu"})");
  measure_spiral("tanh, 1000 points", spiral + R"(, "data.count": 1000})");
}
