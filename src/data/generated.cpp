// digits and shapes: 20,000 training and 4,000 test examples, each half drawn from a seed of its own.
#include "percept/data/generated.hpp"

#include "sources.hpp"

namespace percept::data {
namespace {

constexpr std::int64_t kTrainCount = 20'000, kTestCount = 4'000;
constexpr std::uint64_t kTrainSeed = 1, kTestSeed = 2;

Result<DatasetPtr> open_generated(const Spec& spec, Examples (*generate)(std::int64_t, std::uint64_t),
                                  std::vector<std::string> classes) {
  if (!spec.directory.empty()) return no_directory(spec);
  bool test = spec.split == Split::test;
  Examples examples = generate(test ? kTestCount : kTrainCount, test ? kTestSeed : kTrainSeed);
  return part_of_training_set(in_memory(spec.source, std::move(examples), std::move(classes)), spec.split);
}

}  // namespace

Problem no_directory(const Spec& spec) {
  return Problem("data.no_directory", {{"source", spec.source}, {"given", spec.directory}})
      .about(spec.source)
      .with_hint("data.no_directory.hint", {{"source", spec.source}});
}

DatasetPtr part_of_training_set(DatasetPtr train, Split split) {
  if (split != Split::val) return train;
  std::int64_t size = train->size();
  return slice(std::move(train), size - size / 10, size);
}

Result<DatasetPtr> open_digits(const Spec& spec, const OpenOptions&) {
  return open_generated(spec, generate_digits, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
}

Result<DatasetPtr> open_shapes(const Spec& spec, const OpenOptions&) {
  return open_generated(spec, generate_shapes, shape_classes());
}

}  // namespace percept::data
