// percept import: what an ONNX model holds, whether percept runs it, and its weights in safetensors.
#include "commands.hpp"
#include "percept/io/safetensors.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

Json to_json(const onnx::Port& port) {
  static constexpr const char* kKinds[] = {"tensor", "sequence", "optional"};
  Json sizes = Json::array();
  if (port.sizes)
    for (const onnx::Size& size : *port.sizes) {
      if (size.number)
        sizes.push_back(*size.number);
      else
        sizes.push_back(size.name);
    }
  return {{"name", port.name},
          {"kind", kKinds[int(port.kind)]},
          {"dtype", port.dtype ? Json(name_of(*port.dtype)) : Json()},
          {"shape", port.sizes ? sizes : Json()}};
}

int import_command(const Call& call, const std::string& file, const std::vector<std::string>& sizes,
                   const std::string& to) {
  require_given(!file.empty(), "MODEL.onnx", "import");
  onnx::Model model = onnx::read_model(file).value();
  std::map<std::string, Tensor> weights = model.weights();
  std::int64_t numbers = 0, nodes = 0;
  for (const auto& [name, tensor] : weights) numbers += tensor.size();
  Json ops = Json::object(), inputs = Json::array(), outputs = Json::array();
  std::string list;
  for (const auto& [op, count] : model.ops()) {
    ops[op] = count;
    nodes += count;
    list += (list.empty() ? "" : ", ") + op + (count > 1 ? " " + std::to_string(count) : "");
  }
  call.say(text("percept.import.head", {{"file", file},
                                        {"opset", model.opset()},
                                        {"producer", model.producer().empty() ? "?" : model.producer()},
                                        {"nodes", grouped(nodes)},
                                        {"weights", grouped(numbers)}}));
  for (const onnx::Port& port : model.inputs()) {
    inputs.push_back(to_json(port));
    call.tell("  " + text("percept.import.input") + "   " + port.name + "  " + to_string(port));
  }
  for (const onnx::Port& port : model.outputs()) {
    outputs.push_back(to_json(port));
    call.tell("  " + text("percept.import.output") + "  " + port.name + "  " + to_string(port));
  }
  call.tell("  " + list);
  if (std::optional<Problem> problem = model.unsupported()) throw Error(*problem);
  // What depends on attributes shows only when it is traced, and that takes sizes.
  bool tried = true;
  try {
    recipe::trace_example(model, sizes_of(sizes));
    call.say(text("percept.import.runs"));
  } catch (const CallError&) {
    throw;
  } catch (const Error& error) {
    if (!sizes.empty() || !recipe::has_open_sizes(model)) throw;
    tried = false;
    call.say(text("percept.import.untried", {{"why", headline(error.problem())}}));
  }
  if (!to.empty()) {
    io::write_safetensors(to, {.tensors = weights}).value();
    call.say(text("percept.import.wrote", {{"file", to}, {"count", weights.size()}}));
  }
  call.answer({{"file", file},
               {"opset", model.opset()},
               {"producer", model.producer()},
               {"inputs", inputs},
               {"outputs", outputs},
               {"ops", ops},
               {"parameters", numbers},
               {"traced", tried},
               {"weights", to.empty() ? Json() : Json(to)}});
  return kDone;
}

}  // namespace

void add_import(CLI::App& program, Call& call) {
  struct Words {
    std::string file, to;
    std::vector<std::string> sizes;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "import",
                  {text("percept.import.usage"),
                   "percept export lenet lenet.onnx\npercept import lenet.onnx -o lenet.safetensors"});
  command->add_option("MODEL.onnx", words->file, text("percept.run.model"));
  command->add_option("-o,--output", words->to, text("percept.import.to"))->type_name("FILE.safetensors");
  add_sizes(*command, words->sizes);
  command->callback([&call, words] {
    call.action = [&call, words] { return import_command(call, words->file, words->sizes, words->to); };
  });
}

}  // namespace percept::cli
