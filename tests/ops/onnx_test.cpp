// Every case of every op as an ONNX model of its own, and back; what ONNX has no words for is known by name.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "onnx/examples.hpp"
#include "ops/compare.hpp"
#include "ops/op_case.hpp"
#include "percept/onnx/export.hpp"
#include "percept/onnx/model.hpp"
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
    "fused_conv2d",
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

// Infinite numbers and NaN pass through these by other ways there: where and division in place of one op.
const std::set<std::string> kOtherSpecialValues = {"atan2", "hard_shrink", "soft_shrink"};

// What the model gives when it is read again.
Fetches returned(const onnx::Exported& exported, const Feeds& feeds) {
  auto bytes = std::as_bytes(std::span(exported.bytes.data(), exported.bytes.size()));
  onnx::Model model = onnx::parse_model(bytes, "exported.onnx").value();
  Graph graph(Mode::infer);
  for (const auto& [name, tensor] : feeds.tensors()) graph.offer(name, {tensor.dtype(), tensor.shape()});
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset(feeds);
  interpreter.serve_tracing();
  model.trace(graph);
  return interpreter.finish();
}

TEST_P(OnnxOp, IsExportedAndReturns) {
  for (const OpCase& example : cases_of(GetParam())) {
    SCOPED_TRACE(example.op + " case '" + example.name + "'");
    TracedCase traced(example);
    try {
      onnx::Exported model = onnx::export_graph(traced.graph, {});
      EXPECT_FALSE(kRefused.contains(example.op));
      EXPECT_EQ(model.outputs.size(), traced.outputs.size());
      Fetches wanted = Interpreter(traced.graph, traced.store).run(traced.feeds);
      Fetches made = returned(model, traced.feeds);
      for (const auto& [name, tensor] : wanted.tensors()) {
        if (example.name == "special" && kOtherSpecialValues.contains(example.op)) continue;
        EXPECT_LE(relative_error(made[name], tensor), 1e-5) << name;
      }
      if (!examples_folder()) continue;
      std::string name = example.op + "-" + example.name;
      std::replace_if(
          name.begin(), name.end(), [](char c) { return !std::isalnum(c); }, '-');
      write_onnx(examples_folder(), name, model, {{traced.feeds, {{"exact", std::move(wanted)}}}});
    } catch (const Error& error) {
      EXPECT_TRUE(is_known(error.problem())) << error.what();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, OnnxOp, testing::ValuesIn(op_and_function_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace percept::proof
