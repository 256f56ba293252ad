// Every case of every op as an ONNX model of its own; what ONNX has no words for is known by name.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "onnx/examples.hpp"
#include "ops/op_case.hpp"
#include "percept/onnx/export.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept::proof {
namespace {

// What belongs to training: gradients, losses, the batch's own statistics, draws; and what plans make.
const std::set<std::string> kRefused = {
    "average_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "conv2d_backward_weight",
    "ctc_loss",
    "ctc_loss_backward",
    "fused",
    "gru_backward",
    "lstm_backward",
    "max_pool2d_backward",
    "max_pool2d_take",
    "normalize_backward",
    "random_normal",
    "random_uniform",
    "relu_backward",
    "resample_backward",
    "rnn_backward",
    "take_backward",
};

class OnnxOp : public testing::TestWithParam<std::string> {};

// Whether all that was refused is known: an op of the list, or what a recurrent op gives to look at.
bool is_known(const Problem& problem) {
  return std::all_of(problem.reasons.begin(), problem.reasons.end(), [](const Message& reason) {
    std::string op = reason.arguments.empty() ? "" : std::get<std::string>(reason.arguments[0].value);
    return reason.id == "onnx.export.output" ? op == "lstm" || op == "gru"
                                             : reason.id == "onnx.export.assigns" || kRefused.contains(op);
  });
}

TEST_P(OnnxOp, IsExported) {
  for (const OpCase& example : cases_of(GetParam())) {
    SCOPED_TRACE(example.op + " case '" + example.name + "'");
    TracedCase traced(example);
    try {
      onnx::Exported model = onnx::export_graph(traced.graph, {});
      EXPECT_FALSE(kRefused.contains(example.op));
      EXPECT_EQ(model.outputs.size(), traced.outputs.size());
      if (!examples_folder()) continue;
      std::string name = example.op + "-" + example.name;
      std::replace_if(
          name.begin(), name.end(), [](char c) { return !std::isalnum(c); }, '-');
      Fetches expected = Interpreter(traced.graph, traced.store).run(traced.feeds);
      write_onnx(examples_folder(), name, model, {{traced.feeds, {{"exact", std::move(expected)}}}});
    } catch (const Error& error) {
      EXPECT_TRUE(is_known(error.problem())) << error.what();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, OnnxOp, testing::ValuesIn(op_and_function_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace percept::proof
