#include "percept/graph/shape_context.hpp"

namespace percept {

bool ShapeContext::require(bool holds, const char* id, std::vector<Argument> arguments) {
  if (!holds) reasons_.emplace_back(id, std::move(arguments));
  return holds;
}

void ShapeContext::hint(const char* id, std::vector<Argument> arguments) {
  if (!hint_) hint_ = Message(id, std::move(arguments));
}

bool ShapeContext::require_rank(int input, int rank) {
  return require(shape(input).rank() == rank, "graph.rank",
                 {{"input", node_.op->inputs[std::size_t(input)].name},
                  {"actual", shape(input).rank()},
                  {"wanted", rank}});
}

bool ShapeContext::require_float(int input) {
  return require(is_float(dtype(input)), "graph.float",
                 {{"input", node_.op->inputs[std::size_t(input)].name}, {"actual", name_of(dtype(input))}});
}

bool ShapeContext::require_number(int input) {
  return require(dtype(input) != DType::boolean, "graph.number",
                 {{"input", node_.op->inputs[std::size_t(input)].name}, {"actual", name_of(dtype(input))}});
}

bool ShapeContext::require_dtype(int input, DType wanted) {
  return require(dtype(input) == wanted, "graph.dtype",
                 {{"input", node_.op->inputs[std::size_t(input)].name},
                  {"actual", name_of(dtype(input))},
                  {"wanted", name_of(wanted)}});
}

bool ShapeContext::require_same_dtype(int a, int b) {
  return require(dtype(a) == dtype(b), "graph.same_dtype",
                 {{"a", node_.op->inputs[std::size_t(a)].name},
                  {"a_dtype", name_of(dtype(a))},
                  {"b", node_.op->inputs[std::size_t(b)].name},
                  {"b_dtype", name_of(dtype(b))}});
}

bool ShapeContext::require_same_shape(int a, int b) {
  return require(shape(a) == shape(b), "graph.same_shape",
                 {{"a", node_.op->inputs[std::size_t(a)].name},
                  {"a_shape", to_string(shape(a))},
                  {"b", node_.op->inputs[std::size_t(b)].name},
                  {"b_shape", to_string(shape(b))}});
}

int ShapeContext::axis(int input, std::int64_t axis) {
  int rank = shape(input).rank();
  if (!require(axis >= -rank && axis < rank, "graph.axis",
               {{"axis", axis}, {"input", node_.op->inputs[std::size_t(input)].name}, {"rank", rank}}))
    fail();
  return int(axis < 0 ? axis + rank : axis);
}

void ShapeContext::infer() {
  const auto& ports = node_.op->inputs;
  std::size_t least = 0;
  for (const Port& port : ports) least += !port.optional;
  if (!require(node_.op->variadic || (node_.inputs.size() >= least && node_.inputs.size() <= ports.size()),
               "graph.arity",
               {{"op", node_.op->name}, {"wanted", ports.size()}, {"actual", node_.inputs.size()}}))
    fail();
  for (std::size_t i = 0; i < node_.inputs.size(); ++i) {
    if (!node_.inputs[i])
      require(port(i).optional, "graph.absent", {{"input", port(i).name}});
    else
      require(&node_.inputs[i].graph() == &graph_, "graph.other_graph", {{"input", port(i).name}});
  }
  if (!reasons_.empty()) fail();
  node_.op->shape(*this);
  if (!reasons_.empty()) fail();
}

// An optional input takes part in a problem only where a reason speaks of it.
bool ShapeContext::names(const Port& port) const {
  for (const Message& reason : reasons_)
    for (const Argument& argument : reason.arguments) {
      auto* text = std::get_if<std::string>(&argument.value);
      if (argument.name == port.name || (text && *text == port.name)) return true;
    }
  return false;
}

void ShapeContext::fail() const {
  Problem problem;
  problem.subject = node_.path.empty() ? node_.op->name : node_.op->name + " '" + node_.path + "'";
  problem.reasons = reasons_;
  for (std::size_t i = 0; i < node_.inputs.size() && (node_.op->variadic || i < node_.op->inputs.size());
       ++i) {
    Value input = node_.inputs[i];
    if (!input || (port(i).optional && !names(port(i)))) continue;
    problem.operands.push_back(
        {port(i).name, input.name(),
         std::string(name_of(input.dtype())) + to_string(input.shape(), port(i).axes)});
  }
  problem.hint = hint_;
  throw Error(std::move(problem).at(node_.at));
}

}  // namespace percept
