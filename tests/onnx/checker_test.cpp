// Every module and every built-in recipe before ONNX's own checker, with strict inference of shapes: none
// names a batch size.
#include "onnx/checker.hpp"

#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "onnx/networks.hpp"
#include "onnx/recipes.hpp"
#include "percept/io/files.hpp"
#include "wire.pb.h"

namespace percept::proof {
namespace {

TEST(OnnxChecker, TakesModulesAndRecipes) {
  if (!has_checker()) GTEST_SKIP() << "python3-onnx is not installed";
  TemporaryFolder folder;
  for (const Network& network : all_networks()) {
    ParameterStore store;
    io::write_file(folder / (network.name + ".onnx"), exported(network, store).bytes).value();
  }
  for (const recipe::Known& known : recipe::kZoo)
    io::write_file(folder / (std::string(known.name) + ".onnx"), ExportedRecipe(known).model.bytes).value();
  EXPECT_EQ(faults_of(folder / "", "--axes"), "");
}

TEST(OnnxChecker, FindsFaults) {
  if (!has_checker()) GTEST_SKIP() << "python3-onnx is not installed";
  TemporaryFolder folder;
  ParameterStore store;
  onnx::wire::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(exported(all_networks().front(), store).bytes));
  auto& shape =
      *model.mutable_graph()->mutable_output(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
  shape.mutable_dim(1)->set_dim_value(7);  // it is 6
  io::write_file(folder / "wrong.onnx", model.SerializeAsString()).value();
  EXPECT_NE(faults_of(folder / "").find("wrong.onnx"), std::string::npos);
}

}  // namespace
}  // namespace percept::proof
