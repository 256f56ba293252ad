#include "percept/lab/run_watch.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "metrics_tail.hpp"
#include "percept/io/files.hpp"
#include "percept/recipe/recipe.hpp"
#include "percept/train/run_lock.hpp"
#include "run_line.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::size_t kPiece = 256 << 10;  // bytes of metrics that one look reads
constexpr std::size_t kMostEvents = 200, kMostSummary = 256 << 10;
constexpr milliseconds kFolderTime{400}, kMetricsTime{200}, kConnectTime{300};
constexpr milliseconds kAlone{1500};  // without a socket, before that is told: it may just begin or end
constexpr double kLongSilence = 3;    // seconds

// "@ID" is said in the reader's language; a split that no run of ours has, as it is.
std::string split_title(const std::string& split) {
  bool known = split == "test" || split == "val";
  return known ? "@" + ("lab.run.split." + split) : split.substr(0, 40);
}

const char* status_name(train::RunStatus status) {
  switch (status) {
    case train::RunStatus::running: return "running";
    case train::RunStatus::stopped: return "stopped";
    case train::RunStatus::interrupted: return "interrupted";
    case train::RunStatus::finished: return "finished";
    default: return "damaged";
  }
}

}  // namespace

RunWatch::RunWatch(fs::path folder)
    : folder_(std::move(folder)), tail_(std::make_unique<MetricsTail>(folder_ / "metrics.jsonl")) {
  tail_->restarted = [this] { forget(); };
  tail_->line = [this](const MetricLine& line) {
    last_step_ = line.step;
    last_epoch_ = line.epoch;
    if (line.name.empty())
      return add_event(line.step, "note", {"lab.run.noted", {{"text", line.note.substr(0, 4000)}}});
    if (line.split != "train" && line.name == "loss")
      add_event(line.step, "evaluated",
                {"lab.run.evaluated",
                 {{"epoch", line.epoch}, {"title", split_title(line.split)}, {"loss", line.value}}});
    RunCurve* curve = find_curve(curves_, line.split, line.name);
    if (!curve) return;
    curve->add(line.step, line.value);
    ++drawing_;
  };
}

RunWatch::~RunWatch() = default;

void RunWatch::forget() {
  curves_.clear();
  ++beginnings_;
  std::erase_if(events_, [](const RunEvent& event) { return event.kind != "changed"; });
  last_step_ = last_epoch_ = 0;
  ++drawing_;
  ++version_;
}

void RunWatch::add_event(std::int64_t step, std::string kind, Message what) {
  events_.push_back({step, std::move(kind), std::move(what)});
  if (events_.size() > kMostEvents) events_.pop_front();
  ++version_;
}

void RunWatch::remember(Message what) { add_event(step(), "changed", std::move(what)); }

bool RunWatch::look() {
  Clock::time_point now = Clock::now();
  if (now - looked_at_folder_ >= kFolderTime) {
    looked_at_folder_ = now;
    look_at_folder(now);
  }
  bool news = false;
  if (line_) {
    look_at_line(now);
    news = line_ == nullptr || line_->live.time != live_.time;
    if (line_) live_ = line_->live;
    if (news) ++drawing_;
  }
  if (!news && now - read_metrics_ < kMetricsTime) return false;
  bool more = tail_->read(kPiece);
  read_metrics_ = more ? Clock::time_point{} : now;
  return more;
}

void RunWatch::look_at_line(Clock::time_point now) {
  line_->look(now);
  for (RunAnswer& each : line_->take_answers()) answers_.push_back(std::move(each));
  double silence = line_->silence(now), told = silence > kLongSilence ? std::floor(silence) : 0;
  const RunLive& live = line_->live;
  if (told != silent_ || live.paused != live_.paused || live.known != live_.known ||
      live.momentum != live_.momentum || live.weight_decay != live_.weight_decay)
    ++version_;
  silent_ = told;
  if (!line_->over()) return;
  line_.reset();
  live_.known = live_.paused = false;
  silent_ = 0;
  looked_at_folder_ = {};  // how it ended stands there
  manifest_time_ = {};
  ++version_;
}

void RunWatch::look_at_folder(Clock::time_point now) {
  std::error_code error;
  fs::file_time_type written = fs::last_write_time(folder_ / "manifest.json", error);
  // Whether somebody holds the lock is asked as rarely as can be: asking takes it for an instant.
  bool may_end = info_.status == train::RunStatus::running && !line_;
  if (error || written != manifest_time_ || may_end || !seen_) {
    manifest_time_ = written;
    read_manifest();
  }
  bool running = info_.status == train::RunStatus::running;
  if (!running || line_) alone_since_ = now;
  bool alone = now - alone_since_ > kAlone;
  if (alone != alone_) ++version_;
  alone_ = alone;
  if (!running || line_ || now - tried_ < kConnectTime) return;
  tried_ = now;
  line_ = RunLine::open(folder_);
  if (line_) ++version_;
}

void RunWatch::read_manifest() {
  train::RunInfo before = std::exchange(info_, train::read_run(folder_));
  if (!seen_ && info_.status != train::RunStatus::damaged) {
    seen_ = true;
    if (Result<recipe::Recipe> recipe = recipe::load_run_recipe(folder_)) epochs_ = recipe->train.epochs;
    if (Result<io::Bytes> bytes = io::read_file(folder_ / "summary.txt", kMostSummary))
      summary_.assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  }
  if (before.status == info_.status) return;
  ++version_;
  ++drawing_;
  if (before.status == train::RunStatus::running) {
    const char* id = info_.status == train::RunStatus::finished      ? "lab.run.finished"
                     : info_.status == train::RunStatus::interrupted ? "lab.run.interrupted"
                                                                     : "lab.run.stopped";
    add_event(step(), "ended", {id, {{"step", step()}}});
  } else if (info_.status == train::RunStatus::running && before.status != train::RunStatus::damaged) {
    seen_ = false;  // its recipe may have been changed
  }
}

void RunWatch::rest() {
  if (!line_) return;
  line_->give_up();
  for (RunAnswer& each : line_->take_answers()) answers_.push_back(std::move(each));
  line_.reset();
  live_.known = false;
  ++version_;
}

void RunWatch::ask(const std::string& command, double token) {
  if (line_) return line_->ask(command, token);
  answers_.push_back({token, Problem("lab.run.gone").with_hint("lab.run.gone.hint")});
}

std::vector<RunAnswer> RunWatch::take_answers() { return std::exchange(answers_, {}); }

std::int64_t RunWatch::step() const {
  return std::max({is_live() ? std::int64_t(live_.step) : 0, last_step_, info_.step});
}

std::int64_t RunWatch::epoch() const {
  return std::max(is_live() ? std::int64_t(live_.epoch) : 0, last_epoch_);
}

std::optional<double> RunWatch::memory() const {
  if (!line_ || line_->process() <= 0) return std::nullopt;
  std::ifstream status("/proc/" + std::to_string(line_->process()) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return 1024 * std::atof(line.c_str() + 6);
  return std::nullopt;
}

RunView RunWatch::view() const {
  RunView view{.name = folder_.filename().string(),
               .status = status_name(info_.status),
               .live = is_live(),
               .silent = silent_,
               .recipe = info_.recipe,
               .data = info_.data,
               .began = info_.began,
               .watch = info_.watch,
               .summary = summary_,
               .seed = info_.seed,
               .steps = info_.steps,
               .epochs = epochs_,
               .parameters = info_.parameters,
               .events = {events_.begin(), events_.end()}};
  if (view.live && live_.paused) view.status = "paused";
  if (view.live) {
    view.momentum = live_.momentum;
    view.weight_decay = live_.weight_decay;
  }
  switch (info_.status) {
    case train::RunStatus::running:
      if (alone_) view.what = {"lab.run.read_only"}, view.remedy = {"lab.run.read_only.remedy"};
      break;
    case train::RunStatus::stopped:
      view.what = {"lab.run.stopped", {{"step", step()}}};
      view.remedy = {"lab.run.resume"};
      break;
    case train::RunStatus::interrupted:
      view.what = {"lab.run.interrupted", {{"step", step()}}};
      view.remedy = {"lab.run.resume"};
      break;
    case train::RunStatus::damaged:
      view.what = {"lab.run.damaged"};
      view.remedy = {"lab.run.damaged.remedy"};
      break;
    default: break;
  }
  return view;
}

}  // namespace percept::lab
