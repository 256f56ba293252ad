// percept summary: the table of layers.
#include "percept/recipe/summary.hpp"
#include "commands.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "segments.hpp"

namespace percept::cli {
namespace {

Json to_json(const recipe::Summary& summary) {
  Json layers = Json::array();
  for (const recipe::SummaryRow& row : summary.layers)
    layers.push_back({{"path", row.path},
                      {"op", row.op},
                      {"output", row.output.dims()},
                      {"size", row.size},
                      {"parameters", row.parameters},
                      {"macs", row.macs}});
  return {{"name", summary.name},
          {"input", summary.input.dims()},
          {"layers", layers},
          {"parameters", summary.parameters},
          {"macs", summary.macs}};
}

recipe::Summary summary_of(const onnx::Model& model, const std::vector<std::string>& overrides,
                           const std::vector<std::string>& sizes) {
  require_no_overrides(overrides);
  recipe::OnnxExample example = recipe::trace_example(model, sizes_of(sizes));
  Shape input;
  if (const auto& feeds = example.feeds.tensors(); !feeds.empty()) {
    const Shape& first = feeds.begin()->second.shape();
    if (first.rank()) input = Shape(std::vector<std::int64_t>(first.begin() + 1, first.end()));
  }
  return recipe::summarize(model.name(), *example.graph, input);
}

int summary_command(const Call& call, const std::string& word, const std::vector<std::string>& overrides,
                    const std::vector<std::string>& sizes) {
  require_given(!word.empty(), text("percept.summary.word_name"), "summary");
  recipe::Summary summary;
  std::optional<recipe::Model> model;
  if (recipe::is_onnx(word)) {
    summary = summary_of(onnx::read_model(word).value(), overrides, sizes);
  } else if (recipe::is_run(word)) {
    require_no_overrides(overrides);
    model = recipe::open_model(word);
    summary = recipe::summarize(model->card.name, model->net, model->card.input);
  } else {
    summary = recipe::summarize(load_recipe(call, word, overrides));
  }
  std::string table = recipe::to_table(summary);
  table.pop_back();
  call.say(table);
  Json object = to_json(summary);
  if (model)
    if (Json segments = tell_segments(call, *model); !segments.empty()) object["segments"] = segments;
  call.answer(object);
  return kDone;
}

}  // namespace

void add_summary(CLI::App& program, Call& call) {
  struct Words {
    std::string word;
    std::vector<std::string> overrides, sizes;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "summary", {text("percept.summary.usage"), "percept summary lectures-cnn"});
  command->add_option(text("percept.summary.word_name"), words->word, text("percept.summary.word"));
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  add_sizes(*command, words->sizes);
  command->callback([&call, words] {
    call.action = [&call, words] {
      return summary_command(call, words->word, words->overrides, words->sizes);
    };
  });
}

}  // namespace percept::cli
