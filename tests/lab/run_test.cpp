// The training lab: curves of bounded size, metrics that are read while they grow, runs that are followed,
// begun, labelled and deleted.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <fstream>
#include <thread>

#include "io/temporary_folder.hpp"
#include "lab/metrics_tail.hpp"
#include "lab/run_launch.hpp"
#include "percept/io/files.hpp"
#include "percept/lab/training_lab.hpp"
#include "percept/train/run_folder.hpp"
#include "train/stripes.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

template <class Condition>
bool wait_for(Condition condition) {
  for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
  return condition();
}

TEST(RunCurve, AMillionStepsTakeAConstantSpaceAndLoseNoPeak) {
  RunCurve curve("train/loss");
  double sum = 0;
  for (std::int64_t step = 1; step <= 1'000'000; ++step) {
    double value = std::sin(double(step) / 1000) + (step == 123'457 ? 50 : step == 765'432 ? -70 : 0);
    sum += value;
    curve.add(step, value);
  }
  ASSERT_LE(curve.buckets().size(), RunCurve::kMostPoints);
  EXPECT_GT(curve.buckets().size(), RunCurve::kMostPoints / 2 - 2);
  double most = -1e9, least = 1e9, total = 0;
  std::int64_t count = 0, before = 0;
  for (const RunCurve::Bucket& bucket : curve.buckets()) {
    EXPECT_GT(bucket.step, before);
    before = bucket.step;
    most = std::max(most, bucket.most);
    least = std::min(least, bucket.least);
    total += bucket.sum;
    count += bucket.count;
  }
  EXPECT_EQ(count, 1'000'000);
  EXPECT_EQ(before, 1'000'000);
  EXPECT_NEAR(total, sum, 1e-6);
  EXPECT_NEAR(most, 50 + std::sin(123.457), 1e-12);
  EXPECT_NEAR(least, -70 + std::sin(765.432), 1e-12);
}

TEST(RunCurve, LeavesOutWhatIsNoPoint) {
  RunCurve curve("x");
  curve.add(5, 1);
  curve.add(4, 9);
  curve.add(6, NAN);
  curve.add(7, INFINITY);
  curve.add(-1, 3);
  curve.add(8, 2);
  ASSERT_EQ(curve.buckets().size(), 2u);
  EXPECT_EQ(curve.buckets()[1].step, 8);
  EXPECT_EQ(curve.generation(), 0u);
}

std::string metric(std::int64_t step, double value) {
  return "{\"step\":" + std::to_string(step) + R"(,"epoch":1,"split":"train","name":"loss","value":)" +
         std::to_string(value) + "}\n";
}

struct Tail {
  explicit Tail(const fs::path& file) : tail(file) {
    tail.line = [this](const MetricLine& line) {
      steps.push_back(line.step);
      if (line.name.empty()) notes.push_back(line.note);
    };
    tail.restarted = [this] { steps.clear(), ++restarts; };
  }
  MetricsTail tail;
  std::vector<std::int64_t> steps;
  std::vector<std::string> notes;
  int restarts = 0;
};

void append(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::app | std::ios::binary) << text;
}

TEST(MetricsTail, ReadsWhatGrowsWithItsHalfLines) {
  TemporaryFolder folder;
  fs::path file = folder / "metrics.jsonl";
  Tail tail(file);
  EXPECT_FALSE(tail.tail.read(1 << 16));  // there is none yet
  std::string line = metric(2, 0.5);
  append(file, metric(1, 0.25) + line.substr(0, 20));
  tail.tail.read(1 << 16);
  EXPECT_EQ(tail.steps, (std::vector<std::int64_t>{1}));
  append(file, line.substr(20) + "{\"step\":3,\"epoch\":1,\"note\":\"plus \\\"lent\\\"\"}\n");
  tail.tail.read(1 << 16);
  EXPECT_EQ(tail.steps, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(tail.notes, (std::vector<std::string>{"plus \"lent\""}));
  std::string many;
  for (int step = 4; step < 1004; ++step) many += metric(step, 1);
  append(file, many);
  EXPECT_TRUE(tail.tail.read(1000));
  while (tail.tail.read(1000)) continue;
  EXPECT_EQ(tail.steps.size(), 1003u);
  EXPECT_EQ(tail.restarts, 0);
}

TEST(MetricsTail, PassesOverWhatIsDamaged) {
  TemporaryFolder folder;
  fs::path file = folder / "metrics.jsonl";
  Tail tail(file);
  append(file, "garbage\n\n{\"step\":\"x\"}\n[1]\n" + std::string(200'000, '[') + "\n\xFF\xFE\n" +
                   std::string(3 << 20, 'x'));
  append(file, "\n" + metric(7, 1) +
                   "{\"step\":8,\"epoch\":1,\"split\":\"train\",\"name\":\"loss\",\"value\":null}\n" +
                   metric(9, 1));
  while (tail.tail.read(1 << 20)) continue;
  EXPECT_EQ(tail.steps, (std::vector<std::int64_t>{7, 9}));
}

TEST(MetricsTail, BeginsAnewWhereTheFileWasCutBack) {
  TemporaryFolder folder;
  fs::path file = folder / "metrics.jsonl";
  Tail tail(file);
  append(file, metric(1, 1) + metric(2, 2) + metric(3, 3));
  tail.tail.read(1 << 16);
  fs::resize_file(file, metric(1, 1).size());
  append(file, metric(2, 9) + metric(3, 9) + metric(4, 9));  // longer than before
  tail.tail.read(1 << 16);
  EXPECT_EQ(tail.restarts, 1);
  EXPECT_EQ(tail.steps, (std::vector<std::int64_t>{1, 2, 3, 4}));
}

TEST(MetricsTail, DoesNotWaitForAPipe) {
  TemporaryFolder folder;
  fs::path file = folder / "metrics.jsonl";
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  Tail tail(file);
  EXPECT_FALSE(tail.tail.read(1 << 16));
}

// Makes a run's folder that says so much of itself.
void make_run(const fs::path& runs, const std::string& name, const std::string& status = "finished",
              int seed = 0) {
  fs::create_directories(runs / name);
  io::write_file(runs / name / "manifest.json",
                 "{\"status\": \"" + status +
                     "\", \"recipe\": \"small\", \"began\": \"2026-01-01T00:00:00Z\", \"seed\": " +
                     std::to_string(seed) +
                     R"(, "step": 10, "steps": 20, "last": {"loss": 0.5, "accuracy": 0.9, "epoch": 1}})")
      .value();
}

void look_at_all(RunTable& table) {
  while (table.look()) continue;
}

TEST(RunTable, AThousandRunsAreListedAndOnlyChangesAreToldAfter) {
  TemporaryFolder folder;
  for (int i = 0; i < 1000; ++i) {
    fs::create_directories(folder / ("small-" + std::to_string(i)));
    append(folder / ("small-" + std::to_string(i)) / "manifest.json",
           R"({"status": "finished", "seed": )" + std::to_string(i) + "}");
  }
  fs::create_directories(folder / "no-run");
  RunTable table(folder.path());
  look_at_all(table);
  RunChanges all = table.since(0);
  EXPECT_EQ(all.rows.size(), 1000u);
  EXPECT_TRUE(all.gone.empty());
  EXPECT_TRUE(table.since(all.version).rows.empty());
  table.label("small-7", {.star = true, .tags = {"best"}, .note = "so what"});
  RunChanges changed = table.since(all.version);
  ASSERT_EQ(changed.rows.size(), 1u);
  EXPECT_EQ(changed.rows[0].name, "small-7");
  EXPECT_EQ(changed.rows[0].labels.tags, std::vector<std::string>{"best"});
  RunTable other(folder.path());
  look_at_all(other);
  for (const RunRow& row : other.since(0).rows) EXPECT_EQ(row.labels.star, row.name == "small-7");
}

TEST(RunTable, DeletesWithUndoAndNeverWhatIsAtWork) {
  TemporaryFolder folder;
  for (const char* name : {"a-1", "a-2", "a-3"}) make_run(folder.path(), name);
  {
    RunTable table(folder.path());
    look_at_all(table);
    std::int64_t before = table.version();
    table.remove({"a-1", "a-2"});
    EXPECT_FALSE(fs::exists(folder / "a-1"));
    RunChanges changes = table.since(before);
    EXPECT_EQ(changes.gone.size(), 2u);
    EXPECT_EQ(changes.undo, 1);
    EXPECT_TRUE(table.undo_remove());
    EXPECT_TRUE(fs::exists(folder / "a-1/manifest.json"));
    EXPECT_EQ(table.since(changes.version).rows.size(), 2u);
    EXPECT_FALSE(table.undo_remove());
    {
      train::RunLock lock(folder / "a-3");
      EXPECT_THROW(table.remove({"a-1", "a-3"}), Error);
      EXPECT_TRUE(fs::exists(folder / "a-1"));
    }
    table.remove({"a-3"});
    make_run(folder.path(), "a-3");  // its name is taken meanwhile
    EXPECT_THROW(table.undo_remove(), Error);
    EXPECT_EQ(table.since(0).undo, 1);
  }
  EXPECT_FALSE(fs::exists(folder / ".deleted"));
  EXPECT_TRUE(fs::exists(folder / "a-1"));
}

TEST(RunTable, TakesNoNameThatLeadsElsewhere) {
  TemporaryFolder folder;
  make_run(folder / "runs", "a-1");
  make_run(folder.path(), "outside");
  RunTable table(folder / "runs");
  look_at_all(table);
  for (std::string name : {"", ".", "..", "../outside", "a-1/../../outside", "/etc", ".deleted", "a-1/"}) {
    EXPECT_THROW(table.find(name), Error) << name;
    EXPECT_THROW(table.remove({name}), Error) << name;
    EXPECT_THROW(table.label(name, {}), Error) << name;
  }
  EXPECT_TRUE(fs::exists(folder / "outside"));
  append(folder / "runs/a-1/labels.json", "{\"star\": 7}");
  make_run(folder / "runs", "a-2", "x\\\"y");
  EXPECT_NO_THROW(table.look());
}

TEST(RunLaunch, KeepsWhatAProgramSaysAndHowItEnds) {
  RunLaunch launch = RunLaunch::begin("/bin/sh", {"-c", "echo oops >&2; exit 3"}).value();
  ASSERT_TRUE(wait_for([&] { return launch.ended().has_value(); }));
  EXPECT_EQ(launch.ended(), 3);
  EXPECT_EQ(launch.said(), "oops");
  RunLaunch killed = RunLaunch::begin("/bin/sh", {"-c", "kill -9 $$"}).value();
  ASSERT_TRUE(wait_for([&] { return killed.ended().has_value(); }));
  EXPECT_EQ(killed.ended(), 128 + SIGKILL);
  EXPECT_FALSE(RunLaunch::begin("/no/such/program", {}));
}

TEST(RunLaunch, FindsTheFolderThatAProcessHolds) {
  TemporaryFolder folder;
  make_run(folder.path(), "a-1");
  RunLaunch launch =
      RunLaunch::begin("/bin/sh", {"-c", "exec 5<\"$1\"; exec sleep 20", "sh", (folder / "a-1").string()})
          .value();
  EXPECT_TRUE(wait_for([&] { return run_of_process(launch.process(), folder.path()) == "a-1"; }));
  ::kill(launch.process(), SIGKILL);
  EXPECT_TRUE(wait_for([&] { return launch.ended().has_value(); }));
}

TEST(TrainingLab, TakesNoWordForAnOption) {
  TemporaryFolder folder;
  TrainingLab lab({.program = "/bin/false", .runs = folder / "runs"});
  std::vector<StartWords> wrong = {{.recipe = "--help"},
                                   {.recipe = ""},
                                   {.recipe = "linear", .settings = {"--json"}},
                                   {.recipe = "linear", .settings = {"train.epochs"}},
                                   {.recipe = "linear", .settings = {"train.epcohs=3"}},
                                   {.recipe = "linear", .settings = std::vector<std::string>(200, "seed=1")},
                                   {.recipe = "no-such-recipe"}};
  for (const StartWords& words : wrong) {
    EXPECT_THROW(lab.start(words, "en"), Error) << words.recipe;
    EXPECT_THROW(lab.plan(words), Error) << words.recipe;
  }
  StartPlan plan =
      lab.plan({.recipe = "linear", .data = "folder:my pictures", .settings = {"train.epochs=7"}});
  EXPECT_EQ(plan.command, "percept train linear 'data.source=folder:my pictures' train.epochs=7");
  EXPECT_EQ(plan.epochs, 7);
  EXPECT_EQ(plan.lr, 0.02);
  EXPECT_THROW(lab.command("pause", 1), Error);  // no run is chosen
}

TEST(TrainingLab, TellsWhyATrainingDidNotBegin) {
  TemporaryFolder folder;
  io::write_file(folder / "fails", "#!/bin/sh\necho 'there is no data' >&2\nexit 1\n").value();
  fs::permissions(folder / "fails", fs::perms::owner_all);
  TrainingLab lab({.program = folder / "fails", .runs = folder / "runs"});
  lab.start({.recipe = "linear"}, "en");
  EXPECT_THROW(lab.start({.recipe = "linear"}, "en"), Error);  // one at a time
  ASSERT_TRUE(
      wait_for([&] { return lab.look(), lab.state().start && lab.state().start->status == "failed"; }));
  EXPECT_EQ(lab.state().start->said, "there is no data");
  lab.dismiss_start();
  EXPECT_FALSE(lab.state().start);
}

// A training of the stripes in a folder, on a thread, slowly.
class Training {
 public:
  explicit Training(const fs::path& root)
      : trainer_(store_, stripes_net(), {stripes(200), stripes(10)}, config()) {
    folder_.emplace(run_config(root), trainer_);
    trainer_.listen([this](const train::Event& event) {
      folder_->on(event);
      std::this_thread::sleep_for(2ms);
    });
    folder_->listen_to_clients(stop_);
    thread_ = std::thread([this] { folder_->finish(trainer_.run(&stop_)); });
  }
  ~Training() {
    stop_ = true;
    join();
  }
  /// Until it has ended, and let go of its folder.
  void join() {
    if (thread_.joinable()) thread_.join();
    folder_.reset();
  }

 private:
  static train::TrainerConfig config() {
    train::TrainerConfig config = stripes_config();
    config.epochs = 1000;
    return config;
  }
  static train::RunConfig run_config(const fs::path& root) {
    train::RunConfig config{.root = root, .summary = "table\n", .data = "stripes", .data_hash = "12ab"};
    config.card = {.name = "small",
                   .recipe = "name = \"small\"\n",
                   .classes = {"lies", "stands"},
                   .outputs = 2,
                   .input = {1, 4, 4},
                   .normalization = {{0.5f}, {0.25f}}};
    return config;
  }
  ParameterStore store_{1};
  train::Trainer trainer_;
  std::optional<train::RunFolder> folder_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

TEST(RunWatch, FollowsAndSteersARun) {
  TemporaryFolder folder;
  Training training(folder.path());
  TrainingLab lab({.runs = folder.path()});
  lab.open("small-1");
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.state().run->live; }));
  EXPECT_EQ(lab.state().run->status, "running");
  EXPECT_EQ(lab.state().run->momentum, 0.9);
  CurvesTold told;
  std::size_t rows = 0;
  ASSERT_TRUE(wait_for([&] {
    lab.look();
    TrainingPicture picture = lab.picture(told);
    for (const CurveHead& curve : picture.curves)
      if (curve.name == "train/loss") rows = std::size_t(curve.count);
    return rows > 50 && picture.time && picture.samples_per_second.value_or(0) > 0;
  }));
  TrainingPicture next = lab.picture(told);
  EXPECT_FALSE(next.fresh);
  for (const CurveHead& curve : next.curves) EXPECT_EQ(curve.from, curve.count - 1) << curve.name;

  auto answered = [&](double token) {
    std::optional<RunAnswer> answer;
    EXPECT_TRUE(wait_for([&] {
      lab.look();
      for (const RunAnswer& each : lab.take_answers())
        if (each.token == token) answer = each;
      return answer.has_value();
    }));
    return answer.value_or(RunAnswer{});
  };
  lab.command("pause", 1);
  EXPECT_FALSE(answered(1).problem);
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.state().run->status == "paused"; }));
  double step = lab.picture(told).step;
  lab.step(3, 2);
  answered(2);
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.picture(told).step >= step + 3; }));
  EXPECT_EQ(lab.picture(told).step, step + 3);
  lab.set(0.01, 0.5, {}, 3);
  EXPECT_FALSE(answered(3).problem);
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.state().run->momentum == 0.5; }));
  std::vector<RunEvent> now = lab.state().run->events;
  EXPECT_TRUE(
      std::any_of(now.begin(), now.end(), [](const RunEvent& event) { return event.kind == "changed"; }));
  lab.set({}, {}, 0.1, 4);
  EXPECT_TRUE(answered(4).problem);  // this optimiser has none
  EXPECT_THROW(lab.set(-1.0, {}, {}, 5), Error);
  EXPECT_THROW(lab.set({}, 1.0, {}, 5), Error);
  lab.step(1000, 50);
  lab.close();  // who waited for those steps is told
  EXPECT_TRUE(answered(50).problem);
  lab.open("small-1");
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.state().run->live; }));
  lab.note("slower from here", 6);
  answered(6);
  lab.command("resume", 7);
  answered(7);
  lab.command("stop", 8);
  training.join();
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.state().run->status == "interrupted"; }));
  std::vector<RunEvent> events = lab.state().run->events;
  auto has = [&](const std::string& kind, const std::string& text) {
    return std::any_of(events.begin(), events.end(), [&](const RunEvent& event) {
      return event.kind == kind && render(event.what, Language::english).find(text) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("note", "slower from here"));
  EXPECT_TRUE(has("ended", "stopped"));
  EXPECT_TRUE(has("evaluated", "epoch 1"));
  lab.command("pause", 9);
  EXPECT_TRUE(answered(9).problem);  // nobody listens any more
}

TEST(RunWatch, SaysThatARunWasKilled) {
  TemporaryFolder folder;
  make_run(folder.path(), "a-1", "running");
  std::optional<train::RunLock> lock(folder / "a-1");
  TrainingLab lab({.runs = folder.path()});
  lab.open("a-1");
  EXPECT_EQ(lab.state().run->status, "running");
  EXPECT_FALSE(lab.state().run->live);  // it has no socket
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.state().run->what.has_value(); }));
  EXPECT_EQ(lab.state().run->what->id, "lab.run.read_only");
  lock.reset();
  ASSERT_TRUE(wait_for([&] { return lab.look(), lab.state().run->status == "stopped"; }));
  EXPECT_EQ(lab.state().run->remedy->id, "lab.run.resume");
}

}  // namespace
}  // namespace percept::lab
