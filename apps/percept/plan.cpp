// percept plan: how each node of a network is computed, and how long that takes.
#include "percept/recipe/planning.hpp"

#include <fmt/format.h>

#include "commands.hpp"
#include "percept/base/spelling.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "percept/recipe/summary.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

Json to_json(const recipe::Planned& planned) {
  Json nodes = Json::array();
  for (const PlanStep& step : planned.steps) {
    Json refused = Json::array();
    for (const PlanStep::Refusal& refusal : step.refused)
      refused.push_back({{"kernel", refusal.kernel}, {"why", render(refusal.why)}});
    nodes.push_back({{"path", step.path},
                     {"op", step.op},
                     {"kernel", step.kernel},
                     {"refused", refused},
                     {"outputs", step.outputs},
                     {"us", step.microseconds}});
  }
  return {{"nodes", nodes}, {"arena_bytes", planned.arena_bytes}};
}

void say_table(const Call& call, const recipe::Planned& planned) {
  std::vector<std::vector<std::string>> rows = {{text("percept.plan.path"), text("percept.plan.op"),
                                                 text("percept.plan.kernel"), "us",
                                                 text("percept.plan.output")}};
  double total = 0;
  for (const PlanStep& step : planned.steps) {
    rows.push_back(
        {step.path, step.op, step.kernel, fmt::format("{:.1f}", step.microseconds), joined(step.outputs)});
    total += step.microseconds;
  }
  std::vector<std::size_t> widths(4, 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i)
      line += (i < 3 ? padded(rows[r][i], widths[i]) : right(rows[r][i], widths[i])) + "  ";
    call.tell(line + rows[r].back());
    if (r == 0) continue;
    for (const PlanStep::Refusal& refusal : planned.steps[r - 1].refused)
      call.tell("    " +
                text("percept.plan.refused", {{"kernel", refusal.kernel}, {"why", render(refusal.why)}}));
  }
  call.say(text("percept.plan.total", {{"steps", planned.steps.size()},
                                       {"us", fmt::format("{:.0f}", total)},
                                       {"kib", std::int64_t(planned.arena_bytes / 1024)}}));
}

recipe::Planned planned(const Call& call, const std::string& word, const std::vector<std::string>& overrides,
                        std::int64_t batch, const std::vector<std::string>& sizes) {
  Precision precision = call.exact ? Precision::exact : Precision::single;
  bool onnx = recipe::is_onnx(word);
  if (onnx || recipe::is_run(word)) require_no_overrides(overrides);
  if (onnx) return recipe::plan_onnx(onnx::read_model(word).value(), sizes_of(sizes), precision);
  if (recipe::is_run(word)) {
    recipe::Model model = open_model(call, word);
    return recipe::plan_net(model.net, *model.store, model.card.input, batch, precision);
  }
  recipe::Recipe recipe = load_recipe(call, word, overrides);
  ParameterStore store;
  if (!recipe::needs_data(recipe))
    return recipe::plan_net(recipe::make_net(recipe, 0), store, Shape(recipe.model.input), batch, precision);
  data::DatasetPtr data = recipe::open_data(recipe).train;
  return recipe::plan_net(recipe::make_net(recipe, *data), store, recipe::input_shape(*data), batch,
                          precision);
}

}  // namespace

void add_plan(CLI::App& program, Call& call) {
  struct Words {
    std::string word, batch;
    std::vector<std::string> overrides, sizes;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(program, call, "plan", {text("percept.plan.usage"), "percept plan lenet"});
  command->add_option(text("percept.summary.word_name"), words->word, text("percept.summary.word"));
  command->add_option("--batch", words->batch, text("percept.plan.batch"))->type_name("N");
  add_sizes(*command, words->sizes);
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  command->callback([&call, words] {
    call.action = [&call, words] {
      require_given(!words->word.empty(), text("percept.summary.word_name"), "plan");
      std::int64_t batch = words->batch.empty() ? 1 : number_of("--batch", words->batch, 1);
      recipe::Planned made = planned(call, words->word, words->overrides, batch, words->sizes);
      say_table(call, made);
      call.answer(to_json(made));
      return kDone;
    };
  });
}

}  // namespace percept::cli
