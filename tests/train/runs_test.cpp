#include "percept/train/runs.hpp"

#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"
#include "percept/train/run_lock.hpp"

namespace percept::train {
namespace {

namespace fs = std::filesystem;

fs::path make(const TemporaryFolder& root, const char* name, const std::string& manifest) {
  fs::path folder = root / name;
  fs::create_directories(folder);
  EXPECT_TRUE(io::write_file(folder / "manifest.json", manifest));
  return folder;
}

constexpr const char* kGood =
    R"({"run": "a-1", "recipe": "a", "status": "finished", "seed": 3, "began": "2026-01-02T00:00:00Z", "step": 9,
        "steps": 9, "seconds": 1.5, "watch": "accuracy", "data": {"spec": "digits"},
        "best": {"loss": 0.5, "accuracy": 0.75, "epoch": 2, "f1": 0.7}})";

TEST(Runs, SayWhatTheirManifestsSay) {
  TemporaryFolder root;
  RunInfo run = read_run(make(root, "a-1", kGood));
  EXPECT_EQ(run.status, RunStatus::finished);
  EXPECT_EQ(run.seed, 3);
  EXPECT_EQ(run.step, 9);
  EXPECT_EQ(run.data, "digits");
  EXPECT_EQ(run.best->epoch, 2);
  EXPECT_EQ(run.best->accuracy, 0.75);
  EXPECT_EQ(run.best->metrics.at("f1"), 0.7);
  EXPECT_FALSE(run.test);
}

TEST(Runs, StatusIsThatOfTheProcess) {
  TemporaryFolder root;
  fs::path folder = make(root, "a-1", R"({"status": "running"})");
  EXPECT_EQ(read_run(folder).status, RunStatus::stopped) << "it says running, but nobody is at work";
  RunLock lock(folder);
  EXPECT_EQ(read_run(folder).status, RunStatus::running);
  EXPECT_FALSE(delete_run(folder));
}

TEST(Runs, HostileManifestsAreDamagedAndNothingMore) {
  TemporaryFolder root;
  for (const char* text :
       {"", "{", "[]", "3", "{\"status\": 3, \"seed\": \"x\", \"data\": 1, \"best\": [], \"step\": 1e99}",
        "{\"best\": {\"loss\": \"x\", \"epoch\": {}}}", "\xff\xfe", "{\"steps\": 99999999999999999999999}"})
    EXPECT_NO_THROW(read_run(make(root, "bad", text))) << text;
  EXPECT_EQ(read_run(root / "nowhere").status, RunStatus::damaged);
}

TEST(Runs, AreListedByAgeAndDeletedByName) {
  TemporaryFolder root;
  make(root, "b-1", R"({"began": "2026-01-03"})");
  make(root, "a-2", R"({"began": "2026-01-04"})");
  make(root, "a-1", R"({"began": "2026-01-04"})");
  fs::create_directories(root / "other");
  std::string names;
  for (const RunInfo& run : list_runs(root.path())) names += run.folder.filename().string() + " ";
  EXPECT_EQ(names, "b-1 a-1 a-2 ");
  EXPECT_TRUE(delete_run(root / "a-1"));
  EXPECT_FALSE(fs::exists(root / "a-1"));
  EXPECT_FALSE(delete_run(root / "other")) << "no run";
  EXPECT_TRUE(fs::exists(root / "other"));
  fs::create_directory_symlink(root / "b-1", root / "link");
  EXPECT_FALSE(delete_run(root / "link"));
}

}  // namespace
}  // namespace percept::train
