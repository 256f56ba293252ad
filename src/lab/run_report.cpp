#include "percept/lab/run_report.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "command_line.hpp"
#include "curve_svg.hpp"
#include "percept/base/markup.hpp"
#include "percept/io/files.hpp"
#include "percept/lab/run_comparison.hpp"
#include "percept/lab/run_figures.hpp"
#include "percept/lab/run_table.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostSummary = 256 << 10;

constexpr const char* kStyle =
    "body{font:16px/1.45 Georgia,'Liberation "
    "Serif',serif;color:#26231d;background:#fffdf8;max-width:52rem;margin:"
    "2rem auto;padding:0 1rem}h1,h2{line-height:1.2}h2{margin-top:2rem;border-bottom:1px solid #cfc8b8}table{"
    "border-collapse:collapse;margin:.5rem 0}th,td{padding:.15rem .7rem .15rem "
    "0;text-align:left;vertical-align:top;"
    "border-bottom:1px solid #e6e0d4;overflow-wrap:anywhere}td.n,th.n{text-align:right;font-variant-numeric:"
    "tabular-nums}pre,code{font:13px/1.4 'Liberation "
    "Mono',monospace;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".wide{overflow-x:auto}svg{width:100%;height:auto}.soft{color:#5c564b}";

// Writes a page in one language; whatever is put in as text is text.
class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  std::string say(const char* id, std::vector<Argument> arguments = {}) const {
    return render(Message("lab.report." + std::string(id), std::move(arguments)), language_);
  }
  std::string number(double value, int digits = 5) const { return shown_number(value, digits, language_); }
  Language language() const { return language_; }

  void raw(std::string_view html) { html_ += html; }
  void element(const char* name, std::string_view text) {
    html_ += "<" + std::string(name) + ">" + markup_text(text) + "</" + name + ">\n";
  }
  void heading(const char* id) { element("h2", say(id)); }
  /// A line of a table of two columns; left out where there is nothing to say.
  void fact(const std::string& name, const std::string& value, bool code = false) {
    if (value.empty()) return;
    html_ += "<tr><th scope=\"row\">" + markup_text(name) + "</th><td>" + (code ? "<code>" : "") +
             markup_text(value) + (code ? "</code>" : "") + "</td></tr>\n";
  }
  void row(const std::vector<std::string>& cells, bool head = false) {
    html_ += "<tr>";
    for (const std::string& cell : cells)
      html_ += (head ? "<th class=\"n\" scope=\"col\">" : "<td class=\"n\">") + markup_text(cell) +
               (head ? "</th>" : "</td>");
    html_ += "</tr>\n";
  }
  std::string take() { return std::move(html_); }

 private:
  Language language_;
  std::string html_;
};

std::string split_title(const Page& page, const std::string& split) {
  if (split == "train") return page.say("train");
  if (split == "val") return page.say("val");
  return split == "test" ? page.say("test") : split;
}

std::string figure_title(const Page& page, const std::string& figure) {
  if (figure == "loss") return page.say("loss");
  if (figure == "accuracy") return page.say("accuracy");
  return figure == "lr" ? page.say("lr") : figure;
}

std::string title_of(const Page& page, const std::string& curve) {
  std::size_t slash = curve.find('/');
  return figure_title(page, curve.substr(slash + 1)) + ", " + split_title(page, curve.substr(0, slash));
}

void add_facts(Page& page, const train::RunInfo& info) {
  page.raw("<table>\n");
  page.fact(page.say("command"), command_of_run(info.folder), true);
  page.fact(page.say("resume"), command_line({"resume", info.folder.string()}), true);
  page.fact(page.say("data"), info.data, true);
  page.fact(page.say("hash"), info.data_hash, true);
  page.fact(page.say("seed"), std::to_string(info.seed));
  page.fact(page.say("parameters"), std::to_string(info.parameters));
  page.fact(page.say("steps"), std::to_string(info.step) + " / " + std::to_string(info.steps));
  page.fact(page.say("began"), info.began);
  page.fact(page.say("ended"), info.ended);
  if (info.seconds > 0) page.fact(page.say("time"), page.number(info.seconds, 4) + " s");
  if (info.samples_per_second > 0)
    page.fact(page.say("rate"), page.say("per_second", {{"n", std::llround(info.samples_per_second)}}));
  if (info.threads > 0)
    page.fact(page.say("machine"), page.say("threads", {{"count", info.threads}, {"isa", info.isa}}));
  if (!info.version.empty())
    page.fact(page.say("versions"), "percept " + info.version + ", " + info.compiler +
                                        (info.onednn.empty() ? "" : ", oneDNN " + info.onednn));
  page.raw("</table>\n");
}

void add_results(Page& page, const train::RunInfo& info) {
  std::set<std::string> names;
  for (const auto* score : {&info.best, &info.last, &info.test})
    if (*score)
      for (const auto& [name, value] : (*score)->metrics) names.insert(name);
  page.heading("results");
  if (!info.best && !info.last && !info.test) return page.element("p", page.say("no_results"));
  page.raw("<div class=\"wide\"><table>\n");
  std::vector<std::string> head = {page.say("results"), page.say("epoch"), page.say("loss"),
                                   page.say("accuracy")};
  head.insert(head.end(), names.begin(), names.end());
  page.row(head, true);
  auto add = [&](const char* id, const std::optional<train::Score>& score) {
    if (!score) return;
    std::vector<std::string> cells = {page.say(id), std::to_string(score->epoch), page.number(score->loss),
                                      page.number(score->accuracy)};
    for (const std::string& name : names) cells.push_back(page.number(score->figure(name)));
    page.row(cells);
  };
  add("best", info.best);
  add("last", info.last);
  add("on_test", info.test);
  page.raw("</table></div>\n");
}

void add_notes(Page& page, const RunLabels& labels, const RunFigures& figures) {
  if (labels.note.empty() && labels.tags.empty() && figures.notes.empty()) return;
  page.heading("notes");
  std::string tags;
  for (const std::string& tag : labels.tags) tags += (tags.empty() ? "" : ", ") + tag;
  if (!tags.empty()) page.element("p", page.say("tags", {{"tags", tags}}));
  if (!labels.note.empty()) page.element("p", labels.note);
  page.raw("<table>\n");
  for (const RunFigures::Note& note : figures.notes)
    page.fact(page.say("at_step", {{"step", note.step}}), note.text);
  page.raw("</table>\n");
}

void add_curves(Page& page, const RunFigures& figures) {
  std::set<std::string> names;
  for (const RunCurve& curve : figures.curves) names.insert(curve.name().substr(curve.name().find('/') + 1));
  page.heading("curves");
  if (names.empty()) return page.element("p", page.say("no_figures"));
  page.element("p", page.say("curves_how"));
  for (const std::string& name : names) {
    Plot plot{.title = figure_title(page, name), .x_label = page.say("step"), .log_y = name != "accuracy"};
    for (const RunCurve& curve : figures.curves) {
      std::size_t slash = curve.name().find('/');
      if (curve.name().substr(slash + 1) != name) continue;
      bool train = curve.name().starts_with("train/");
      PlotLine line{.label = split_title(page, curve.name().substr(0, slash)),
                    .colour = train ? "#0f7a55" : "#8a3f9e",
                    .dash = train ? "" : "6 4",
                    .marks = !train};
      for (const RunCurve::Bucket& bucket : curve.buckets()) {
        line.x.push_back(double(bucket.step));
        line.y.push_back(bucket.mean());
        if (train) line.least.push_back(bucket.least), line.most.push_back(bucket.most);
      }
      plot.lines.push_back(std::move(line));
    }
    page.element("h3", plot.title);
    page.raw(plot_svg(plot, page.language()));
  }
}

void add_epochs(Page& page, const RunFigures& figures) {
  std::set<std::string> names;
  for (const auto& [epoch, values] : figures.epochs)
    for (const auto& [name, figure] : values) names.insert(name);
  if (names.empty()) return;
  page.heading("epochs");
  page.element("p", page.say("epochs_how"));
  page.raw("<div class=\"wide\"><table>\n");
  std::vector<std::string> head = {page.say("epoch")};
  for (const std::string& name : names) head.push_back(title_of(page, name));
  page.row(head, true);
  for (const auto& [epoch, values] : figures.epochs) {
    std::vector<std::string> cells = {std::to_string(epoch)};
    for (const std::string& name : names) {
      auto found = values.find(name);
      cells.push_back(found == values.end() ? "–" : page.number(found->second.mean()));
    }
    page.row(cells);
  }
  page.raw("</table></div>\n");
  if (!figures.whole) page.element("p", page.say("more"));
}

void add_settings(Page& page, const fs::path& folder) {
  page.heading("settings");
  RecipeFields fields = read_fields(folder);
  if (fields.empty()) return page.element("p", page.say("no_recipe"));
  page.raw("<table>\n");
  for (const auto& [field, value] : fields) page.fact(field, value, true);
  page.raw("</table>\n");
  if (Result<io::Bytes> bytes = io::read_file(folder / "summary.txt", kMostSummary)) {
    page.heading("layers");
    page.element("pre", {reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  }
}

// "digits" is typed without quotes where it is read as the same.
std::string typed(const std::string& value) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:";
  if (value.size() < 3 || value.front() != '"' || value.back() != '"') return value;
  std::string inner = value.substr(1, value.size() - 2);
  bool word = std::isalpha(static_cast<unsigned char>(inner[0])) &&
              inner.find_first_not_of(kPlain) == inner.npos && inner != "true" && inner != "false" &&
              inner != "nan" && inner != "inf";
  return word ? inner : value;
}

}  // namespace

std::string command_of_run(const fs::path& folder) {
  std::vector<std::string> from_file = {"train", (folder / "recipe.toml").string()};
  RecipeFields fields = read_fields(folder);
  std::string name = train::read_run(folder).recipe;
  Result<recipe::Recipe> built_in = recipe::load_recipe(name);
  if (fields.empty() || recipe::builtin_text(name).empty() || !built_in) return command_line(from_file);
  RecipeFields usual = recipe::list_fields(*built_in);
  std::vector<std::string> changes;
  for (const auto& [field, value] : fields)
    if (!usual.contains(field) || usual[field] != value) changes.push_back(field + "=" + typed(value));
  // What a name chooses has its own fields, so the name comes before them.
  std::stable_partition(changes.begin(), changes.end(),
                        [](const std::string& change) { return change.find(".name=") != change.npos; });
  Result<recipe::Recipe> again = recipe::load_recipe(name, changes);
  if (!again || recipe::list_fields(*again) != fields) return command_line(from_file);
  std::vector<std::string> words = {"train", name};
  words.insert(words.end(), changes.begin(), changes.end());
  return command_line(words);
}

std::string run_report(const fs::path& folder, Language language) {
  Page page(language);
  train::RunInfo info = train::read_run(folder);
  RunFigures figures = read_figures(folder);
  std::string name = fs::absolute(folder).lexically_normal().filename().string();
  std::string title = page.say("title", {{"run", name}});
  page.raw("<!doctype html>\n<html lang=\"" + page.say("language") +
           "\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width\">\n");
  page.element("title", title);
  page.raw(std::string("<style>") + kStyle + "</style>\n</head>\n<body>\n<main>\n");
  page.element("h1", title);
  page.element("p", render(Message("lab.report.status." + status_word(info.status)), language));
  add_facts(page, info);
  add_results(page, info);
  add_notes(page, read_labels(folder), figures);
  add_curves(page, figures);
  add_epochs(page, figures);
  add_settings(page, folder);
  page.raw("</main>\n</body>\n</html>\n");
  return page.take();
}

}  // namespace percept::lab
