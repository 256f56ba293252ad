// percept inspect: a network looked into, layer by layer, trained or as its training begins.
#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "help.hpp"
#include "percept/lab/run_review.hpp"
#include "percept/recipe/evaluation.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kExamples = 1000;

struct Words {
  std::string word, data, examples;
  std::vector<std::string> overrides;
};

struct Looked {
  recipe::NetReview review;
  std::vector<lab::ReviewedLayer> layers;
  std::vector<lab::ReviewAlarm> alarms;
  const lab::ReviewedLayer *first = nullptr, *last = nullptr;  // of those with parameters

  std::optional<double> ratio() const {
    if (first == last || !first->gradient || !last->gradient || *last->gradient == 0) return std::nullopt;
    return *first->gradient / *last->gradient;
  }
};

recipe::Model opened(const Call& call, const Words& words) {
  if (!recipe::is_run(words.word))
    return recipe::initial_model(load_recipe(call, words.word, words.overrides));
  require_no_overrides(words.overrides);
  return open_model(call, words.word);
}

Looked look(recipe::Model model, const Words& words) {
  std::int64_t count = words.examples.empty() ? kExamples : number_of("--examples", words.examples, 1);
  data::DatasetPtr dataset = words.data.empty() ? recipe::open_data(model.recipe).train
                                                : recipe::open_fitting(model, words.data, true);
  count = std::min(count, dataset->size());
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < count; ++i) indices.push_back(i * dataset->size() / count);
  Looked looked{.review = recipe::Inspector(std::move(model)).review(*dataset, indices)};
  looked.layers = lab::layer_rows(looked.review);
  looked.alarms = lab::review_alarms(looked.layers, std::nullopt);
  for (const lab::ReviewedLayer& layer : looked.layers) {
    if (layer.parameters == 0) continue;
    if (!looked.first) looked.first = &layer;
    looked.last = &layer;
  }
  return looked;
}

Json to_json(const std::optional<double>& number) { return number ? Json(*number) : Json(); }

Json to_json(const Looked& looked, const std::string& name) {
  Json layers = Json::array(), alarms = Json::array();
  for (std::size_t i = 0; i < looked.layers.size(); ++i) {
    const lab::ReviewedLayer& layer = looked.layers[i];
    layers.push_back({{"path", layer.path},
                      {"op", layer.op},
                      {"units", layer.units},
                      {"dead", layer.dead},
                      {"zeros", layer.zeros},
                      {"mean", to_json(layer.mean)},
                      {"unit_mean", looked.review.layers[i].unit_mean},
                      {"deviation", to_json(layer.deviation)},
                      {"parameters", layer.parameters},
                      {"norm", to_json(layer.norm)},
                      {"gradient", to_json(layer.gradient)}});
  }
  for (const lab::ReviewAlarm& alarm : looked.alarms)
    alarms.push_back({{"kind", alarm.kind}, {"what", render(alarm.what)}, {"remedy", render(alarm.remedy)}});
  return {{"name", name},
          {"count", looked.review.count},
          {"loss", looked.review.loss},
          {"accuracy", looked.review.accuracy},
          {"layers", layers},
          {"gradient_ratio", to_json(looked.ratio())},
          {"alarms", alarms}};
}

std::string shown(const std::optional<double>& number) { return number ? short_number(*number) : "·"; }

void say_table(const Call& call, const Looked& looked) {
  std::vector<std::vector<std::string>> rows = {
      {text("percept.inspect.layer"), "", text("percept.inspect.units"), text("percept.inspect.mean"),
       text("percept.inspect.unit_mean"), text("percept.inspect.deviation"), text("percept.inspect.zeros"),
       text("percept.inspect.dead"), text("percept.inspect.weights"), text("percept.inspect.gradient")}};
  for (std::size_t i = 0; i < looked.layers.size(); ++i) {
    const lab::ReviewedLayer& layer = looked.layers[i];
    rows.push_back({layer.path, cut(layer.op, 24), grouped(layer.units), shown(layer.mean),
                    short_number(looked.review.layers[i].unit_mean), shown(layer.deviation),
                    percent(layer.zeros, 1), layer.dead ? grouped(layer.dead) : "·", shown(layer.norm),
                    layer.gradient ? scientific(*layer.gradient, 2) : "·"});
  }
  std::vector<std::size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += (i < 2 ? padded(row[i], widths[i]) : right(row[i], widths[i])) + "  ";
    call.tell(line.substr(0, line.find_last_not_of(' ') + 1));
  }
}

int inspect_command(const Call& call, const Words& words) {
  require_given(!words.word.empty(), text("percept.summary.word_name"), "inspect");
  recipe::Model model = opened(call, words);
  std::string name = model.card.name;
  Looked looked = look(std::move(model), words);
  say_table(call, looked);
  std::string loss = short_number(looked.review.loss), count = grouped(looked.review.count);
  if (std::isnan(looked.review.accuracy))
    call.say(text("percept.inspect.result", {{"name", name}, {"loss", loss}, {"count", count}}));
  else
    call.say(text(
        "percept.inspect.right",
        {{"name", name}, {"loss", loss}, {"count", count}, {"accuracy", percent(looked.review.accuracy)}}));
  if (std::optional<double> ratio = looked.ratio())
    call.say(
        text("percept.inspect.ratio",
             {{"first", looked.first->path}, {"last", looked.last->path}, {"ratio", scientific(*ratio, 2)}}));
  for (const lab::ReviewAlarm& alarm : looked.alarms) {
    call.tell(render(alarm.what));
    call.tell("  " + render(alarm.remedy));
  }
  call.answer(to_json(looked, name));
  return kDone;
}

}  // namespace

void add_inspect(CLI::App& program, Call& call) {
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(program, call, "inspect",
                                  {text("percept.inspect.usage"), "percept inspect mlp --examples 200",
                                   section(text("percept.inspect.read"), text("percept.inspect.more"))});
  command->add_option(text("percept.summary.word_name"), words->word, text("percept.inspect.word"));
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  command->add_option("--data", words->data, text("percept.inspect.data"))->type_name("SPEC");
  command->add_option("--examples", words->examples, text("percept.inspect.examples"))->type_name("N");
  command->callback(
      [&call, words] { call.action = [&call, words] { return inspect_command(call, *words); }; });
}

}  // namespace percept::cli
