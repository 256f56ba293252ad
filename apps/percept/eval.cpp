// percept eval: how well a run does on a data set.
#include "commands.hpp"
#include "percept/recipe/evaluation.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

using metrics::ConfusionMatrix;

// Rows are the truth, columns the prediction; a class that is never met and never said stands there too.
std::string confusion_table(const ConfusionMatrix& confusion, const std::vector<std::string>& classes) {
  constexpr std::size_t kWidest = 8;  // of a column
  std::size_t first = columns(text("percept.eval.truth")), width = 3;
  for (const std::string& name : classes) first = std::max(first, columns(name));
  for (std::int64_t t = 0; t < confusion.classes(); ++t)
    for (std::int64_t p = 0; p < confusion.classes(); ++p)
      width = std::max(width, grouped(confusion.at(t, p)).size());
  for (const std::string& name : classes) width = std::max(width, std::min(columns(name), kWidest));

  std::string out = padded(text("percept.eval.truth"), first);
  for (const std::string& name : classes) out += right(cut(name, kWidest), width + 1);
  for (std::int64_t t = 0; t < confusion.classes(); ++t) {
    out += "\n" + padded(classes[std::size_t(t)], first);
    for (std::int64_t p = 0; p < confusion.classes(); ++p)
      out += right(confusion.at(t, p) ? grouped(confusion.at(t, p)) : "·", width + 1);
  }
  return out;
}

std::string class_table(const ConfusionMatrix& confusion, const std::vector<std::string>& classes) {
  std::vector<std::string> heads = {text("percept.eval.class"), text("percept.eval.count"),
                                    text("percept.eval.precision"), text("percept.eval.recall")};
  std::size_t first = columns(heads[0]);
  for (const std::string& name : classes) first = std::max(first, columns(name));
  std::string out = padded(heads[0], first);
  for (std::size_t i = 1; i < heads.size(); ++i) out += "  " + right(heads[i], 10);
  for (std::int64_t c = 0; c < confusion.classes(); ++c)
    out += "\n" + padded(classes[std::size_t(c)], first) + "  " + right(grouped(confusion.examples(c)), 10) +
           "  " + right(percent(confusion.precision(c)), 10) + "  " + right(percent(confusion.recall(c)), 10);
  return out;
}

Json to_json(const recipe::EvaluationResult& result) {
  const train::Evaluation& e = result.evaluation;
  Json rows = Json::array(), classes = Json::array();
  for (std::int64_t t = 0; t < e.confusion.classes(); ++t) {
    Json row = Json::array();
    for (std::int64_t p = 0; p < e.confusion.classes(); ++p) row.push_back(e.confusion.at(t, p));
    rows.push_back(row);
    classes.push_back({{"label", result.classes[std::size_t(t)]},
                       {"count", e.confusion.examples(t)},
                       {"precision", e.confusion.precision(t)},
                       {"recall", e.confusion.recall(t)}});
  }
  Json object = {{"data", result.data},    {"count", e.count},  {"loss", e.loss},
                 {"accuracy", e.accuracy}, {"confusion", rows}, {"classes", classes}};
  for (const auto& [name, value] : e.metrics) object["metrics"][name] = value;
  return object;
}

int eval_command(const Call& call, const std::string& run, const std::string& data) {
  require_given(!run.empty(), text("percept.argument.run_name"), "eval");
  require_given(!data.empty(), "--data", "eval");
  recipe::Model model = open_model(call, run);
  recipe::EvaluationResult result = recipe::evaluate(model, data);
  const train::Evaluation& e = result.evaluation;
  bool classes = !result.classes.empty();
  if (classes)
    call.say(text("percept.eval.result", {{"data", result.data},
                                          {"count", grouped(e.count)},
                                          {"accuracy", percent(e.accuracy)},
                                          {"loss", short_number(e.loss)}}));
  else
    call.say(text("percept.eval.loss",
                  {{"data", result.data}, {"count", grouped(e.count)}, {"loss", short_number(e.loss)}}));
  for (const auto& [name, value] : e.metrics) call.say(name + "  " + fixed(value, 4));
  if (classes) {
    call.tell("\n" + text("percept.eval.confusion") + "\n" + confusion_table(e.confusion, result.classes));
    call.tell("\n" + class_table(e.confusion, result.classes));
  }
  call.answer(to_json(result));
  return kDone;
}

}  // namespace

void add_eval(CLI::App& program, Call& call) {
  struct Words {
    std::string run, data;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "eval",
                  {text("percept.eval.usage"),
                   "percept train linear train.epochs=1\npercept eval runs/linear-1 --data digits:test"});
  command->add_option(text("percept.argument.run_name"), words->run, text("percept.argument.run"));
  command->add_option("--data", words->data, text("percept.argument.data"))->type_name("SPEC");
  command->callback([&call, words] {
    call.action = [&call, words] { return eval_command(call, words->run, words->data); };
  });
}

}  // namespace percept::cli
