// percept export: a run's or a recipe's network as an ONNX model.
#include "percept/recipe/export.hpp"
#include "commands.hpp"
#include "percept/io/files.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

struct Words {
  std::string word, out;
  std::vector<std::string> overrides;
};

onnx::Exported exported(const Call& call, const Words& words) {
  if (!recipe::is_run(words.word))
    return recipe::export_recipe(load_recipe(call, words.word, words.overrides));
  require_no_overrides(words.overrides);
  return recipe::export_model(recipe::open_model(words.word));
}

int export_command(const Call& call, const Words& words) {
  require_given(!words.word.empty(), text("percept.summary.word_name"), "export");
  require_given(!words.out.empty(), text("percept.export.out_name"), "export");
  if (!words.out.ends_with(".onnx"))
    throw CallError(Problem("percept.export.not_onnx", {{"word", words.out}})
                        .with_hint("percept.call.help.hint", {{"command", "percept export"}}));
  onnx::Exported model = exported(call, words);
  io::write_file(words.out, model.bytes).value();
  call.say(text("percept.export.done",
                {{"file", words.out}, {"nodes", grouped(model.nodes)}, {"size", size(model.bytes.size())}}));
  call.answer({{"file", words.out},
               {"inputs", model.inputs},
               {"outputs", model.outputs},
               {"nodes", model.nodes},
               {"bytes", model.bytes.size()}});
  return kDone;
}

}  // namespace

void add_export(CLI::App& program, Call& call) {
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "export",
                  {text("percept.export.usage"),
                   "percept train linear train.epochs=1\npercept export runs/linear-1 linear.onnx"});
  command->add_option(text("percept.summary.word_name"), words->word, text("percept.summary.word"));
  command->add_option(text("percept.export.out_name"), words->out, text("percept.export.out"));
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.train.override"));
  command->callback(
      [&call, words] { call.action = [&call, words] { return export_command(call, *words); }; });
}

}  // namespace percept::cli
