// The cases that compute in this process: training steps, inference, plans, one thread beside several.
#include <fmt/format.h>

#include "../words.hpp"
#include "measure.hpp"
#include "nets.hpp"
#include "percept/io/files.hpp"
#include "percept/kernels/isa.hpp"
#include "percept/train/onnx_file.hpp"
#include "session.hpp"

namespace percept::cli::bench {
namespace {

constexpr int kTurns = 8;  // batches that take turns, as in the peers' scripts

enum class Work { step, forward };

// A net ready to be run in one of two ways.
struct Job {
  Net net;
  Work work;
  std::int64_t batch;
  Precision precision;
  ParameterStore store{};
  std::vector<Feeds> turns{};

  Job(const std::string& name, Work work, std::int64_t batch, Precision precision)
      : net(make_net(name)), work(work), batch(batch), precision(precision) {
    for (int turn = 0; turn < kTurns; ++turn) {
      Feeds feeds = net.feeds(batch, turn);
      if (work == Work::forward) feeds = Feeds{{"input", *feeds.find("input")}};
      turns.push_back(std::move(feeds));
    }
  }

  Program program(bool profile = false) {
    optim::Sgd sgd{{.lr = 0.01, .momentum = net.momentum}};
    auto trace = [this, sgd](Graph& g) {
      Value output = net.forward(g.feed("input"));
      if (work == Work::forward) return g.fetch("output", output);
      Value loss = net.loss(output, g.feed("target"));
      sgd.minimize(loss);
      g.fetch("loss", loss);
    };
    return Program(store, trace,
                   {.mode = work == Work::step ? Mode::train : Mode::infer,
                    .plan = {.profile = profile, .precision = precision}});
  }

  double operations() const {
    return work == Work::step ? net.step_operations(batch) : net.forward_operations(batch);
  }
  /// What must be moved at the least: the input, and each parameter once; a step reads and writes it and its
  /// momentum.
  double bytes() const {
    double numbers = double(turns[0].find("input")->size());
    for (const auto& [path, entry] : store.entries())
      if (entry.parameter.trainable) numbers += double(entry.value.size()) * (work == Work::step ? 4 : 1);
    return 4 * numbers;
  }
};

double median_of(Job& job) {
  Program program = job.program();
  std::size_t turn = 0;
  return milliseconds([&] { program.run(job.turns[turn = (turn + 1) % kTurns]); });
}

void say_steps(const Session& session, Job& job) {
  Program program = job.program(true);
  for (const Feeds& feeds : job.turns) program.run(feeds);
  for (const PlanStep& step : program.plan(job.turns[0]).steps())
    session.call().say(right(fixed(step.microseconds, 1), 10) + " µs  " + padded(step.kernel, 28) + " " +
                       padded(step.op, 24) + " " + padded(step.path + (step.backward ? " '" : ""), 20) + " " +
                       (step.outputs.empty() ? "" : step.outputs.front()));
}

Row ours(Session& session, Job& job, int threads) {
  Row row;
  Threads computing(threads);
  row.ours = median_of(job);
  session.judge(row, job.operations(), job.bytes(), job.precision, threads);
  if (session.steps()) say_steps(session, job);
  return row;
}

Row beside_pytorch(Session& session, Job& job, int threads) {
  Row row = ours(session, job, threads);
  const PeerAnswer& peer = session.pytorch({job.work == Work::step ? "step" : "forward", job.net.name,
                                            std::to_string(job.batch), std::to_string(threads)});
  row.peer = peer.peer, row.peers = peer.number("ms"), row.note = peer.note;
  return row;
}

Case step(std::string name, std::string net, std::int64_t batch) {
  return {std::move(name), [=](Session& session) {
            Job job(net, Work::step, batch, session.call().precision());
            return beside_pytorch(session, job, net == "tiny" ? 1 : session.threads());
          }};
}

// Mixed precision beside the peer's f32.
Case mixed_step(std::string name, std::string net, std::int64_t batch) {
  return {std::move(name), [=](Session& session) {
            Job job(net, Work::step, batch, Precision::mixed);
            Row row = beside_pytorch(session, job, session.threads());
            if (!computes_bf16()) row.note = text("percept.bench.no_bf16");
            return row;
          }};
}

Case lstm_forward() {
  return {"lstm_forward", [](Session& session) {
            Job job("lstm", Work::forward, 32, session.call().precision());
            return beside_pytorch(session, job, session.threads());
          }};
}

// ONNX Runtime computes the very model that percept exports.
Case inference(const std::string& net, std::int64_t batch) {
  return {
      fmt::format("{}_b{}", net, batch), [=](Session& session) {
        Job job(net, Work::forward, batch, session.call().precision());
        Row row = ours(session, job, session.threads());
        const Shape& input = job.turns[0].find("input")->shape();
        train::ModelCard card{.name = net, .outputs = 10, .input = Shape({input[1], input[2], input[3]})};
        std::filesystem::path file = session.folder() / (net + ".onnx");
        io::write_file(file, train::export_net(job.net.forward, card, job.store.snapshot()).bytes).value();
        std::vector<std::string> words = {file, std::to_string(session.threads())};
        for (std::int64_t size : input) words.push_back(std::to_string(size));
        PeerAnswer peer = session.onnxruntime(words);
        row.peer = peer.peer, row.peers = peer.number("ms"), row.note = peer.note;
        return row;
      }};
}

// Tracing, differentiating and compiling a training step, whose weights are there already.
Case plan(const std::string& net, std::int64_t batch) {
  return {net + "_plan", [=](Session& session) {
            Job job(net, Work::step, batch, session.call().precision());
            job.program().plan(job.turns[0]);
            std::vector<double> times;
            for (int i = 0; i < 5; ++i) {
              Stopwatch watch;
              job.program().plan(job.turns[0]);
              times.push_back(watch.milliseconds());
            }
            return Row{.ours = median(times)};
          }};
}

Case threads(const std::string& net) {
  return {net + "_threads", [=](Session& session) {
            Job job(net, Work::step, 64, session.call().precision());
            Row row = ours(session, job, session.threads());
            Threads alone(1);
            row.peer = text("percept.bench.one_thread"), row.peers = median_of(job);
            return row;
          }};
}

}  // namespace

double lenet_step_milliseconds(const Session& session) {
  Job job("lenet", Work::step, 64, session.call().precision());
  return median_of(job);
}

std::vector<Case> computing_cases() {
  std::vector<Case> cases = {
      step("tiny_step", "tiny", 10),         step("mlp_step", "mlp", 128),
      step("lenet_step", "lenet", 64),       step("resnet8_step", "resnet8", 64),
      step("resnet18_step", "resnet18", 32), mixed_step("resnet18_step_bf16", "resnet18", 32)};
  for (const char* net : {"lenet", "mlp", "resnet8", "resnet18"})
    for (std::int64_t batch : {1, 64}) cases.push_back(inference(net, batch));
  cases.push_back(lstm_forward());
  cases.push_back(step("lstm_step", "lstm", 32));
  cases.push_back(plan("lenet", 64));
  cases.push_back(plan("resnet18", 32));
  cases.push_back(threads("lenet"));
  cases.push_back(threads("resnet8"));
  return cases;
}

}  // namespace percept::cli::bench
