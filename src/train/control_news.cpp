#include "control_news.hpp"

#include <chrono>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace percept::train {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostSteps = 8192, kMostEpochs = 256;  // in one line

double time_now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

template <class T>
void append_newest(std::vector<T>& to, std::vector<T>&& from, std::size_t most) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  if (to.size() > most) to.erase(to.begin(), to.end() - std::ptrdiff_t(most / 2));
  from.clear();
}

// What JSON has no word for, NaN and the infinities, becomes null.
Json json_of(const ControlNews::Epoch& epoch) {
  Json json = {{"step", epoch.step},
               {"epoch", epoch.epoch},
               {"split", epoch.split},
               {"loss", epoch.score.loss},
               {"accuracy", epoch.score.accuracy},
               {"best", epoch.best},
               {"seconds", epoch.seconds}};
  for (const auto& [name, value] : epoch.score.metrics) json[name] = value;
  return json;
}

}  // namespace

void ControlNews::append(Items& to, Items&& from) {
  append_newest(to.steps, std::move(from.steps), kMostSteps);
  append_newest(to.epochs, std::move(from.epochs), kMostEpochs);
}

void ControlNews::add(const Event& event) {
  Items item;
  if (auto* step = std::get_if<StepFinished>(&event)) item.steps.push_back({*step, time_now()});
  if (auto* epoch = std::get_if<EpochFinished>(&event))
    item.epochs.push_back(
        {epoch->step, epoch->epoch, epoch->split, epoch->score, epoch->best, epoch->seconds});
  append(own_, std::move(item));
  std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock) append(shared_, std::move(own_));
}

void ControlNews::clear() {
  std::lock_guard lock(mutex_);
  shared_ = {};
}

std::string ControlNews::take() {
  Items items;
  {
    std::lock_guard lock(mutex_);
    std::swap(items, shared_);
  }
  if (items.steps.empty() && items.epochs.empty()) return {};
  Json watch = Json::object();
  auto column = [&](const char* name, auto value) {
    Json& list = watch[name] = Json::array();
    for (const Step& each : items.steps) list.push_back(value(each));
  };
  column("step", [](const Step& each) { return each.step.step; });
  column("epoch", [](const Step& each) { return each.step.epoch; });
  column("loss", [](const Step& each) { return each.step.loss; });
  column("accuracy", [](const Step& each) { return each.step.accuracy; });
  column("lr", [](const Step& each) { return each.step.lr; });
  column("samples_per_second", [](const Step& each) { return each.step.samples_per_second; });
  column("images", [](const Step& each) { return each.step.images; });
  column("time", [](const Step& each) { return each.time; });
  watch["evaluations"] = Json::array();
  for (const ControlNews::Epoch& epoch : items.epochs) watch["evaluations"].push_back(json_of(epoch));
  return Json{{"watch", std::move(watch)}}.dump();
}

}  // namespace percept::train
