#include "ops/reference_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "ops/front_door.hpp"
#include "ops/op_case.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/graph/gradient_context.hpp"
#include "percept/ops/fused.hpp"
#include "percept/ops/registry.hpp"

namespace percept::proof {
namespace {

// All kernels, whatever this build has: the page is the same for every build.
struct ListedKernel {
  std::string_view op, name;
};
constexpr ListedKernel kKernels[] = {
#ifndef PERCEPT_HAVE_ONEDNN
#define PERCEPT_HAVE_ONEDNN
#endif
#define PERCEPT_KERNEL(op, backend, factory) {#op, #backend ":" #factory},
#include "kernels/kernels.def"
#undef PERCEPT_KERNEL
};

std::string code(std::string_view text) { return fmt::format("`{}`", text); }

// Within a table, where a bar would end the cell.
std::string cell(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string listed(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + code(name);
  return out;
}

std::string type_of(const AttributeValue& value) {
  static constexpr const char* kTypes[] = {"bool",          "whole number", "number", "text",
                                           "whole numbers", "type",         "tensor", "graph"};
  static_assert(std::size(kTypes) == std::variant_size_v<AttributeValue>);
  return kTypes[value.index()];
}

std::string default_of(const AttributeValue& value) {
  if (const auto* graph = std::get_if<std::shared_ptr<const Graph>>(&value); graph && !*graph) return "";
  if (const auto* number = std::get_if<std::int64_t>(&value))
    if (*number == std::numeric_limits<std::int64_t>::max()) return "no end";
  return code(to_string(value));
}

// What is differentiated of an op, on the cases that say so.
struct Differentiation {
  std::set<std::string> written;  // the ops that its rule or expansion is written in
  std::string obstacle;           // where the gradient has no gradient
  int twice = 0;                  // cases whose gradient was differentiated
};

std::set<std::string> ops_from(const Graph& graph, std::size_t first) {
  std::set<std::string> names;
  for (std::size_t i = first; i < graph.nodes().size(); ++i)
    if (!is_leaf(graph.nodes()[i])) names.insert(graph.nodes()[i].op->name);
  return names;
}

// What the rule or expansion of the case's node writes.
std::set<std::string> written_by(TracedCase& traced, const OpDef& op) {
  Graph& graph = traced.graph;
  std::size_t nodes = graph.nodes().size();
  for (std::size_t i = 0; i < nodes; ++i) {
    const Node& node = graph.node(int(i));
    if (node.op != &op) continue;
    if (op.expand) {
      op.expand(node.inputs, node.attributes);
      return ops_from(graph, nodes);
    }
    std::vector<Value> gradients;
    for (int output = 0; output < int(node.outputs.size()); ++output) {
      // Outputs that are only there to look at take no gradient; the case does not give them out.
      Value y(&graph, node.id, output);
      bool looked_at = output > 0 && !std::count(traced.outputs.begin(), traced.outputs.end(), y);
      gradients.push_back(looked_at ? Value() : graph.constant(Tensor::zeros(y.dtype(), y.shape())));
    }
    GradientContext context(graph, node, gradients, std::vector<bool>(node.inputs.size(), true),
                            [](Value like) { return zeros_like(like); });
    op.gradient(context);
    return ops_from(graph, nodes);
  }
  return {};
}

Differentiation differentiation_of(const OpDef& op) {
  constexpr int kEnough = 3;
  Differentiation found;
  for (const OpCase& example : cases_of(op.name)) {
    TracedCase once(example);
    if (!example.gradient || once.differentiable.empty() || !once.has_float_output()) continue;
    std::set<std::string> written = written_by(once, op);
    found.written.insert(written.begin(), written.end());
    if (found.twice == kEnough || (found.twice > 0 && !example.second_order)) continue;
    try {
      TracedCase twice(example);
      Values gradients = differentiate(twice.weighted_sum(twice.outputs, "weights"), twice.differentiable);
      differentiate(twice.weighted_sum(gradients, "weights of gradients"), twice.differentiable);
      found.twice += example.second_order;
    } catch (const Error& error) {
      if (error.problem().code() != "autograd.no_gradient") throw;
      std::string text = error.what();  // ctc_loss_backward: ctc_loss_backward has no gradient: ...
      found.obstacle = text.substr(text.find(": ") + 2, text.find('\n') - text.find(": ") - 2);
    }
  }
  return found;
}

std::string gradient_text(const OpDef& op) {
  if (!op.not_differentiable.empty()) return "not differentiable: " + op.not_differentiable;
  if (&op == &fused_op()) return "by expansion into the nodes of its body; it can be differentiated again";
  Differentiation found = differentiation_of(op);
  if (op.flat.size() == op.inputs.size()) return "zero wherever it exists";
  std::string out = op.expand ? "by expansion into simpler ops" : "by a rule of its own";
  if (!found.written.empty()) out += (op.expand ? ": " : ", in ") + listed(found.written);
  if (!op.flat.empty()) out += "; zero by " + listed({op.flat.begin(), op.flat.end()});
  if (found.twice == 0 && !found.obstacle.empty())
    out += "; it cannot be differentiated again: " + found.obstacle;
  else if (found.twice > 0)
    out += "; it can be differentiated again";
  return out;
}

std::string ports_text(const std::vector<Port>& ports, bool variadic) {
  std::string out;
  for (const Port& port : ports) {
    out += (out.empty() ? "" : ", ") + code(port.name);
    if (!port.axes.empty()) out += " [" + port.axes + "]";
    if (port.optional) out += " (may be absent)";
    if (variadic) out += " (any number of them)";
  }
  return out.empty() ? "none" : out;
}

std::string kernels_text(const OpDef& op) {
  std::string out;
  for (const ListedKernel& kernel : kKernels)
    if (kernel.op == op.name) out += code(kernel.name) + ", ";
  out += code("reference");
  if (op.elementwise) out += op.expand ? "; a plan expands it and fuses the parts" : "; a plan fuses it";
  return out;
}

std::string section_of(const OpDef& op, const std::vector<FrontDoor>& doors) {
  std::string out = fmt::format("\n## {}\n\n{}\n\n$$\n{}\n$$\n", op.name, op.summary, op.formula);
  std::string calls;
  for (const FrontDoor& door : doors)
    if (door.name == op.name) calls += door.declaration + "\n";
  if (!calls.empty()) out += "\n```cpp\n" + calls + "```\n";
  out += "\n- inputs: " + ports_text(op.inputs, op.variadic);
  out += "\n- outputs: " + ports_text(op.outputs, false);
  out += "\n- gradient: " + gradient_text(op);
  out += "\n- kernels: " + kernels_text(op) + "\n";
  if (!op.attributes.empty()) out += "\n| attribute | type | default | |\n|---|---|---|---|\n";
  for (const AttributeDef& attribute : op.attributes)
    out += fmt::format("| {} | {} | {} | {} |\n", code(attribute.name), type_of(attribute.fallback),
                       cell(default_of(attribute.fallback)), cell(attribute.doc));
  return out;
}

std::string contents_of(const std::vector<const OpDef*>& ops) {
  std::string out;
  char letter = 0;
  for (const OpDef* op : ops) {
    if (op->name[0] != letter) out += letter ? "\n" : "";
    out += fmt::format("{}[{}](#{})", op->name[0] == letter ? ", " : "- ", op->name, op->name);
    letter = op->name[0];
  }
  return out + "\n";
}

}  // namespace

std::string reference_page() {
  std::vector<const OpDef*> ops(all_ops().begin(), all_ops().end());
  std::sort(ops.begin(), ops.end(), [](const OpDef* a, const OpDef* b) { return a->name < b->name; });
  std::vector<FrontDoor> doors = front_doors();
  std::string out =
      "# Ops\n\n"
      "<!-- Written by `./dev docs` from the definitions of the ops: do not edit. -->\n\n" +
      fmt::format(
          "The {} ops of a graph. Each is a function in `percept/ops/ops.hpp`; the place of the call, its "
          "last "
          "argument, is left\nout here. Where shapes of two operands differ they broadcast as in NumPy. "
          "Kernels "
          "stand in the order of preference: a plan\ntakes the first that accepts the node (`onednn:` where "
          "percept was built with oneDNN). A gradient that can be differentiated\nagain is proved against "
          "central "
          "differences by the op's cases. Values of the fast kernels are held within 1e-5 of the "
          "reference's, relative to the\n"
          "largest one, and within 1e-2 where a plan of mixed precision takes factors in bf16.\n\n",
          ops.size()) +
      contents_of(ops) + "\nFunctions made of these: [below](#functions-made-of-ops).\n";
  for (const OpDef* op : ops) out += section_of(*op, doors);
  out += "\n## Functions made of ops\n\n| function | |\n|---|---|\n";
  for (const FrontDoor& door : doors)
    if (!find_op(door.name) && door.declaration.find("Value") != door.declaration.npos &&
        !door.comment.empty())
      out += fmt::format("| {} | {} |\n", cell(code(door.declaration)), cell(door.comment));
  return out;
}

}  // namespace percept::proof
