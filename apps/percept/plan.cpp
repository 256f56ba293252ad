// percept plan: how each node of a network is computed, and how long that takes.
#include "percept/recipe/planning.hpp"

#include "commands.hpp"
#include "percept/base/spelling.hpp"
#include "percept/io/files.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "percept/recipe/summary.hpp"
#include "profile.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

Json to_json(const std::vector<ProfiledStep>& steps, std::size_t arena_bytes) {
  Json nodes = Json::array();
  for (const ProfiledStep& profiled : steps) {
    Json node = to_json(profiled);
    node["refused"] = Json::array();
    for (const PlanStep::Refusal& refusal : profiled.step.refused)
      node["refused"].push_back({{"kernel", refusal.kernel}, {"why", render(refusal.why)}});
    nodes.push_back(node);
  }
  return {{"nodes", nodes}, {"arena_bytes", arena_bytes}};
}

void say_table(const Call& call, const std::vector<ProfiledStep>& steps, std::size_t arena_bytes) {
  auto row = [](std::vector<std::string> names, std::vector<std::string> figures, std::string output) {
    names.insert(names.end(), figures.begin(), figures.end());
    names.push_back(std::move(output));
    return names;
  };
  std::vector<std::vector<std::string>> rows = {
      row({text("percept.plan.path"), text("percept.plan.op"), text("percept.plan.kernel")},
          figure_headings(), text("percept.plan.output"))};
  for (const ProfiledStep& profiled : steps) {
    const PlanStep& step = profiled.step;
    rows.push_back(row({step.path, step.op, step.kernel}, figures(profiled), joined(step.outputs)));
  }
  std::vector<std::size_t> widths(rows[0].size() - 1, 0);
  for (const auto& cells : rows)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], columns(cells[i]));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i)
      line += (i < 3 ? padded(rows[r][i], widths[i]) : right(rows[r][i], widths[i])) + "  ";
    call.tell(line + rows[r].back());
    if (r == 0) continue;
    for (const PlanStep::Refusal& refusal : steps[r - 1].step.refused)
      call.tell("    " +
                text("percept.plan.refused", {{"kernel", refusal.kernel}, {"why", render(refusal.why)}}));
  }
  call.say(text("percept.plan.total", {{"steps", steps.size()},
                                       {"us", fixed(total_time(steps), 0)},
                                       {"kib", std::int64_t(arena_bytes / 1024)}}));
}

recipe::Planned planned(const Call& call, const std::string& word, const std::vector<std::string>& overrides,
                        std::int64_t batch, const std::vector<std::string>& sizes) {
  Precision precision = call.precision();
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
    std::string word, batch, trace;
    std::vector<std::string> overrides, sizes;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(program, call, "plan", {text("percept.plan.usage"), "percept plan lenet"});
  command->add_option(text("percept.summary.word_name"), words->word, text("percept.summary.word"));
  command->add_option("--batch", words->batch, text("percept.plan.batch"))->type_name("N");
  command->add_option("--trace", words->trace, text("percept.profile.trace_option"))
      ->type_name(text("percept.argument.file"));
  add_sizes(*command, words->sizes);
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  command->callback([&call, words] {
    call.action = [&call, words] {
      require_given(!words->word.empty(), text("percept.summary.word_name"), "plan");
      std::int64_t batch = words->batch.empty() ? 1 : number_of("--batch", words->batch, 1);
      recipe::Planned made = planned(call, words->word, words->overrides, batch, words->sizes);
      std::vector<ProfiledStep> steps = judged(std::move(made.steps), call.precision());
      say_table(call, steps, made.arena_bytes);
      if (!words->trace.empty()) {
        io::write_file(words->trace, trace_of(steps)).value();
        call.say(text("percept.profile.trace", {{"file", words->trace}}));
      }
      call.answer(to_json(steps, made.arena_bytes));
      return kDone;
    };
  });
}

}  // namespace percept::cli
