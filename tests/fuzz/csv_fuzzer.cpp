// CSV: a table, its columns found out and its rows encoded.
#include "fuzz/target.hpp"
#include "io/temporary_folder.hpp"
#include "percept/data/spec.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  static const TemporaryFolder folder;
  folder.write("table.csv", bytes);
  return accepted(data::open("csv:" + (folder / "table.csv").string()));
}

const Registration registration("csv", parse);

}  // namespace
}  // namespace percept::fuzz
