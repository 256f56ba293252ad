// percept resume: goes on with a run from its last checkpoint.
#include "commands.hpp"
#include "percept/recipe/model.hpp"
#include "training.hpp"

namespace percept::cli {
namespace {

int resume_command(const Call& call, const std::string& run, std::vector<std::string> overrides) {
  require_given(!run.empty(), text("percept.argument.run_name"), "resume");
  for (std::string& common : call.overrides()) overrides.push_back(std::move(common));
  std::filesystem::path folder = recipe::find_run_folder(run);
  Result<recipe::Recipe> loaded = recipe::load_run_recipe(folder, overrides);
  if (!loaded) {
    if (!overrides.empty() && recipe::load_run_recipe(folder)) throw CallError(loaded.problem());
    throw Error(loaded.problem());
  }
  recipe::TrainResult result = train_and_tell(call, *loaded, false, [&](const recipe::TrainOptions& options) {
    return recipe::resume_run(folder, *loaded, options);
  });
  call.answer(to_json(result));
  return result.outcome.interrupted ? kInterrupted : kDone;
}

}  // namespace

void add_resume(CLI::App& program, Call& call) {
  struct Words {
    std::string run;
    std::vector<std::string> overrides;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "resume",
                  {text("percept.resume.usage"),
                   "percept train linear train.epochs=1\npercept resume runs/linear-1 train.epochs=2"});
  command->add_option(text("percept.argument.run_name"), words->run, text("percept.argument.run"));
  command->add_option(text("percept.argument.override"), words->overrides, text("percept.resume.override"));
  command->callback([&call, words] {
    call.action = [&call, words] { return resume_command(call, words->run, words->overrides); };
  });
}

}  // namespace percept::cli
