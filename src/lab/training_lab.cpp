#include "percept/lab/training_lab.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "percept/data/fetch.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/files.hpp"
#include "percept/lab/run_report.hpp"
#include "percept/lab/settings.hpp"
#include "percept/recipe/recipe.hpp"
#include "run_launch.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr milliseconds kLaunchTime{50};
constexpr std::size_t kMostWords = 100, kMostBegun = 64, kLongestNote = 1 << 16;
constexpr int kInterrupted = 130;  // exit status of a training that was asked to stop

// What stands behind `percept train`, each word checked: none is taken for an option.
std::vector<std::string> words_of(const StartWords& asked) {
  std::vector<std::string> words = {"train", asked.recipe};
  if (asked.recipe.empty() || asked.recipe.starts_with("-"))
    throw Error(Problem("lab.start.recipe").with_hint("lab.start.recipe.hint").at("recipe"));
  if (!asked.data.empty()) words.push_back("data.source=" + asked.data);
  words.insert(words.end(), asked.settings.begin(), asked.settings.end());
  if (words.size() > kMostWords)
    throw Error(Problem("lab.start.many", {{"most", kMostWords}}).at("settings"));
  for (std::size_t i = 2; i < words.size(); ++i)
    if (words[i].starts_with("-") || words[i].find('=') == std::string::npos ||
        words[i].find('\0') != std::string::npos)
      throw Error(Problem("lab.start.setting", {{"word", words[i].substr(0, 100)}})
                      .with_hint("lab.start.setting.hint")
                      .at("settings"));
  return words;
}

recipe::Recipe recipe_of(const std::vector<std::string>& words) {
  return recipe::load_recipe(words[1], {words.begin() + 2, words.end()}).value();
}

std::string first_comment(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')));
  return line.starts_with("# ") ? line.substr(2) : std::string();
}

bool is_here(const data::Source& source) {
  return source.origin != data::Origin::fetched || !data::found_folder(source.name).empty();
}

}  // namespace

TrainingCatalogue make_training_catalogue() {
  TrainingCatalogue catalogue;
  for (const std::string& name : recipe::builtin_recipes()) {
    Result<recipe::Recipe> recipe = recipe::load_recipe(name);
    catalogue.recipes.push_back(
        {name, first_comment(recipe::builtin_text(name)), recipe ? recipe->data.source : ""});
  }
  for (const data::Source& source : data::sources())
    catalogue.sources.push_back({std::string(source.name), std::string(source.form),
                                 Message("data.source." + std::string(source.name)), is_here(source),
                                 source.origin == data::Origin::given});
  return catalogue;
}

TrainingLab::TrainingLab(TrainingPlace place) : place_(std::move(place)), table_(place_.runs) {}

TrainingLab::~TrainingLab() = default;

RunWatch& TrainingLab::watched() {
  if (!watch_) throw Error(Problem("lab.run.unchosen").with_hint("lab.run.unchosen.hint"));
  return *watch_;
}

bool TrainingLab::look() {
  look_at_launch();
  bool more = table_.look();
  if (watch_) more |= watch_->look();
  more |= comparison_.look();
  return more;
}

ComparedRuns TrainingLab::compare(const std::vector<std::string>& runs, const std::string& figure) {
  std::vector<fs::path> folders;  // one too many is enough to be refused
  for (std::size_t i = 0; i < std::min(runs.size(), RunComparison::kMostRuns + 1); ++i)
    folders.push_back(table_.find(runs[i]));
  return comparison_.compare(folders, figure);
}

ExportedFile TrainingLab::report(const std::string& run, const std::string& language) const {
  Language said = language == "fr" ? Language::french : Language::english;
  return {run + ".html", run_report(table_.find(run), said)};
}

void TrainingLab::rest() {
  if (watch_) watch_->rest();
}

void TrainingLab::open(const std::string& run) {
  fs::path folder = table_.find(run);
  if (watch_ && watch_->folder() == folder) return;
  let_go();
  watch_ = std::make_unique<RunWatch>(folder);
  watch_->look();
  ++number_;
  ++version_;
}

fs::path TrainingLab::folder() const { return watch_ ? watch_->folder() : fs::path(); }

void TrainingLab::close() {
  let_go();
  ++number_;
  ++version_;
}

// Who waits for its answers is told.
void TrainingLab::let_go() {
  rest();
  std::vector<RunAnswer> answers = take_answers();
  left_ = std::move(answers);
  watch_.reset();
}

StartPlan TrainingLab::plan(const StartWords& asked) const {
  std::vector<std::string> words = words_of(asked);
  recipe::Recipe recipe = recipe_of(words);
  StartPlan plan{.command = command_line(words),
                 .name = recipe.name,
                 .epochs = recipe.train.epochs,
                 .batch = recipe.train.batch,
                 .seed = recipe.seed,
                 .data = recipe.data.source};
  for (const recipe::LayerFields& layer : recipe.model.layers) plan.layers.push_back(layer.op);
  std::string lr = recipe::list_fields(recipe)["train.optimizer.lr"];
  double value = 0;
  if (std::from_chars(lr.data(), lr.data() + lr.size(), value).ec == std::errc()) plan.lr = value;
  return plan;
}

void TrainingLab::start(const StartWords& asked, const std::string& language) {
  std::vector<std::string> words = words_of(asked);
  recipe_of(words);  // what is wrong with it is told here, and in both languages
  language_ = language;
  if (place_.runs != "runs") words.insert(words.end(), {"--runs", place_.runs.string()});
  launch(std::move(words));
}

void TrainingLab::resume(const std::string& run, const std::string& language) {
  fs::path folder = table_.find(run);
  language_ = language;
  open(run);
  launch({"resume", fs::absolute(folder).string()});
}

void TrainingLab::launch(std::vector<std::string> words) {
  if (place_.program.empty()) throw Error(Problem("lab.start.none").with_hint("lab.start.none.hint"));
  if (launch_ || begun_.size() >= kMostBegun)
    throw Error(Problem("lab.start.busy").with_hint("lab.start.busy.hint"));
  std::string command = command_line(words);
  if (language_ == "en" || language_ == "fr") words.insert(words.end(), {"--lang", language_});
  launch_ = std::make_unique<RunLaunch>(RunLaunch::begin(place_.program, std::move(words)).value());
  start_ = StartView{.command = std::move(command)};
  ++version_;
}

void TrainingLab::dismiss_start() {
  if (launch_) return;
  start_.reset();
  ++version_;
}

void TrainingLab::look_at_launch() {
  auto now = RunWatch::Clock::now();
  if ((!launch_ && begun_.empty()) || now - looked_at_launch_ < kLaunchTime) return;
  looked_at_launch_ = now;
  auto failed = [&](const RunLaunch& launch, const std::string& command) {
    start_ = StartView{.status = "failed", .command = command, .said = launch.said()};
    ++version_;
  };
  std::erase_if(begun_, [&](auto& launch) {
    std::optional<int> status = launch->ended();
    if (status && *status != 0 && *status != kInterrupted && !launch->said().empty()) failed(*launch, "");
    return status.has_value();
  });
  if (!launch_) return;
  std::string run = run_of_process(launch_->process(), place_.runs);
  std::error_code error;
  if (!run.empty() && fs::exists(place_.runs / run / "manifest.json", error)) {
    begun_.push_back(std::move(launch_));
    start_.reset();
    ++version_;
    return open(run);
  }
  std::optional<int> status = launch_->ended();
  if (!status) return;
  if (*status == 0 || *status == kInterrupted)
    start_.reset();  // it was done before it could be looked at
  else
    failed(*launch_, start_ ? start_->command : "");
  launch_.reset();
  ++version_;
}

void TrainingLab::command(const std::string& name, double token) {
  static const char* const kNames[] = {"pause", "resume", "stop", "snapshot"};
  if (std::find(std::begin(kNames), std::end(kNames), name) == std::end(kNames))
    throw Error(Problem("lab.unknown_word", {{"field", "command"}, {"word", name.substr(0, 40)}}));
  watched().ask(ordered_json{{"command", name}}.dump(), token);
}

void TrainingLab::step(std::int64_t count, double token) {
  require_range("count", double(count), 1, 1'000'000);
  watched().ask(ordered_json{{"command", "step"}, {"count", count}}.dump(), token);
}

void TrainingLab::set(std::optional<double> lr, std::optional<double> momentum,
                      std::optional<double> weight_decay, double token) {
  ordered_json json = {{"command", "set"}};
  auto field = [&](const char* name, std::optional<double> value, double most) {
    if (!value) return;
    require_range(name, *value, 0, most);
    json[name] = *value;
  };
  field("lr", lr, 1e6);
  field("momentum", momentum, 0.999999);
  field("weight_decay", weight_decay, 1e6);
  if (json.size() == 1) throw Error(Problem("lab.run.nothing_set").with_hint("lab.run.nothing_set.hint"));
  RunWatch& watch = watched();
  watch.ask(json.dump(), token);
  if (!watch.is_live()) return;
  for (const auto& [name, value] : json.items())
    if (name != "command")
      watch.remember({"lab.run.changed", {{"name", name}, {"value", value.get<double>()}}});
}

void TrainingLab::note(const std::string& text, double token) {
  if (text.empty() || text.size() > kLongestNote)
    throw Error(Problem("lab.run.note", {{"most", kLongestNote}}).with_hint("lab.run.note.hint").at("note"));
  watched().ask(ordered_json{{"command", "note"}, {"text", text}}.dump(
                    -1, ' ', false, ordered_json::error_handler_t::replace),
                token);
}

void TrainingLab::remove(const std::vector<std::string>& runs) {
  table_.remove(runs);
  if (watch_ && std::find(runs.begin(), runs.end(), watch_->folder().filename().string()) != runs.end())
    close();
}

std::vector<RunAnswer> TrainingLab::take_answers() {
  std::vector<RunAnswer> answers = std::exchange(left_, {});
  if (watch_)
    for (RunAnswer& each : watch_->take_answers()) answers.push_back(std::move(each));
  return answers;
}

std::array<std::uint64_t, 3> TrainingLab::version() const {
  return {version_, watch_ ? watch_->version() : 0, std::uint64_t(table_.version())};
}

std::uint64_t TrainingLab::drawing() const { return (number_ << 40) + (watch_ ? watch_->drawing() : 0); }

TrainingState TrainingLab::state() const {
  TrainingState state{.runs = place_.runs.string(),
                      .can_start = !place_.program.empty(),
                      .table = table_.version(),
                      .start = start_};
  if (watch_) state.run = watch_->view();
  return state;
}

TrainingPicture TrainingLab::picture(CurvesTold& told) const {
  TrainingPicture picture;
  std::uint64_t beginning = watch_ ? watch_->beginnings() : 0;
  picture.fresh = told.run != number_ || told.beginning != beginning;
  if (picture.fresh) told = {.run = number_, .beginning = beginning};
  if (!watch_) return picture;
  const RunLive& live = watch_->live();
  picture.run = watch_->folder().filename().string();
  picture.step = double(watch_->step());
  picture.steps = double(watch_->info().steps);
  picture.epoch = double(watch_->epoch());
  picture.epochs = double(watch_->view().epochs);
  if (watch_->is_live()) {
    picture.paused = live.paused;
    picture.lr = live.lr;
    picture.memory = watch_->memory();
    if (live.time > 0) picture.time = live.time;
    if (!live.paused) {
      picture.samples_per_second = live.samples_per_second;
      picture.steps_per_second = live.steps_per_second;
      if (live.steps_per_second.value_or(0) > 0)
        picture.seconds_left = std::max(0.0, picture.steps - picture.step) / *live.steps_per_second;
    }
  }
  for (const RunCurve& curve : watch_->curves()) {
    auto& [generation, rows] = told.rows[curve.name()];
    if (generation != curve.generation()) rows = 0;
    generation = curve.generation();
    std::int64_t count = std::int64_t(curve.buckets().size()), from = std::max<std::int64_t>(0, rows - 1);
    std::vector<float> numbers;
    for (std::int64_t i = from; i < count; ++i) {
      const RunCurve::Bucket& bucket = curve.buckets()[std::size_t(i)];
      for (double value : {double(bucket.step), bucket.mean(), bucket.least, bucket.most})
        numbers.push_back(float(value));
    }
    rows = count;
    picture.curves.push_back({curve.name(), from, count, curve.width()});
    picture.blobs.push_back(plain_blob(curve.name(), {count - from, 4}, numbers));
  }
  return picture;
}

}  // namespace percept::lab
