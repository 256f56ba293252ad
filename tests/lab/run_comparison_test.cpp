// Runs side by side and the report of one: groups by seed, settings that differ, and whatever a folder can
// hold.
#include "percept/lab/run_comparison.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"
#include "percept/lab/run_report.hpp"
#include "percept/lab/run_table.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;

class ComparedRunsTest : public testing::Test {
 protected:
  // A run of the recipe "linear" with these changes, with `steps` losses of `first`, first / 2 ...
  fs::path make_run(const std::string& name, const std::vector<std::string>& changes, int steps = 4,
                    double first = 1, const std::string& hash = "12ab") {
    fs::path folder = folder_ / name;
    fs::create_directories(folder);
    io::write_file(folder / "recipe.toml",
                   recipe::format_recipe(recipe::load_recipe("linear", changes).value()))
        .value();
    io::write_file(folder / "manifest.json",
                   R"({"status": "finished", "recipe": "linear", "seed": 7, "step": )" +
                       std::to_string(steps) + R"(, "steps": )" + std::to_string(steps) +
                       R"(, "seconds": 8, "data": {"spec": "digits", "hash": ")" + hash + R"("}})")
        .value();
    std::ofstream metrics(folder / "metrics.jsonl");
    for (int step = 1; step <= steps; ++step)
      metrics << R"({"step":)" << step << R"(,"epoch":1,"split":"train","name":"loss","value":)"
              << first / step << "}\n";
    return folder;
  }
  ComparedRuns compare(const std::vector<fs::path>& folders, const std::string& figure = "loss") {
    RunComparison comparison;
    EXPECT_TRUE(comparison.compare(folders, figure).reading);
    while (comparison.look()) continue;
    ComparedRuns seen = comparison.compare(folders, figure);
    EXPECT_FALSE(seen.reading);
    return seen;
  }
  TemporaryFolder folder_;
};

TEST_F(ComparedRunsTest, ThatDifferInNothingButTheSeedAreOneGroup) {
  std::vector<fs::path> folders = {make_run("a", {"seed=1"}), make_run("b", {"seed=2"}),
                                   make_run("c", {"seed=3", "train.optimizer.lr=0.5"}),
                                   make_run("d", {"seed=4"}, 4, 1, "other")};  // other data by now
  fs::create_directories(folder_ / "e");
  fs::create_directories(folder_ / "f");
  folders.insert(folders.end(), {folder_ / "e", folder_ / "f"});  // whose recipes cannot be read
  ComparedRuns seen = compare(folders);
  ASSERT_EQ(seen.compared.size(), 6u);
  EXPECT_EQ(seen.compared[0].group, seen.compared[1].group);
  for (std::size_t i = 2; i < 6; ++i)
    for (std::size_t k = 0; k < i; ++k) EXPECT_NE(seen.compared[i].group, seen.compared[k].group) << i << k;
}

TEST_F(ComparedRunsTest, ShowTheSettingsInWhichTheyDifferAndNoOthers) {
  ComparedRuns seen =
      compare({make_run("a", {"seed=1"}), make_run("b", {"seed=2", "train.optimizer.lr=0.5"})});
  ASSERT_EQ(seen.differences.size(), 2u);
  EXPECT_EQ(seen.differences[0].field, "seed");
  EXPECT_EQ(seen.differences[0].values, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(seen.differences[1].field, "train.optimizer.lr");
  EXPECT_EQ(seen.differences[1].values[1], "0.5");
  EXPECT_TRUE(compare({make_run("c", {}), make_run("d", {})}).differences.empty());
  // A field that one of them lacks.
  std::vector<DifferingField> other = differing_fields({{{"x", "1"}}, {{"x", "1"}, {"y", "2"}}});
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(other[0].values, (std::vector<std::string>{"", "2"}));
}

TEST_F(ComparedRunsTest, GiveTheFigureThatWasAskedForInBoundedSpace) {
  fs::path longer = make_run("a", {"train.epochs=2"}, 5000, 3), shorter = make_run("b", {}, 4);
  std::ofstream(longer / "metrics.jsonl", std::ios::app)
      << R"({"step":5000,"epoch":2,"split":"test","name":"accuracy","value":0.5})"
      << "\n";
  ComparedRuns seen = compare({longer, shorter});
  EXPECT_EQ(seen.figures, (std::vector<std::string>{"loss", "accuracy"}));
  ASSERT_EQ(seen.compared[0].curves.size(), 1u);
  const ComparedCurve& curve = seen.compared[0].curves[0];
  EXPECT_EQ(curve.split, "train");
  EXPECT_LE(curve.steps.size(), RunComparison::kMostPoints);
  EXPECT_EQ(curve.steps.back(), 5000);
  EXPECT_EQ(curve.most[0], 3);  // no peak is lost
  EXPECT_EQ(seen.compared[0].epoch_steps, 2500);
  EXPECT_EQ(seen.compared[1].step_seconds, 2);
  ComparedRuns accuracy = compare({longer, shorter}, "accuracy");
  EXPECT_EQ(accuracy.compared[0].curves[0].means, std::vector<double>{0.5});
  EXPECT_TRUE(accuracy.compared[1].curves.empty());
  EXPECT_EQ(compare({shorter}, "no such figure").figure, "loss");
}

TEST_F(ComparedRunsTest, SeeWhatARunHasGrownAndRefuseTooMany) {
  fs::path folder = make_run("a", {}, 2);
  RunComparison comparison;
  comparison.compare({folder}, "loss");
  while (comparison.look()) continue;
  EXPECT_EQ(comparison.compare({folder}, "loss").compared[0].curves[0].steps.size(), 2u);
  std::ofstream(folder / "metrics.jsonl", std::ios::app)
      << R"({"step":3,"epoch":1,"split":"train","name":"loss","value":9})"
      << "\n";
  while (comparison.look()) continue;
  EXPECT_EQ(comparison.compare({folder}, "loss").compared[0].curves[0].means.back(), 9);
  EXPECT_THROW(comparison.compare(std::vector<fs::path>(13, folder), "loss"), Error);
}

TEST_F(ComparedRunsTest, TakeDamagedMetricsAsFarAsTheyGo) {
  fs::path folder = make_run("a", {}, 2);
  std::ofstream(folder / "metrics.jsonl", std::ios::app)
      << "nonsense\n\xFF\xFE\n{\"step\":\"3\"}\n"
      << R"({"step":4,"epoch":1,"split":"train","name":"loss","value":1e999})"
      << "\n"
      << R"({"step":5,"epoch":1,"split":"train","name":"loss","value":7})"
      << "\n{\"step\":6,\"epo";
  EXPECT_EQ(compare({folder}).compared[0].curves[0].steps, (std::vector<double>{1, 2, 5}));
  io::write_file(folder / "manifest.json", "{").value();
  io::write_file(folder / "recipe.toml", "= =").value();
  ComparedRuns seen = compare({folder});
  EXPECT_EQ(seen.compared[0].curves.size(), 1u);
  EXPECT_EQ(seen.compared[0].epoch_steps, 0);
  EXPECT_NE(run_report(folder, Language::english).find("cannot be read"), std::string::npos);
}

TEST_F(ComparedRunsTest, AReportHoldsTheRunAndStandsAlone) {
  fs::path folder = make_run("small-1", {"seed=7", "train.optimizer.lr=0.5"});
  std::string english = run_report(folder, Language::english), french = run_report(folder, Language::french);
  for (const char* part : {"percept train linear seed=7 train.optimizer.lr=0.5", "percept resume ", "12ab",
                           "<svg ", "train.optimizer.lr", "0.52083"})  // mean of 1, 1/2, 1/3, 1/4
    EXPECT_NE(english.find(part), std::string::npos) << part;
  EXPECT_NE(french.find("0,52083"), std::string::npos);
  EXPECT_NE(french.find("<html lang=\"fr\">"), std::string::npos);
  for (const char* outside : {"<script", "<link", "<img", "src=", "href=", "url("})
    EXPECT_EQ(english.find(outside), std::string::npos) << outside;
}

TEST_F(ComparedRunsTest, AReportTakesEveryTextAsText) {
  const std::string evil = "<script>alert(\"1\")</script>&'";
  fs::path folder = make_run("small-1", {"data.source=folder:<img src=x>"});
  RunTable table(folder_.path());
  table.label("small-1", {.tags = {evil}, .note = evil});
  std::ofstream(folder / "metrics.jsonl", std::ios::app)
      << R"({"step":4,"epoch":1,"note":"<script>note</script>"})"
      << "\n"
      << R"({"step":4,"epoch":1,"split":"<b>","name":"<script>name","value":1})"
      << "\n";
  io::write_file(folder / "summary.txt", "</pre><script>\xFF\x01").value();
  io::write_file(folder / "manifest.json",
                 R"({"recipe": "<script>", "data": {"spec": "<script>"}, "began": "<script>",)"
                 R"("isa": "<script>", "threads": 1, "versions": {"percept": "<script>"},)"
                 R"("last": {"loss": 1, "epoch": 1, "<script>": 2}})")
      .value();
  std::string report = run_report(folder, Language::english);
  EXPECT_EQ(report.find("<script"), std::string::npos);
  EXPECT_EQ(report.find("<img"), std::string::npos);
  EXPECT_EQ(report.find("<b>"), std::string::npos);
  EXPECT_EQ(report.find('\xFF'), std::string::npos);
  EXPECT_EQ(report.find('\x01'), std::string::npos);
  EXPECT_NE(report.find("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;"), std::string::npos);
  EXPECT_NE(report.find("&lt;script&gt;note"), std::string::npos);
}

TEST_F(ComparedRunsTest, AReportDrawsNumbersAsLargeAndAsCloseAsTheyCome) {
  fs::path folder = make_run("small-1", {}, 0);
  std::ofstream metrics(folder / "metrics.jsonl");
  int step = 0;
  for (const char* pair : {"1e16 10000000000000002", "1e-308 1e308", "-1e308 1e308", "5 5", "0 1e-300"})
    for (const std::string& value :
         {std::string(pair, std::strchr(pair, ' ')), std::string(std::strchr(pair, ' ') + 1)})
      metrics << R"({"step":)" << ++step << R"(,"epoch":1,"split":"train","name":")" << pair
              << R"(","value":)" << value << "}\n";
  metrics.close();
  EXPECT_LT(run_report(folder, Language::english).size(), 100'000u);  // and it comes to an end
}

TEST_F(ComparedRunsTest, TheCommandTrainsTheSameAgain) {
  fs::path folder =
      make_run("small-1", {"seed=7", "data.source=folder:my 'pets'", "train.optimizer.name=adam"});
  std::string command = command_of_run(folder);
  EXPECT_EQ(command.find("recipe.toml"), std::string::npos) << command;
  EXPECT_NE(command.find("'data.source=\"folder:my '\\''pets'\\''\"'"), std::string::npos) << command;
  // A recipe of one's own is the file in the run's folder.
  io::write_file(folder / "manifest.json", R"({"recipe": "mine"})").value();
  EXPECT_EQ(command_of_run(folder), "percept train " + (folder / "recipe.toml").string());
}

}  // namespace
}  // namespace percept::lab
