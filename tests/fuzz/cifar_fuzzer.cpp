// CIFAR-10's binary files, by way of the folder in which the program looks for them.
#include "fuzz/target.hpp"
#include "io/temporary_folder.hpp"
#include "percept/base/log.hpp"
#include "percept/data/spec.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  static const TemporaryFolder folder;
  folder.write("test_batch.bin", bytes);
  return accepted(data::open("cifar10:" + folder.path().string() + ":test"));
}

const Registration registration("cifar", parse);

}  // namespace
}  // namespace percept::fuzz
