#include "session.hpp"

#include <cstdlib>
#include <cstring>

#include "measure.hpp"
#include "percept/io/files.hpp"
#include "percept/percept.hpp"

namespace percept::cli::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kNotInstalled = 3;  // what the scripts exit with

struct Script {
  std::string_view file, text;
};
constexpr Script kScripts[] = {
#include <peers.inc>
};

// The best of some runs, for half a second: what else the machine does only adds.
double rate_of(const train::Net& net, const Shape& input, double operations, Precision precision) {
  ParameterStore store;
  Program program(store, [&](Graph& g) { g.fetch("y", net(g.feed("x"))); },
                  {.plan = {.precision = precision}});
  Feeds feeds{{"x", Tensor::zeros(DType::f32, input)}};
  double least = 1e300;
  Stopwatch all;
  for (int i = 0; i < 3 || all.milliseconds() < 500; ++i) {
    Stopwatch watch;
    program.run(feeds);
    least = std::min(least, watch.milliseconds());
  }
  return operations / least / 1e6;
}

// Milliseconds to read so many bytes, from the cache where they stay in it. memchr is the C library's own
// vector code.
double reading_time(double bytes) {
  std::vector<char> buffer(std::size_t(std::max(bytes, 1.0)), 'a');
  auto read = [&] {
    parallel_for(std::int64_t(buffer.size()), 64 << 10, [&](std::int64_t begin, std::int64_t end) {
      const void* volatile found = std::memchr(buffer.data() + begin, 'b', std::size_t(end - begin));
      (void)found;
    });
  };
  double least = 1e300;
  for (int i = 0; i < 30; ++i) {
    Stopwatch watch;
    read();
    least = std::min(least, watch.milliseconds());
  }
  return least;
}

std::string python() {
  const char* named = std::getenv("PERCEPT_PYTHON");
  return named ? named : "/usr/bin/python3";
}

}  // namespace

std::optional<double> PeerAnswer::number(const char* field) const {
  return object.contains(field) ? std::optional(object[field].get<double>()) : std::nullopt;
}

fs::path checkout() {
  fs::path root = own_file().parent_path().parent_path().parent_path();
  std::error_code ignored;
  return fs::exists(root / "bench/peers/pytorch.py", ignored) ? root : fs::path();
}

Session::Session(const Call& call, int threads, bool steps) : call_(call), threads_(threads), steps_(steps) {
  for (const Script& script : kScripts) io::write_file(folder() / script.file, script.text).value();
  ::unsetenv("GOMP_SPINCOUNT");  // percept's own wish (main.cpp), not for what it starts
  if (fs::path root = checkout(); !root.empty()) {
    const char* given = std::getenv("NODE_PATH");
    std::string places =
        (root / "build/peers/node_modules").string() + (given ? ":" + std::string(given) : "");
    ::setenv("NODE_PATH", places.c_str(), 1);
  }
}

double Session::best_rate(Precision precision, int threads) {
  if (precision == Precision::single) precision = Precision::exact;
  auto [place, is_new] = best_rates_.try_emplace({precision, threads}, 0.0);
  if (is_new) {
    Threads computing(threads);
    nn::Conv2d conv{{.in = 64, .out = 64, .kernel = 3, .padding = 1, .bias = false}};
    nn::Linear linear{{.in = 1024, .out = 1024, .bias = false}};
    place->second = std::max(
        rate_of([&](Value x) { return conv(x); }, {32, 64, 32, 32}, 2.0 * 32 * 1024 * 64 * 64 * 9, precision),
        rate_of([&](Value x) { return linear(x); }, {512, 1024}, 2.0 * 512 * 1024 * 1024, precision));
  }
  return place->second;
}

void Session::judge(Row& row, double operations, double bytes, Precision precision, int threads) {
  Threads computing(threads);
  double floor = std::max(operations / best_rate(precision, threads) / 1e6, reading_time(bytes));
  row.gflops = operations / *row.ours / 1e6;
  row.of_best = floor / *row.ours;
}

std::vector<std::string> Session::pytorch_call(const std::vector<std::string>& words) const {
  std::vector<std::string> command = {python(), (folder() / "pytorch.py").string()};
  command.insert(command.end(), words.begin(), words.end());
  return command;
}

PeerAnswer Session::pytorch_answer(const Ended& ended) const {
  return answer("PyTorch", ended, "apt-get install python3-torch libopenblas0-pthread");
}

const PeerAnswer& Session::pytorch(const std::vector<std::string>& words) {
  auto [place, is_new] = answers_.try_emplace(words);
  if (is_new) place->second = pytorch_answer(run_process(folder(), pytorch_call(words)));
  return place->second;
}

PeerAnswer Session::onnxruntime(const std::vector<std::string>& words) {
  std::vector<std::string> command = {"node", (folder() / "onnxruntime.js").string()};
  command.insert(command.end(), words.begin(), words.end());
  return answer("ONNX Runtime", run_process(folder(), command), "npm install onnxruntime-node@1.30.0");
}

PeerAnswer Session::answer(const std::string& peer, const Ended& ended, const char* packages) const {
  if (ended.status == kNotInstalled || ended.status == 127) {
    std::string command = checkout().empty() ? packages : "./dev setup peers";
    return {peer, {}, text("percept.bench.absent", {{"peer", peer}, {"command", command}})};
  }
  Json object = Json::parse(ended.last_line(), nullptr, false);
  if (ended.status == 0 && object.is_object()) return {peer + " " + object.value("version", ""), object, ""};
  std::string said = ended.err.substr(0, ended.err.find_last_not_of('\n') + 1);
  return {
      peer, {}, text("percept.bench.failed", {{"peer", peer}, {"said", said.substr(said.rfind('\n') + 1)}})};
}

}  // namespace percept::cli::bench
