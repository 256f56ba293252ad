#include "session.hpp"

#include <cstdlib>

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

void Session::judge(Row& row, double operations, double bytes, Precision precision, int threads) {
  row.gflops = operations / *row.ours / 1e6;
  row.of_best = rates_.floor(operations, bytes, precision, threads) / *row.ours;
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
