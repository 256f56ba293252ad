// How fast the nearest neighbours are found: MNIST's 10,000 test images among the 60,000 others, or as many
// bytes at random where it is not there, beside scikit-learn's brute force in the same run. `./dev bench
// knn`.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "percept/base/threads.hpp"
#include "percept/data/loader.hpp"
#include "percept/data/spec.hpp"
#include "percept/ops/nearest.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/program.hpp"

using namespace percept;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::int64_t kPixels = 784, kNeighbours = 3, kBatch = 250;

/// Bytes [rows, 784] and the labels.
struct Table {
  Tensor bytes, labels;
};

Table drawn(std::int64_t rows, const char* name) {
  Table table{Tensor(DType::u8, {rows, kPixels}), Tensor(DType::i64, {rows})};
  RandomStream random(0, name);
  auto bytes = table.bytes.data<std::uint8_t>();
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::uint8_t(random.bits(i));
  for (std::int64_t i = 0; i < rows; ++i) table.labels.set(i, double(i % 10));
  return table;
}

Table read(const data::Dataset& set) {
  Table table = drawn(set.size(), "");
  auto bytes = table.bytes.data<std::uint8_t>();
  std::vector<Tensor> one = data::allocate_batch(set, 1);
  for (std::int64_t i = 0; i < set.size(); ++i) {
    set.read({&i, 1}, one);
    for (std::int64_t p = 0; p < kPixels; ++p)
      bytes[std::size_t(i * kPixels + p)] = std::uint8_t(one[0].at(p) * 255 + 0.5);
    table.labels.set(i, one[1].at(0));
  }
  return table;
}

void write(const std::filesystem::path& file, const Table& table) {
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(table.bytes.raw()), std::streamsize(table.bytes.bytes()));
  for (std::int64_t label : table.labels.data<std::int64_t>()) out.put(char(label));
}

/// Seconds of the whole search; how often the neighbours' votes, of equal ones the lowest, are right.
struct Found {
  double seconds = 0;
  std::int64_t right = 0;
};

Found search(const Table& known, const Table& asked) {
  ParameterStore store;
  Parameter points{.path = "points", .type = {DType::u8, known.bytes.shape()}, .trainable = false};
  store.ensure(points);
  store.set("points", known.bytes);
  Program program = Program::inference(store, [&](Graph& graph) {
    Value x = cast(graph.feed("x"), DType::f32);
    graph.fetch("y", nearest_rows(x, graph.parameter(points), {.k = kNeighbours}));
  });
  program.run({{"x", asked.bytes.rows(0, kBatch)}});  // planned
  Found found;
  Clock::time_point start = Clock::now();
  for (std::int64_t first = 0; first < asked.labels.size(); first += kBatch) {
    auto nearest = program.run({{"x", asked.bytes.rows(first, first + kBatch)}})["y"].data<std::int64_t>();
    for (std::int64_t i = 0; i < kBatch; ++i) {
      std::array<int, 10> votes{};
      for (std::int64_t j = 0; j < kNeighbours; ++j)
        ++votes[std::size_t(known.labels.at(nearest[std::size_t(i * kNeighbours + j)]))];
      found.right += std::max_element(votes.begin(), votes.end()) - votes.begin() ==
                     std::ptrdiff_t(asked.labels.at(first + i));
    }
  }
  found.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return found;
}

}  // namespace

int main() {
  auto train = data::open("mnist"), test = data::open("mnist:test");
  bool real = train && test;
  std::printf("%s, %d threads\n", real ? "MNIST" : "bytes at random (no MNIST found)", thread_count());
  Table known = real ? read(**train) : drawn(60000, "known"),
        asked = real ? read(**test) : drawn(10000, "asked");
  Found ours = search(known, asked);
  double operations = 2.0 * double(known.bytes.shape()[0]) * double(asked.bytes.size());
  std::printf("percept       %7.2f s (%5.1f GFLOP/s), %lld of %lld right\n", ours.seconds,
              operations / ours.seconds / 1e9, static_cast<long long>(ours.right),
              static_cast<long long>(asked.labels.size()));
  std::fflush(stdout);

  std::filesystem::path folder = std::filesystem::temp_directory_path() / "percept-bench-knn";
  std::filesystem::create_directories(folder);
  write(folder / "known", known);
  write(folder / "asked", asked);
  std::string script = std::filesystem::path(__FILE__).parent_path() / "peers" / "sklearn_knn.py";
  std::string call = "/usr/bin/python3 " + script + " " + folder.string() + " " +
                     std::to_string(kNeighbours) + " " + std::to_string(thread_count());
  int status = std::system(call.c_str());
  std::filesystem::remove_all(folder);
  if (status != 0)
    std::printf("scikit-learn  not measured: apt install python3-sklearn libopenblas0-pthread\n");
  return 0;
}
