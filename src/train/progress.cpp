#include "percept/train/progress.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "percept/io/json_depth.hpp"
#include "percept/train/named_metrics.hpp"

namespace percept::train {
namespace {

using nlohmann::json;

// JSON has no infinities and no NaN: they are words.
json written(double number) {
  if (std::isfinite(number)) return number;
  return std::isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
}

double read_number(const json& value) {
  if (value.is_number()) return value.get<double>();
  const std::string& word = value.get_ref<const std::string&>();
  if (word == "inf") return INFINITY;
  if (word == "-inf") return -INFINITY;
  return std::nan("");
}

json written(const std::map<std::string, double>& numbers) {
  json object = json::object();
  for (const auto& [name, number] : numbers) object[name] = written(number);
  return object;
}

std::map<std::string, double> read_numbers(const json& object) {
  std::map<std::string, double> numbers;
  for (const auto& [name, number] : object.items()) numbers[name] = read_number(number);
  return numbers;
}

// Counts are not negative and far from where sums of them could overflow.
std::int64_t read_count(const json& value) {
  auto count = value.is_number_integer() ? value.get<std::int64_t>() : -1;
  if (count < 0 || count > std::int64_t(1) << 53) throw std::out_of_range("count");
  return count;
}

bool better(const Score& a, const Score& b, const std::string& watch) {
  double x = a.figure(watch), y = b.figure(watch);
  if (std::isnan(y) && !std::isnan(x)) return true;
  if (x != y) return larger_is_better(watch) ? x > y : x < y;
  return a.loss < b.loss;
}

}  // namespace

double Score::figure(const std::string& name) const {
  if (name == "loss") return loss;
  if (name == "accuracy") return accuracy;
  auto found = metrics.find(name);
  return found == metrics.end() ? std::nan("") : found->second;
}

const Score* Progress::best(const std::string& watch) const {
  const Score* best = nullptr;
  for (const Score& score : scores)
    if (!best || better(score, *best, watch)) best = &score;
  return best;
}

std::string to_json(const Progress& progress) {
  json scores = json::array();
  for (const Score& score : progress.scores)
    scores.push_back({{"epoch", score.epoch},
                      {"step", score.step},
                      {"loss", written(score.loss)},
                      {"accuracy", written(score.accuracy)},
                      {"metrics", written(score.metrics)}});
  return json{{"step", progress.step},
              {"epoch", progress.epoch},
              {"batch", progress.batch},
              {"loss", written(progress.loss)},
              {"accuracy", written(progress.accuracy)},
              {"examples", progress.examples},
              {"images", progress.images},
              {"training", written(progress.training)},
              {"seconds", written(progress.seconds)},
              {"scores", scores},
              {"set", written(progress.set)}}
      .dump();
}

Result<Progress> parse_progress(const std::string& text, const std::string& file) {
  Progress progress;
  try {
    if (!io::is_shallow_json(text)) throw std::out_of_range("depth");
    json object = json::parse(text);
    progress.step = read_count(object.at("step"));
    progress.epoch = read_count(object.at("epoch"));
    progress.batch = read_count(object.at("batch"));
    progress.loss = read_number(object.at("loss"));
    progress.accuracy = read_number(object.at("accuracy"));
    progress.examples = read_count(object.at("examples"));
    progress.images = read_count(object.at("images"));
    progress.training = read_number(object.at("training"));
    progress.seconds = read_number(object.at("seconds"));
    for (const json& score : object.at("scores"))
      progress.scores.push_back({.epoch = read_count(score.at("epoch")),
                                 .step = read_count(score.at("step")),
                                 .loss = read_number(score.at("loss")),
                                 .accuracy = read_number(score.at("accuracy")),
                                 .metrics = read_numbers(score.at("metrics"))});
    progress.set = read_numbers(object.at("set"));
  } catch (const std::exception&) {  // of the JSON library, or a count that is none
    return Problem("train.checkpoint.progress").about(file).with_hint("train.checkpoint.hint");
  }
  return progress;
}

}  // namespace percept::train
