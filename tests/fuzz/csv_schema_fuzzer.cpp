// The schema of a table, as a network's file keeps it. What was read can be written, and is then read again
// as it was.
#include "data/csv_schema.hpp"
#include "fuzz/target.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  Result<data::CsvSchema> schema = data::parse_schema(text_of(bytes));
  if (!schema) return refused(schema.problem());
  std::string written = data::to_json(*schema);
  Result<data::CsvSchema> again = data::parse_schema(written);
  require(again && data::to_json(*again) == written, "what was written is not what was read");
  return true;
}

const Registration registration("csv_schema", parse);

}  // namespace
}  // namespace percept::fuzz
