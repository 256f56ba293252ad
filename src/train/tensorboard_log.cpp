#include "tensorboard_log.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace percept::train {
namespace {

constexpr std::int64_t kImages = 8;
constexpr double kFlushSeconds = 2;  // whoever watches waits no longer

double wall_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

double memory_mb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}

// The file to go on with; empty where a new one is to be made.
std::string name_of_old(const std::filesystem::path& folder,
                        const std::map<std::string, std::uint64_t>& sizes) {
  for (const auto& [name, size] : sizes)
    if (name.starts_with("events.out.") && std::filesystem::exists(folder / name)) return name;
  return "";
}

io::EventFile open(const std::filesystem::path& folder, const std::map<std::string, std::uint64_t>& sizes) {
  std::string old = name_of_old(folder, sizes);
  return old.empty() ? io::EventFile::create(folder, wall_time()).value()
                     : io::EventFile::reopen(folder / old, sizes.at(old)).value();
}

// features.0 -> features/0: TensorBoard folds at slashes.
std::string slashed(std::string path) {
  std::replace(path.begin(), path.end(), '.', '/');
  return path;
}

std::vector<io::GraphNode> drawn(const Graph& graph) {
  std::vector<io::GraphNode> nodes;
  std::map<std::string, int> uses;
  std::vector<std::string> names;
  for (const Node& node : graph.nodes()) {
    Value first(const_cast<Graph*>(&graph), node.id, 0);
    std::string op(node.op->name);
    bool leaf = node.inputs.empty();
    std::string name = slashed(leaf ? first.name() : node.path.empty() ? op : node.path + "." + op);
    if (int use = uses[name]++) name += "_" + std::to_string(use);
    io::GraphNode drawing{.name = name, .op = op};
    for (Value input : node.inputs)
      if (input) {
        std::string from = names[std::size_t(input.node_id())];
        drawing.inputs.push_back(input.output() ? from + ":" + std::to_string(input.output()) : from);
      }
    for (const ValueType& type : node.outputs) drawing.outputs.push_back(type.shape);
    names.push_back(name);
    nodes.push_back(std::move(drawing));
  }
  return nodes;
}

}  // namespace

TensorboardLog::TensorboardLog(const std::filesystem::path& folder,
                               const std::map<std::string, std::uint64_t>& sizes, const Training& trainer,
                               const RunConfig& config)
    : file_(open(folder, sizes)), trainer_(trainer) {
  if (!sizes.contains(file_.path().filename().string())) begin(config.settings);
  file_.flush().value();
}

void TensorboardLog::begin(const std::map<std::string, io::HyperParameter>& settings) {
  io::EventTime start{0, wall_time()};
  file_.add_graph(drawn(*trainer_.trace_net(1)), start);
  file_.add_session_start({settings, {"test/loss", "test/accuracy", "val/loss", "val/accuracy"}}, start);
  add_images();
}

// u8 [H, W, C] of f32 [C, H, W].
void TensorboardLog::add_images() {
  const data::Dataset& dataset = *trainer_.data().train;
  const Shape& shape = dataset.fields().front().shape;
  if (shape.rank() != 3 || (shape[0] != 1 && shape[0] != 3)) return;
  std::vector<Tensor> example = data::allocate_batch(dataset, 1);
  for (std::int64_t index = 0; index < std::min(kImages, dataset.size()); ++index) {
    dataset.read({&index, 1}, example);
    Tensor image(DType::u8, {shape[1], shape[2], shape[0]});
    std::int64_t pixels = shape[1] * shape[2];
    for (std::int64_t i = 0; i < pixels; ++i)
      for (std::int64_t c = 0; c < shape[0]; ++c)
        image.set(i * shape[0] + c, std::lround(255 * std::clamp(example[0].at(c * pixels + i), 0.0, 1.0)));
    std::string label;
    if (!dataset.classes().empty()) label = " " + dataset.classes()[std::size_t(example[1].at(0))];
    file_.add_image("images/" + std::to_string(index) + label, image, {0, wall_time()}).value();
  }
}

void TensorboardLog::add_weights(io::EventTime time) {
  for (const auto& [path, entry] : trainer_.store().entries())
    if (!path.starts_with(optim::kStatePrefix) && entry.value.size() > 1)
      file_.add_histogram("weights/" + slashed(path), io::histogram_of(entry.value), time);
}

void TensorboardLog::on(const Event& event) {
  auto add = [&](const std::string& tag, double value, std::int64_t step) {
    if (!std::isnan(value)) file_.add_scalar(tag, value, {step, wall_time()});
  };
  if (auto* step = std::get_if<StepFinished>(&event)) {
    add("train/loss", step->loss, step->step);
    add("train/accuracy", step->accuracy, step->step);
    add("train/lr", step->lr, step->step);
    if (step->gradient_norm) add("train/gradient_norm", *step->gradient_norm, step->step);
    if (wall_time() - flushed_ < kFlushSeconds) return;
  } else if (auto* epoch = std::get_if<EpochFinished>(&event)) {
    add(epoch->split + "/loss", epoch->score.loss, epoch->step);
    add(epoch->split + "/accuracy", epoch->score.accuracy, epoch->step);
    for (const auto& [name, value] : epoch->score.metrics) add(epoch->split + "/" + name, value, epoch->step);
    for (const auto& [path, norm] : epoch->gradient_norms)
      add("gradient_norms/" + slashed(path), norm, epoch->step);
    add("system/samples_per_second", epoch->samples_per_second, epoch->step);
    add("system/memory_mb", memory_mb(), epoch->step);
    add_weights({epoch->step, wall_time()});
  } else if (auto* finished = std::get_if<RunFinished>(&event)) {
    if (finished->test) {
      add("test/loss", finished->test->loss, finished->step);
      add("test/accuracy", finished->test->accuracy, finished->step);
    }
    file_.add_session_end(io::SessionStatus::success, {finished->step, wall_time()});
  } else {
    return;
  }
  file_.flush().value();
  flushed_ = wall_time();
}

std::pair<std::string, std::uint64_t> TensorboardLog::settle() {
  file_.flush(true).value();
  return {file_.path().filename().string(), file_.size()};
}

}  // namespace percept::train
