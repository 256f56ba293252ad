// percept run: an ONNX model on given tensors.
#include <filesystem>

#include "commands.hpp"
#include "percept/io/npy.hpp"
#include "percept/recipe/onnx_model.hpp"

namespace percept::cli {
namespace {

namespace fs = std::filesystem;

// NAME=FILE.npy
std::pair<std::string, Tensor> read_input(const std::string& word) {
  std::size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == word.size())
    throw CallError(Problem("percept.run.input", {{"word", word}}).with_hint("percept.run.input.hint"));
  return {word.substr(0, equals), io::read_npy(word.substr(equals + 1)).value()};
}

// A name may hold what a file's cannot.
std::string file_name(std::string name) {
  for (char& letter : name)
    if (letter == '/' || letter == '\0') letter = '_';
  if (name == "." || name == "..") name += "_";
  return name + ".npy";
}

struct Words {
  std::string file, folder = ".";
  std::vector<std::string> inputs, sizes;
  bool random = false;
};

int run_command(const Call& call, const Words& words) {
  require_given(!words.file.empty(), "MODEL.onnx", "run");
  onnx::Model model = onnx::read_model(words.file).value();
  Feeds feeds;
  for (const std::string& word : words.inputs) {
    auto [name, tensor] = read_input(word);
    feeds[name] = std::move(tensor);
  }
  std::vector<std::string> drawn;
  if (words.random)
    drawn = recipe::draw_inputs(model, feeds, sizes_of(words.sizes),
                                call.seed.empty() ? 0 : std::uint64_t(number_of("--seed", call.seed, 0)));
  const std::string& folder = words.folder;
  Fetches fetches = recipe::run_onnx(model, feeds, call.precision());
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw Error(Problem("percept.run.folder", {{"folder", folder}, {"why", error.message()}})
                    .with_hint("percept.run.folder.hint"));
  Json inputs = Json::array(), outputs = Json::array();
  for (const std::string& name : drawn) {
    fs::path to = fs::path(folder) / file_name(name);
    io::write_npy(to, *feeds.find(name)).value();
    inputs.push_back({{"name", name}, {"file", to.string()}});
    call.say(text("percept.run.drawn",
                  {{"input", name}, {"type", to_string(*feeds.find(name))}, {"file", to.string()}}));
  }
  for (const auto& [name, tensor] : fetches.tensors()) {
    fs::path to = fs::path(folder) / file_name(name);
    io::write_npy(to, tensor).value();
    outputs.push_back({{"name", name},
                       {"shape", tensor.shape().dims()},
                       {"dtype", name_of(tensor.dtype())},
                       {"file", to.string()}});
    call.say(name + "  " + to_string(tensor) + "  " + to.string());
  }
  Json object = {{"outputs", outputs}};
  if (words.random) object["inputs"] = inputs;
  call.answer(object);
  return kDone;
}

}  // namespace

void add_run(CLI::App& program, Call& call) {
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(program, call, "run",
                                  {text("percept.run.usage"),
                                   "percept export lenet lenet.onnx\npercept run lenet.onnx --random -o out\n"
                                   "percept run lenet.onnx --input input=out/input.npy -o again"});
  command->add_option("MODEL.onnx", words->file, text("percept.run.model"));
  command->add_option("--input", words->inputs, text("percept.run.input_doc"))
      ->type_name(text("percept.run.input_name"))
      ->allow_extra_args(false);
  command->add_flag("--random", words->random, text("percept.run.random"));
  add_sizes(*command, words->sizes);
  command->add_option("-o,--output", words->folder, text("percept.run.output"))
      ->type_name(text("percept.run.output_name"));
  command->callback([&call, words] { call.action = [&call, words] { return run_command(call, *words); }; });
}

}  // namespace percept::cli
