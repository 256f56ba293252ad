// A network goes out as ONNX and comes back by the commands: run, import, summary, plan, eval, predict,
// train.
#include "percept/io/image.hpp"
#include "percept/io/npy.hpp"
#include "program.hpp"

namespace percept::cli {
namespace {

TEST_F(Program, OnnxOutAndIn) {
  Answer trained = run("train linear data.limit=600 train.epochs=1 --json");
  ASSERT_EQ(trained.status, 0) << trained.err;
  ASSERT_TRUE(exists("runs/linear-1/model.onnx"));
  const std::string model = "runs/linear-1/model.onnx";

  nlohmann::json held = run("import " + model + " -o weights.safetensors --json").json();
  EXPECT_EQ(held["opset"], 17);
  EXPECT_EQ(held["parameters"], 7850);
  EXPECT_EQ(held["traced"], true);
  EXPECT_EQ(held["inputs"][0]["shape"], nlohmann::json({"N", 1, 28, 28}));
  EXPECT_TRUE(exists("weights.safetensors"));

  EXPECT_EQ(run("summary " + model + " --json").json()["parameters"], 7850);
  nlohmann::json plan = run("plan " + model + " --json").json();
  ASSERT_FALSE(plan["nodes"].empty());
  EXPECT_TRUE(plan["nodes"][0]["kernel"].is_string());
  EXPECT_FALSE(run("plan lenet --batch 4 --json").json()["nodes"].empty());
  EXPECT_FALSE(run("plan runs/linear-1 --json").json()["nodes"].empty());

  // For a trace viewer: what stands in the table, one after another.
  ASSERT_EQ(run("plan " + model + " --trace trace.json").status, 0);
  nlohmann::json events = nlohmann::json::parse(read("trace.json"))["traceEvents"];
  int every_run = 0;
  for (const nlohmann::json& node : plan["nodes"]) {
    every_run += !node["once"].get<bool>();
    EXPECT_LT(node["of_best"], 10) << node;
  }
  ASSERT_EQ(int(events.size()), every_run);
  EXPECT_EQ(events[0]["ph"], "X");
  EXPECT_EQ(events[0]["args"]["kernel"], plan["nodes"][0]["kernel"]);
  EXPECT_EQ(run("plan " + model + " --trace no/such/folder/trace.json").status, 1);

  // The run and its model are one network.
  nlohmann::json of_run = run("eval runs/linear-1 --data digits --json").json();
  nlohmann::json of_model = run("eval " + model + " --data digits --json").json();
  EXPECT_EQ(of_model["accuracy"], of_run["accuracy"]);
  EXPECT_NEAR(double(of_model["loss"]), double(of_run["loss"]), 1e-6);
  nlohmann::json said = run("predict " + model + " digits:test --first 3 --json").json();
  EXPECT_EQ(said["predictions"][0]["label"],
            run("predict runs/linear-1 digits:test --first 3 --json").json()["predictions"][0]["label"]);
}

TEST_F(Program, OnnxOnTensors) {
  ASSERT_EQ(run("export linear linear.onnx").status, 0);
  nlohmann::json drawn = run("run linear.onnx --random --size input=2x1x28x28 -o out --json").json();
  EXPECT_EQ(drawn["outputs"][0]["shape"], nlohmann::json({2, 10}));
  EXPECT_EQ(drawn["inputs"][0]["file"], "out/input.npy");
  nlohmann::json again = run("run linear.onnx --input input=out/input.npy -o again --json").json();
  EXPECT_EQ(again["outputs"][0]["file"], "again/output.npy");
  EXPECT_EQ(read("again/output.npy"), read("out/output.npy"));

  // numpy's f64 is taken as f32.
  Tensor wide = io::read_npy(folder_ / "out/input.npy").value().to(DType::f64);
  ASSERT_TRUE(io::write_npy(folder_ / "wide.npy", wide));
  EXPECT_EQ(run("run linear.onnx --input input=wide.npy -o wide").status, 0);

  EXPECT_EQ(run("run linear.onnx --json").json()["error"]["code"], "recipe.onnx.missing");
  EXPECT_EQ(run("run linear.onnx --input imput=wide.npy --json").json()["error"]["code"],
            "recipe.onnx.unknown_input");
  EXPECT_EQ(run("run linear.onnx --input wide.npy").status, 2);
  EXPECT_EQ(run("import linear.onnx --size input=2y3").status, 2);
  EXPECT_EQ(run("run linear.onnx --random --size input=2x1x28x27 --json").json()["error"]["code"],
            "onnx.feed");
  write("junk.onnx", "this is no model");
  for (const char* verb : {"run", "import", "summary", "plan", "predict", "eval"}) {
    Answer answer = run(std::string(verb) + " junk.onnx" +
                        (verb == std::string("eval")      ? " --data digits"
                         : verb == std::string("predict") ? " digits"
                                                          : "") +
                        " --json");
    EXPECT_EQ(answer.status, 1) << verb;
    EXPECT_EQ(answer.json()["error"]["code"], "onnx.protobuf") << verb;
  }
}

// What was trained elsewhere learns on as a layer.
TEST_F(Program, OnnxIsTrainedOn) {
  ASSERT_EQ(run("train linear data.limit=600 train.epochs=1").status, 0);
  Answer tuned = run(
      "train linear data.limit=600 train.epochs=1 'model.layers=[\"onnx runs/linear-1/model.onnx\"]' --json");
  ASSERT_EQ(tuned.status, 0) << tuned.err;
  EXPECT_EQ(tuned.json()["parameters"], 7850);
  double before = run("eval runs/linear-1 --data digits --json").json()["loss"];
  EXPECT_LT(double(tuned.json()["test"]["loss"]), before);
}

}  // namespace
}  // namespace percept::cli
