#include "percept/lab/run_inspection.hpp"

#include <chrono>

#include "percept/base/threads.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/image.hpp"
#include "percept/recipe/evaluation.hpp"
#include "percept/train/runs.hpp"
#include "weight_line.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kInterest{1000};           // how long a wish to see lasts
constexpr milliseconds kTick{4}, kSlowTick{100};  // with a training that answers, and without
constexpr milliseconds kFolderTime{500};          // between two looks at the run's files

void require_pictures(const train::ModelCard& card) {
  if (card.input.rank() != 3 || (card.input[0] != 1 && card.input[0] != 3))
    throw Error(Problem("lab.inspection.no_pictures", {{"input", to_string(card.input)}})
                    .with_hint("lab.inspection.no_pictures.hint"));
}

}  // namespace

/// What the thread has, and does.
class RunInspection::Work {
 public:
  explicit Work(fs::path folder) : folder_(std::move(folder)) {}

  bool has_line() const { return line_ != nullptr; }
  void rest() { line_.reset(); }

  void take(TriedPicture picture);
  void wind(std::optional<std::int64_t> step) { wound_ = step; }
  /// Brings the weights up to date; true where they are others.
  bool look();
  InspectionPicture see(bool maps);
  void complain(const Problem& problem) { trouble_ = problem; }

 private:
  void look_at_files();
  void pick_weights();
  void show(InspectionPicture& picture, bool maps);
  GivenPicture example(const ExamplePicture& asked);

  fs::path folder_;
  std::unique_ptr<recipe::Inspector> inspector_;
  std::unique_ptr<WeightLine> line_;
  Clock::time_point looked_at_files_{};
  fs::path file_;
  fs::file_time_type file_time_{};
  std::string source_ = "none";
  WeightTimeline timeline_;
  WeightTimeline::Snapshot newest_;
  std::int64_t used_ = -1;  // step of the weights in the network
  std::optional<std::int64_t> wound_;
  GivenPicture picture_;
  std::string truth_;
  data::DatasetPtr data_;
  std::string data_split_;
  std::optional<Problem> trouble_, refused_;  // with the run, with the last picture
};

void RunInspection::Work::take(TriedPicture asked) {
  refused_.reset();
  std::string truth = std::exchange(truth_, "");
  try {
    if (auto* given = std::get_if<GivenPicture>(&asked)) {
      picture_ = std::move(*given);
    } else if (auto* file = std::get_if<PictureFile>(&asked)) {
      picture_ = {file->name, io::decode_image(std::as_bytes(std::span(file->bytes)), file->name).value()};
    } else {
      picture_ = example(std::get<ExamplePicture>(asked));
    }
  } catch (const Error& error) {
    refused_ = error.problem();  // the last picture stays
    truth_ = truth;
  }
}

GivenPicture RunInspection::Work::example(const ExamplePicture& asked) {
  if (!inspector_) look_at_files();
  const recipe::Model& model = inspector_->model();
  require_pictures(model.card);
  if (!data_ || data_split_ != asked.split) {
    data::Spec spec = data::parse_spec(model.recipe.data.source, "test").value();
    std::string name = spec.source + (spec.directory.empty() ? "" : ":" + spec.directory);
    data_ = recipe::open_fitting(model, name + ":" + asked.split, false);
    data_split_ = asked.split;
  }
  if (asked.number < 0 || asked.number >= data_->size())
    throw Error(Problem("lab.inspection.example", {{"number", asked.number}, {"split", asked.split}})
                    .with_hint("lab.inspection.example.hint", {{"last", data_->size() - 1}}));
  std::vector<Tensor> fields = data::allocate_batch(*data_, 1);
  const std::int64_t index = asked.number;
  data_->read({&index, 1}, fields);
  train::Roles roles = train::roles_of(*data_);
  if (roles.classes > 0) truth_ = data_->classes()[std::size_t(fields[1].at(0))];
  return {model.recipe.data.source + ":" + asked.split + "#" + std::to_string(asked.number),
          io::read_planes(fields[0].data<float>(), model.card.input)};
}

bool RunInspection::Work::look() {
  std::int64_t before = used_;
  bool troubled = trouble_.has_value();
  if (line_ && line_->over()) {
    line_.reset();
    looked_at_files_ = {};
  }
  std::string source = source_;
  if ((!line_ || !inspector_) && Clock::now() - looked_at_files_ >= kFolderTime) look_at_files();
  bool more = false;
  if (line_ && inspector_)
    if (std::optional<WeightTimeline::Snapshot> next = line_->look(*inspector_->model().store)) {
      newest_ = std::move(*next);
      source_ = "live";
      std::size_t had = timeline_.snapshots().size();
      timeline_.add(newest_.step, newest_.weights);
      more = timeline_.snapshots().size() != had;
      trouble_.reset();
    }
  pick_weights();
  return used_ != before || source_ != source || more || troubled != trouble_.has_value();
}

// A training that answers is asked; else the files say what there is: of a run that is over the best weights,
// of one that runs elsewhere the newest.
void RunInspection::Work::look_at_files() {
  looked_at_files_ = Clock::now();
  if (!line_) line_ = WeightLine::open(folder_);
  std::error_code error;
  fs::path best = folder_ / "best.safetensors", last = folder_ / "last.ckpt";
  bool takes_best = !line_ && fs::exists(best, error);
  fs::path file = takes_best ? best : last;
  if (!fs::exists(file, error)) file = best;
  fs::file_time_type time = fs::last_write_time(file, error);
  if (inspector_ && (line_ || (file == file_ && time == file_time_ && source_ != "live"))) return;
  takes_best = file == best;
  inspector_ = std::make_unique<recipe::Inspector>(takes_best ? recipe::open_model(folder_.string())
                                                              : recipe::open_checkpoint(folder_));
  file_ = file;
  file_time_ = time;
  source_ = takes_best ? "best" : "checkpoint";
  train::RunInfo info = train::read_run(folder_);
  std::int64_t step = info.step, epochs = inspector_->model().recipe.train.epochs;
  if (takes_best && info.best && epochs > 0) step = info.steps * info.best->epoch / epochs;
  newest_ = {step, inspector_->model().store->snapshot()};
  used_ = newest_.step;
  trouble_.reset();
}

void RunInspection::Work::pick_weights() {
  if (!inspector_) return;
  const WeightTimeline::Snapshot* snapshot = wound_ ? timeline_.at(*wound_) : nullptr;
  const WeightTimeline::Snapshot& wanted = snapshot ? *snapshot : newest_;
  if (wanted.step == used_) return;
  inspector_->set_weights(wanted.weights);
  used_ = wanted.step;
}

InspectionPicture RunInspection::Work::see(bool maps) {
  InspectionPicture picture{.run = folder_.filename().string(), .weights = source_, .truth = truth_};
  for (const WeightTimeline::Snapshot& each : timeline_.snapshots()) picture.snapshots.push_back(each.step);
  picture.step = double(used_);
  picture.wound = wound_ && !timeline_.snapshots().empty();
  std::optional<Problem> problem = refused_ ? refused_ : trouble_;
  try {
    if (inspector_) show(picture, maps);
  } catch (const Error& error) {
    problem = error.problem();
  } catch (const std::exception& error) {
    problem = Problem("lab.internal", {{"what", error.what()}});
  }
  if (problem) {
    picture.about = refused_ ? problem->subject : "";
    picture.what = problem->reasons.front();
    picture.remedy = problem->hint;
  }
  return picture;
}

void RunInspection::Work::show(InspectionPicture& picture, bool maps) {
  picture.classes = inspector_->model().card.classes;
  require_pictures(inspector_->model().card);
  if (maps) add_filters(picture, inspector_->model());
  if (picture_.pixels.size() == 0) return;
  Clock::time_point begin = Clock::now();
  recipe::Inspection seen = inspector_->inspect(picture_.pixels);
  picture.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  picture.name = picture_.name;
  add_inspection(picture, seen, maps);
}

RunInspection::RunInspection(fs::path folder, std::function<void()> news)
    : folder_(std::move(folder)), news_(std::move(news)), thread_([this] { run(); }) {}

RunInspection::~RunInspection() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void RunInspection::want(bool maps) {
  std::lock_guard lock(mutex_);
  Clock::time_point now = Clock::now();
  bool slept = wanted_until_ < now;
  wanted_until_ = now + kInterest;
  if (maps && maps_until_ < now) pending_ = true;
  if (maps) maps_until_ = now + kInterest;
  if (slept || pending_) woken_.notify_all();
}

void RunInspection::show(TriedPicture picture) {
  std::lock_guard lock(mutex_);
  wishes_.picture = std::move(picture);
  pending_ = true;
  woken_.notify_all();
}

void RunInspection::wind(std::optional<std::int64_t> step) {
  std::lock_guard lock(mutex_);
  wishes_.step = step;
  pending_ = true;
  woken_.notify_all();
}

std::uint64_t RunInspection::version() const {
  std::lock_guard lock(mutex_);
  return version_;
}

InspectionPicture RunInspection::picture() const {
  std::lock_guard lock(mutex_);
  return picture_;
}

void RunInspection::run() {
  set_thread_count(1);  // so that it takes little from a training beside it
  Work work(folder_);
  bool first = true;
  for (;;) {
    Wishes wishes;
    bool wished, maps;
    {
      std::unique_lock lock(mutex_);
      auto called = [&] { return ending_ || pending_; };
      if (wanted_until_ < Clock::now() && !called()) {
        work.rest();
        woken_.wait(lock, [&] { return called() || wanted_until_ >= Clock::now(); });
      } else {
        woken_.wait_for(lock, work.has_line() ? kTick : kSlowTick, called);
      }
      if (ending_) return;
      wishes = std::exchange(wishes_, {});
      wished = std::exchange(pending_, false) || first;
      maps = maps_until_ >= Clock::now();
    }
    bool changed = wished;
    try {
      if (wishes.step) work.wind(*wishes.step);
      if (wishes.picture) work.take(std::move(*wishes.picture));
      changed |= work.look();
    } catch (const Error& error) {
      work.complain(error.problem());
      changed = true;
    } catch (const std::exception& error) {  // no memory, for one
      work.complain(Problem("lab.internal", {{"what", error.what()}}));
      changed = true;
    }
    if (!changed) continue;
    first = false;
    InspectionPicture picture = work.see(maps);
    {
      std::lock_guard lock(mutex_);
      picture.version = double(++version_);
      picture_ = std::move(picture);
    }
    news_();
  }
}

}  // namespace percept::lab
