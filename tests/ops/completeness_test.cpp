// Every op comes with what it needs to be proved and understood, and a spoilt gradient would be noticed.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "ops/op_case.hpp"
#include "percept/graph/gradient_context.hpp"
#include "percept/kernels/kernel.hpp"
#include "percept/kernels/reference.hpp"
#include "percept/ops/registry.hpp"

namespace percept::proof {
namespace {

TEST(Completeness, EveryOpHasWhatItNeeds) {
  std::set<std::string> names;
  for (const OpDef* op : all_ops()) {
    SCOPED_TRACE(op->name);
    EXPECT_TRUE(names.insert(op->name).second) << "two ops of one name";
    EXPECT_EQ(find_op(op->name), op);
    EXPECT_TRUE(op->summary.ends_with(".")) << "a sentence ends in a stop";
    EXPECT_FALSE(op->formula.empty());
    EXPECT_TRUE(op->shape);
    EXPECT_FALSE(op->outputs.empty());
    EXPECT_EQ(int(bool(op->gradient)) + int(bool(op->expand)) + int(!op->not_differentiable.empty()), 1)
        << "one of a gradient rule, an expansion, a reason why there is none";
    EXPECT_TRUE(find_reference(op->name));
    EXPECT_EQ(candidates_for(op->name).back().name, "reference");
    for (const AttributeDef& attribute : op->attributes)
      EXPECT_FALSE(attribute.doc.empty()) << attribute.name;
  }
}

TEST(Completeness, EveryOpHasThreeCasesOfDifferentNames) {
  for (const OpDef* op : all_ops()) {
    std::vector<OpCase> cases = cases_of(op->name);
    EXPECT_GE(cases.size(), 3u) << op->name;
    std::set<std::string> names;
    for (const OpCase& example : cases)
      EXPECT_TRUE(names.insert(example.name).second) << op->name << ": two cases '" << example.name << "'";
  }
}

bool is_checked(const OpCase& example, const TracedCase& traced) {
  return example.gradient && !traced.differentiable.empty() && traced.has_float_output();
}

TEST(Completeness, EveryGradientRuleIsChecked) {
  for (const OpDef* op : all_ops()) {
    if (!op->gradient && !op->expand) continue;
    int checked = 0, elements = 0;
    for (const OpCase& example : cases_of(op->name)) {
      TracedCase traced(example);
      checked += is_checked(example, traced);
      if (is_checked(example, traced)) elements += int(traced.inputs[0].shape().elements());
    }
    EXPECT_GE(checked, 3) << op->name;
    EXPECT_GT(elements, 0) << op->name;
  }
}

/// While it lives, the gradients that the rule of one op gives come out with the wrong sign.
class Negated {
 public:
  Negated(std::string op, int input) {
    set_gradient_hook([op = std::move(op), input](const Node& node, int i, Value gradient) {
      return node.op->name == op && i == input ? -gradient : gradient;
    });
  }
  ~Negated() { set_gradient_hook(nullptr); }
};

// The nodes inside a fused one have rules of their own; the hook sees those.
TEST(Negation, IsNoticedForEveryInputOfEveryOp) {
  for (const OpDef* op : all_ops()) {
    if (!op->gradient) continue;
    for (int input = 0; input < int(op->inputs.size()); ++input) {
      const std::string& port = op->inputs[std::size_t(input)].name;
      if (std::find(op->flat.begin(), op->flat.end(), port) != op->flat.end()) continue;
      if (port == "indices" || port == "condition") continue;  // no floats
      bool noticed = false;
      for (const OpCase& example : cases_of(op->name)) {
        TracedCase traced(example);
        if (!is_checked(example, traced)) continue;
        Negated negated(op->name, input);
        if (traced.gradient_error() > 1e-6) noticed = true;
        if (noticed) break;
      }
      EXPECT_TRUE(noticed) << op->name << ", input " << input << ": no case fails with a negated gradient";
    }
  }
}

}  // namespace
}  // namespace percept::proof
