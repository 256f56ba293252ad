#include "progress.hpp"

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>

#include "words.hpp"

namespace percept::cli {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Progress::Progress(const Call& call) : call_(call), bar_(!call.quiet && ::isatty(STDERR_FILENO)) {}

void Progress::on(const train::Event& event) {
  if (call_.quiet) return;
  if (auto* run = std::get_if<train::RunStarted>(&event)) {
    run_ = *run;
  } else if (auto* step = std::get_if<train::StepFinished>(&event)) {
    // Ten times a second is enough, and costs nothing.
    if (double time = now(); bar_ && time - last_ >= 0.1) {
      last_ = time;
      draw(*step);
    }
  } else if (auto* epoch = std::get_if<train::EpochFinished>(&event)) {
    clear();
    std::vector<Argument> facts = {
        {"epoch", std::to_string(epoch->epoch)},    {"epochs", std::to_string(run_.epochs)},
        {"train", short_number(epoch->train_loss)}, {"split", text("percept.train.split." + epoch->split)},
        {"loss", short_number(epoch->score.loss)},  {"time", duration(epoch->seconds)}};
    bool measured = !std::isnan(epoch->train_loss);
    std::string line =
        text(measured ? "percept.train.epoch" : "percept.train.epoch.learnt", std::move(facts));
    if (auto mistakes = epoch->train_figures.find("mistakes"); mistakes != epoch->train_figures.end())
      line += ", " +
              text("percept.train.epoch.mistakes", {{"mistakes", grouped(std::int64_t(mistakes->second))}});
    if (!std::isnan(epoch->score.accuracy))
      line += ", " + text("percept.train.accuracy", {{"accuracy", percent(epoch->score.accuracy)}});
    for (const auto& [name, value] : epoch->score.metrics) line += ", " + name + " " + fixed(value, 4);
    call_.say(line);
  } else {
    clear();
  }
}

void Progress::draw(const train::StepFinished& step) {
  double share = double(step.step) / double(std::max<std::int64_t>(run_.steps, 1));
  double left = double(run_.examples * run_.epochs - step.images) / step.samples_per_second;
  std::string line = text("percept.train.progress", {{"epoch", std::to_string(step.epoch)},
                                                     {"epochs", std::to_string(run_.epochs)},
                                                     {"bar", bar(share, 20)},
                                                     {"share", percent(share, 0)},
                                                     {"rate", grouped(std::int64_t(step.samples_per_second))},
                                                     {"loss", short_number(step.loss)},
                                                     {"left", duration(std::max(left, 0.0))}});
  if (!std::isnan(step.accuracy))
    line += ", " + text("percept.train.accuracy", {{"accuracy", percent(step.accuracy, 1)}});
  print(stderr, "\r" + line + "\x1b[K");
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  print(stderr, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace percept::cli
