// Every module as an ONNX model for a batch of any size, twice with the same bytes.
#include <gtest/gtest.h>

#include <algorithm>

#include "onnx/examples.hpp"
#include "onnx/networks.hpp"
#include "percept/onnx/export.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {
namespace {

class OnnxModule : public testing::TestWithParam<Network> {};

TEST_P(OnnxModule, IsExportedForAnyBatch) {
  const Network& network = GetParam();
  ParameterStore store(7);
  onnx::Exported model = exported(network, store);
  EXPECT_EQ(model.inputs.size(), network.inputs.size());
  EXPECT_EQ(model.outputs.size(), network.traced(1)->fetches().size());
  EXPECT_EQ(model.bytes, exported(network, store).bytes);

  if (!examples_folder()) return;
  std::vector<OnnxExample> examples;
  for (std::int64_t batch : {1, 5}) {
    Feeds feeds;
    for (const Input& input : network.inputs) feeds[input.name] = input.drawn(batch);
    examples.push_back(OnnxExample::of(
        store, [&](Graph& graph) { network.trace(graph, batch); }, feeds));
  }
  write_onnx(examples_folder(), "module-" + network.name, model, examples);
}

std::string name_of_case(const testing::TestParamInfo<Network>& info) {
  std::string name = info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(All, OnnxModule, testing::ValuesIn(all_networks()), name_of_case);

}  // namespace
}  // namespace percept::proof
