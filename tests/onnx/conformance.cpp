#include "onnx/conformance.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "onnx/tensors.hpp"
#include "percept/onnx/model.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {
namespace {

namespace fs = std::filesystem;
namespace wire = onnx::wire;

// As ONNX's own runner has them.
constexpr double kRelative = 1e-3, kAbsolute = 1e-7;

std::string bytes_in(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

template <class Message>
Message read(const fs::path& file) {
  Message message;
  if (!message.ParseFromString(bytes_in(file))) throw Error(Problem("onnx.protobuf").about(file.string()));
  return message;
}

// A value by the names that it has among feeds and fetches: `x`, or `x[0]`, `x[1]`, ...
using Tensors = std::map<std::string, Tensor, std::less<>>;

void add_sequence(Tensors& to, const std::string& name, const wire::SequenceProto& sequence) {
  for (int i = 0; i < sequence.tensor_values_size(); ++i)
    to[name + "[" + std::to_string(i) + "]"] = onnx::tensor_from_wire(sequence.tensor_values(i)).value();
}

// onnx 1.12 writes bf16, which numpy has not, as the u16 of its bits.
Tensor as_declared(Tensor tensor, const wire::ValueInfoProto& declared) {
  if (declared.type().tensor_type().elem_type() != wire::TensorProto::BFLOAT16 ||
      tensor.dtype() != DType::u16)
    return tensor;
  Tensor bits(DType::bf16, tensor.shape());
  std::copy_n(tensor.raw(), tensor.bytes(), bits.raw());
  return bits;
}

void add_value(Tensors& to, const wire::ValueInfoProto& declared, const fs::path& file) {
  const wire::TypeProto& type = declared.type();
  if (type.has_sequence_type()) return add_sequence(to, declared.name(), read<wire::SequenceProto>(file));
  if (type.has_optional_type()) {
    auto optional = read<wire::OptionalProto>(file);
    if (optional.has_sequence_value()) add_sequence(to, declared.name(), optional.sequence_value());
    if (optional.has_tensor_value())
      to[declared.name()] = onnx::tensor_from_wire(optional.tensor_value()).value();
    return;
  }
  to[declared.name()] = as_declared(onnx::tensor_from_wire(read<wire::TensorProto>(file)).value(), declared);
}

// Empty where they agree.
std::string difference(const std::string& name, const Tensor& have, const Tensor& want) {
  if (have.dtype() != want.dtype() || have.shape() != want.shape())
    return name + " is " + to_string(have) + ", expected " + to_string(want);
  bool whole = is_integer(want.dtype()) || want.dtype() == DType::boolean;
  if (whole) {
    for (std::int64_t i = 0; i < want.size(); ++i)
      if (std::abs(have.at(i) - want.at(i)) > kAbsolute + kRelative * std::abs(want.at(i)))
        return name + "[" + std::to_string(i) + "] = " + std::to_string(have.at(i)) + ", expected " +
               std::to_string(want.at(i));
    return "";
  }
  Tensor a = have.to(DType::f64), b = want.to(DType::f64);
  for (std::int64_t i = 0; i < b.size(); ++i) {
    double x = a.at(i), y = b.at(i);
    bool same =
        x == y || (std::isnan(x) && std::isnan(y)) || std::abs(x - y) <= kAbsolute + kRelative * std::abs(y);
    if (!same)
      return name + "[" + std::to_string(i) + "] = " + std::to_string(x) + ", expected " + std::to_string(y);
  }
  return "";
}

std::string difference(const Tensors& have, const Tensors& want) {
  for (const auto& [name, tensor] : want) {
    auto found = have.find(name);
    if (found == have.end()) return name + " is missing";
    if (std::string said = difference(name, found->second, tensor); !said.empty()) return said;
  }
  return have.size() == want.size() ? ""
                                    : "there are " + std::to_string(have.size()) + " outputs, expected " +
                                          std::to_string(want.size());
}

std::string interpreted(const onnx::Model& model, const Feeds& feeds, const Tensors& want) {
  Graph graph(Mode::infer);
  for (const auto& [name, tensor] : feeds.tensors()) graph.offer(name, {tensor.dtype(), tensor.shape()});
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset(feeds);
  interpreter.serve_tracing();
  model.trace(graph);
  std::string said = difference(interpreter.finish().tensors(), want);
  return said.empty() ? said : "interpreter: " + said;
}

// The op that a case is about: the first of its nodes that is not there to feed another.
std::string op_of(const wire::ModelProto& model) {
  std::set<std::string> plain = {"Constant", "Identity"};
  for (const auto& node : model.graph().node())
    if (!plain.contains(node.op_type())) return node.op_type();
  return model.graph().node_size() ? model.graph().node(0).op_type() : "";
}

}  // namespace

fs::path onnx_testdata() {
  const char* given = std::getenv("PERCEPT_ONNX_TESTDATA");
  fs::path folder = given ? given : "/usr/share/libonnx-testdata/data";
  return fs::is_directory(folder) ? folder : fs::path();
}

CaseResult run_onnx_case(const fs::path& folder) {
  CaseResult result{.name = folder.filename().string()};
  try {
    auto message = read<wire::ModelProto>(folder / "model.onnx");
    result.op = op_of(message);
    onnx::Model model = onnx::read_model(folder / "model.onnx").value();
    for (int set = 0;; ++set) {
      fs::path data = folder / ("test_data_set_" + std::to_string(set));
      if (!fs::is_directory(data)) break;
      Tensors feeds, want;
      for (int i = 0; fs::exists(data / ("input_" + std::to_string(i) + ".pb")); ++i)
        add_value(feeds, message.graph().input(i), data / ("input_" + std::to_string(i) + ".pb"));
      for (int i = 0; fs::exists(data / ("output_" + std::to_string(i) + ".pb")); ++i)
        add_value(want, message.graph().output(i), data / ("output_" + std::to_string(i) + ".pb"));
      std::erase_if(feeds, [&](const auto& feed) {  // a weight with a value of its own
        return std::any_of(message.graph().initializer().begin(), message.graph().initializer().end(),
                           [&](const auto& tensor) { return tensor.name() == feed.first; });
      });
      ParameterStore store;
      Program program(store, [&](Graph& graph) { model.trace(graph); },
                      {.mode = Mode::infer, .may_interpret = true});
      std::string said = difference(program.run(Feeds(feeds)).tensors(), want);
      if (said.empty()) said = interpreted(model, Feeds(feeds), want);
      if (!said.empty()) return result.verdict = Verdict::failed, result.why = said, result;
    }
  } catch (const Error& error) {
    const Problem& problem = error.problem();
    bool refused = problem.code().starts_with("onnx.refused") || problem.code() == "onnx.tensor.type";
    result.verdict = refused ? Verdict::refused : Verdict::failed;
    result.why = render(problem.reasons.front(), Language::english);
  }
  return result;
}

std::vector<CaseResult> run_onnx_cases(const std::string& suite) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(onnx_testdata() / suite))
    if (fs::exists(entry.path() / "model.onnx")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  std::vector<CaseResult> results;
  for (const fs::path& folder : folders) results.push_back(run_onnx_case(folder));
  return results;
}

}  // namespace percept::proof
