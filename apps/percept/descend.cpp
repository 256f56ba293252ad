// percept descend: gradient descent on a curve, every step with its numbers; the secant becoming the tangent.
#include "descend.hpp"

#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "help.hpp"
#include "percept/base/spelling.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::size_t kTold = 3;               // steps with their rule written out
constexpr std::size_t kFirst = 12, kLast = 4;  // rows of a long table

/// As written.
struct Words {
  std::string formula, from, rate, momentum, steps, out;
  bool nesterov = false, adam = false, secant = false, all = false, list = false;
};

struct Asked {
  lab::DescentSettings settings;
  DescentWindow window;  // where minima are looked for
};

// -0.5 with the sign that formulas have, in brackets behind an operator.
std::string operand(double number) {
  std::string shown = significant(number, 6);
  return number < 0 ? "(" + shown + ")" : shown;
}

std::string rule_of(const Words& words) {
  if (words.nesterov && words.adam)
    throw CallError(Problem("percept.descend.one_rule").with_hint("percept.descend.one_rule.hint"));
  return words.adam ? "adam" : words.nesterov ? "nesterov" : "momentum";
}

Asked read(const Words& words) {
  Asked asked{.settings = {.rule = rule_of(words)}};
  const lab::CurvePreset* preset = lab::find_curve(words.formula);
  lab::DescentSettings& settings = asked.settings;
  require_given(preset || !words.from.empty(), "--from", "descend");
  if (preset) settings.start = preset->start, settings.rate = preset->rate;
  if (!words.from.empty()) settings.start = real_of("--from", words.from);
  if (!words.rate.empty()) settings.rate = not_negative_of("--rate", words.rate);
  if (!words.momentum.empty()) settings.momentum = not_negative_of("--momentum", words.momentum);
  if (!words.steps.empty()) settings.steps = number_of("--steps", words.steps, 1);
  asked.window = preset ? DescentWindow{preset->left, preset->right}
                        : DescentWindow{settings.start - 5, settings.start + 5};
  return asked;
}

// θ ← θ − α · slope = 5 − 1 · 3 = 2
std::string rule(const lab::DescentSettings& settings, const lab::DescentStep& step, double before) {
  std::string x = significant(step.x, 6), next = significant(step.next, 6), slope = operand(step.slope),
              rate = significant(settings.rate, 6), mu = significant(settings.momentum, 6);
  if (settings.rule == "adam")
    return text("percept.descend.adam",
                {{"x", x},
                 {"rate", rate},
                 {"factor", operand(settings.rate > 0 ? (step.x - step.next) / settings.rate : 0)},
                 {"next", next}});
  if (settings.momentum == 0)
    return text("percept.descend.plain", {{"x", x}, {"rate", rate}, {"slope", slope}, {"next", next}});
  const char* id = settings.rule == "nesterov" ? "percept.descend.nesterov" : "percept.descend.momentum";
  return text(id, {{"x", x},
                   {"rate", rate},
                   {"mu", mu},
                   {"slope", slope},
                   {"before", operand(before)},
                   {"sum", significant(*step.velocity, 6)},
                   {"velocity", operand(*step.velocity)},
                   {"next", next}});
}

void say_columns(const Call& call, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += (i > 0 ? "  " : "") + right(row[i], widths[i]);
    call.say(line);
  }
}

void say_steps(const Call& call, const Words& words, const Asked& asked, const lab::DescentPath& path) {
  const auto& steps = path.steps;
  for (std::size_t i = 0; i < std::min(kTold, steps.size()); ++i)
    call.say(rule(asked.settings, steps[i], i > 0 ? steps[i - 1].velocity.value_or(0) : 0));
  std::vector<std::vector<std::string>> rows = {
      {text("percept.descend.step"), "θ", "f(θ)", text("percept.descend.slope")}};
  bool velocity = asked.settings.rule != "adam" && asked.settings.momentum > 0;
  if (velocity) rows.front().push_back(text("percept.descend.velocity"));
  rows.front().push_back(text("percept.descend.next"));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!words.all && steps.size() > kFirst + kLast + 1 && i == kFirst) {
      rows.push_back({"…"});
      i = steps.size() - kLast;
    }
    const lab::DescentStep& step = steps[i];
    rows.push_back({grouped(std::int64_t(i) + 1), significant(step.x, 6), significant(step.value, 6),
                    significant(step.slope, 6)});
    if (velocity) rows.back().push_back(significant(*step.velocity, 6));
    rows.back().push_back(significant(step.next, 6));
  }
  call.say("");
  say_columns(call, rows);
}

void say_end(const Call& call, const lab::DescentPath& path, lab::SlopeCurve& curve,
             const lab::DescentVerdict& verdict) {
  std::vector<Argument> arguments = {{"steps", grouped(std::int64_t(path.steps.size()))},
                                     {"x", significant(path.last.x, 6)},
                                     {"value", significant(path.last.value, 6)},
                                     {"slope", significant(path.last.slope, 6)}};
  call.say("");
  call.say(text(path.end == "settled"     ? "percept.descend.settled"
                : path.end == "diverged"  ? "percept.descend.diverged"
                : path.end == "undefined" ? "percept.descend.undefined"
                                          : "percept.descend.used",
                arguments));
  if (path.end == "settled" && !verdict.found) call.say(text("percept.descend.flat"));
  auto place = [&](double minimum) {
    return text("percept.descend.place",
                {{"x", significant(minimum, 6)}, {"value", significant(curve.at(minimum).value, 6)}});
  };
  if (verdict.escaped) call.say(text("percept.descend.escaped", {{"nearest", place(*verdict.nearest)}}));
  if (!verdict.found) return;
  call.say(*verdict.found == *verdict.lowest
               ? text("percept.descend.lowest")
               : text("percept.descend.local", {{"lowest", place(*verdict.lowest)}}));
}

Json number_or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(); }

Json secants(const Call& call, lab::SlopeCurve& curve, double a) {
  lab::CurvePoint point = curve.at(a);
  call.say(text("percept.descend.tangent", {{"a", significant(a, 6)},
                                            {"value", significant(point.value, 6)},
                                            {"slope", significant(point.slope, 6)}}));
  std::vector<std::vector<std::string>> rows = {
      {"h", "f(a + h)", text("percept.descend.ratio"), text("percept.descend.error")}};
  Json list = Json::array();
  for (const lab::Secant& secant : curve.secants(a, lab::shrinking(1, 1e-16, 1))) {
    rows.push_back({scientific(secant.h, 0), significant(secant.ahead, 10), significant(secant.ratio, 10),
                    scientific(secant.error, 1)});
    list.push_back({{"h", secant.h},
                    {"ahead", secant.ahead},
                    {"ratio", secant.ratio},
                    {"derivative", secant.derivative},
                    {"error", secant.error}});
  }
  say_columns(call, rows);
  call.tell(text("percept.descend.rounding"));
  return list;
}

Json to_json(const lab::DescentPath& path, const lab::DescentVerdict& verdict) {
  Json steps = Json::array();
  for (const lab::DescentStep& step : path.steps)
    steps.push_back({{"x", step.x},
                     {"value", step.value},
                     {"slope", step.slope},
                     {"velocity", number_or_null(step.velocity)},
                     {"next", step.next}});
  return {{"steps", steps},
          {"end", path.end},
          {"x", path.last.x},
          {"value", path.last.value},
          {"slope", path.last.slope},
          {"minima", verdict.minima},
          {"nearest", number_or_null(verdict.nearest)},
          {"found", number_or_null(verdict.found)},
          {"lowest", number_or_null(verdict.lowest)},
          {"escaped", verdict.escaped}};
}

int list_curves(const Call& call) {
  Json curves = Json::array();
  for (const lab::CurvePreset& preset : lab::curve_presets()) {
    std::string words = render(preset.words());
    call.say(padded(std::string(preset.name), 13) + padded(std::string(preset.formula), 23) + words);
    curves.push_back({{"name", preset.name},
                      {"formula", preset.formula},
                      {"from", preset.start},
                      {"rate", preset.rate},
                      {"explanation", words}});
  }
  call.answer({{"curves", curves}});
  return kDone;
}

int descend_command(const Call& call, const Words& words) {
  if (words.list) return list_curves(call);
  require_given(!words.formula.empty(), text("percept.descend.formula_name"), "descend");
  require_picture(words.out);
  try {
    lab::SlopeCurve curve(words.formula);
    Asked asked = read(words);
    const lab::DescentSettings& settings = asked.settings;
    if (words.secant) {
      lab::CurvePoint point = curve.at(settings.start);
      if (!std::isfinite(point.slope)) lab::descend(curve, settings);  // which says why not
      Json list = secants(call, curve, settings.start);
      if (!words.out.empty()) {
        write_secants(words.out, curve, settings.start, asked.window);
        call.say(words.out);
      }
      call.answer({{"formula", curve.formula()},
                   {"a", settings.start},
                   {"value", point.value},
                   {"derivative", point.slope},
                   {"secants", list}});
      return kDone;
    }
    lab::DescentPath path = lab::descend(curve, settings);
    DescentWindow window = asked.window;
    if (path.end == "settled" || path.end == "steps")
      for (const lab::DescentStep& step : path.steps) {
        window.left = std::min(window.left, step.next);
        window.right = std::max(window.right, step.next);
      }
    lab::DescentVerdict verdict = lab::verdict_on(curve, path, window.left, window.right);
    call.tell(text("percept.descend.start", {{"formula", curve.formula()},
                                             {"from", significant(settings.start, 6)},
                                             {"rate", significant(settings.rate, 6)},
                                             {"momentum", significant(settings.momentum, 6)}}));
    say_steps(call, words, asked, path);
    say_end(call, path, curve, verdict);
    if (!words.out.empty()) {
      write_descent(words.out, curve, path, window);
      call.say(words.out);
    }
    Json object = {{"formula", curve.formula()},
                   {"rule", settings.rule},
                   {"from", settings.start},
                   {"rate", settings.rate},
                   {"momentum", settings.momentum}};
    object.update(to_json(path, verdict));
    call.answer(object);
    return kDone;
  } catch (const CallError&) {
    throw;
  } catch (const Error& error) {  // formula, start and numbers are words of the call, a file is not
    Problem problem = error.problem();
    if (!problem.code().starts_with("recipe.") && !problem.code().starts_with("lab.")) throw;
    problem.where.clear();  // the setting, which the sentence names
    bool unknown = problem.code() == "recipe.formula.unknown";
    if (std::optional<std::string> meant = nearest_spelling(words.formula, lab::curve_names());
        meant && unknown)
      problem.hint = Message("percept.descend.meant", {{"meant", *meant}});
    throw CallError(std::move(problem));
  }
}

}  // namespace

void add_descend(CLI::App& program, Call& call) {
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(program, call, "descend",
                                  {text("percept.descend.usage"),
                                   "percept descend lectures\n"
                                   "percept descend two-valleys --momentum 0.95 -o descent.svg\n"
                                   "percept descend \"x^2/2\" --from 1 --rate 0.1 --momentum 0.9 --steps 6\n"
                                   "percept descend \"sin(x)\" --from 1 --secant",
                                   section(text("percept.descend.curves"), joined(lab::curve_names()))});
  auto word = [&](const char* name, std::string& to, const char* doc, const char* form) {
    command->add_option(name, to, text(doc))->type_name(form);
  };
  auto flag = [&](const char* name, bool& to, const char* doc) { command->add_flag(name, to, text(doc)); };
  command->add_option(text("percept.descend.formula_name"), words->formula, text("percept.descend.formula"));
  word("--from", words->from, "percept.descend.from", "X");
  word("--rate", words->rate, "percept.descend.rate", "R");
  word("--momentum", words->momentum, "percept.descend.momentum_option", "M");
  flag("--nesterov", words->nesterov, "percept.descend.nesterov_option");
  flag("--adam", words->adam, "percept.descend.adam_option");
  word("--steps", words->steps, "percept.descend.steps", "N");
  flag("--all", words->all, "percept.descend.all");
  flag("--secant", words->secant, "percept.descend.secant");
  word("-o,--output", words->out, "percept.descend.output", "OUT.png|OUT.svg");
  flag("--list", words->list, "percept.descend.list");
  command->callback(
      [&call, words] { call.action = [&call, words] { return descend_command(call, *words); }; });
}

}  // namespace percept::cli
