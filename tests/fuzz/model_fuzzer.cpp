// best.safetensors: a network with all that is needed to use it. Its schema says how tables and sounds become
// what the network takes.
#include "data/csv_schema.hpp"
#include "fuzz/target.hpp"
#include "percept/data/sound.hpp"
#include "percept/train/model_file.hpp"

namespace percept::fuzz {
namespace {

void read_schema(const std::string& schema) {
  if (schema.empty()) return;
  accepted(data::parse_schema(schema));
  Result<data::SoundForm> form = data::SoundForm::parse(schema);
  if (!accepted(form)) return;
  try {
    data::SoundReader reader(*form);
  } catch (const Error& error) {
    refused(error.problem());
  }
}

bool parse(Input bytes) {
  Result<train::ModelFile> model = train::parse_model(bytes, "best.safetensors");
  if (!model) return refused(model.problem());
  read_schema(model->card.schema);
  return true;
}

const Registration registration("model", parse);

}  // namespace
}  // namespace percept::fuzz
