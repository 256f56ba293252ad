#include "answers.hpp"

#include "../lab/json_fields.hpp"
#include "percept/base/base64.hpp"
#include "percept/lab/catalogue.hpp"

namespace percept::studio {
namespace {

using lab::Json;

// Names of files and settings need not be UTF-8.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json both(const std::string& english, const std::string& french) { return {{"en", english}, {"fr", french}}; }

Json problem_json(const Problem& problem) {
  auto message = [&](Language language) {
    std::string text = headline(problem, language);
    for (std::size_t i = 1; i < problem.reasons.size(); ++i)
      text += "; " + render(problem.reasons[i], language);
    return text;
  };
  return {{"code", problem.code()},
          {"message", both(message(Language::english), message(Language::french))},
          {"hint", problem.hint ? both(render(*problem.hint, Language::english),
                                       render(*problem.hint, Language::french))
                                : Json()},
          {"where", problem.where}};
}

std::string reply(double id, const Json& body) {
  Json json = {{"reply", id}};
  json.update(body);
  return dump(json);
}

void pad(std::string& bytes, char with) { bytes.append((4 - bytes.size() % 4) % 4, with); }

}  // namespace

std::string reply_text(double id, const std::string& body) { return reply(id, Json::parse(body)); }

std::string reply_text(double id, const Problem& problem) {
  return reply(id, {{"problem", problem_json(problem)}});
}

std::string reply_text(double id, lab::Probe probe) { return reply(id, lab::JsonWriter::written(probe)); }

std::string reply_text(double id, lab::Table table) { return reply(id, lab::JsonWriter::written(table)); }

std::string reply_text(double id, const lab::ExportedFile& file) {
  return reply(id, {{"name", file.name},
                    {"text", file.binary ? encode_base64(file.bytes) : file.bytes},
                    {"base64", file.binary}});
}

std::string reply_text(double id, lab::WalkStep step) { return reply(id, lab::JsonWriter::written(step)); }

std::string reply_text(double id, lab::MatrixView matrix) {
  return reply(id, lab::JsonWriter::written(matrix));
}

std::string reply_text(double id, lab::PatchMatrix patches) {
  return reply(id, {{"patches", lab::JsonWriter::written(patches)}});
}

std::string reply_text(double id, lab::ConvolutionTimes times) {
  return reply(id, {{"times", lab::JsonWriter::written(times)}});
}

std::string reply_text(double id, lab::SpectrumView spectrum) {
  return reply(id, {{"spectrum", lab::JsonWriter::written(spectrum)}});
}

std::string reply_text(double id, lab::LearningState learning,
                       std::optional<lab::LearningPictures> pictures) {
  return reply(id, {{"learning", lab::JsonWriter::written(learning)},
                    {"pictures", lab::JsonWriter::written(pictures)}});
}

std::string reply_text(double id, lab::SlopeView slope) {
  return reply(id, {{"slope", lab::JsonWriter::written(slope)}});
}

std::string reply_text(double id, lab::StartPlan plan) { return reply(id, lab::JsonWriter::written(plan)); }

std::string reply_text(double id, lab::RunChanges changes) {
  return reply(id, lab::JsonWriter::written(changes));
}

std::string reply_text(double id, lab::ComparedRuns runs) {
  return reply(id, lab::JsonWriter::written(runs));
}

std::string steered_text(double id, const std::string& path) { return reply(id, {{"path", path}}); }

std::string state_text(const std::string& session, lab::TrainingState state) {
  Json json = {{"event", "state"}, {"session", session}};
  json.update(lab::JsonWriter::written(state));
  return dump(json);
}

std::string state_text(const std::string& session, lab::ConvolutionState state) {
  Json json = {{"event", "state"}, {"session", session}};
  json.update(lab::JsonWriter::written(state));
  return dump(json);
}

std::string state_text(const std::string& session, lab::PlaygroundState state,
                       std::optional<lab::Explored> explored) {
  Json json = {{"event", "state"}, {"session", session}};
  json.update(lab::JsonWriter::written(state));
  json["explored"] = lab::JsonWriter::written(explored);
  return dump(json);
}

std::string catalogue_text() {
  lab::Catalogue catalogue = lab::make_catalogue();
  return dump(lab::JsonWriter::written(catalogue));
}

std::string convolution_catalogue_text() {
  lab::ConvolutionCatalogue catalogue = lab::make_convolution_catalogue();
  return dump(lab::JsonWriter::written(catalogue));
}

std::string training_catalogue_text() {
  lab::TrainingCatalogue catalogue = lab::make_training_catalogue();
  return dump(lab::JsonWriter::written(catalogue));
}

namespace {

template <class Picture>
std::string bytes_of(Picture& picture) {
  std::string head = dump(lab::JsonWriter::written(picture));
  pad(head, ' ');
  std::string bytes(4, '\0');
  for (int i = 0; i < 4; ++i) bytes[std::size_t(i)] = char(head.size() >> (8 * i) & 0xFF);
  bytes += head;
  for (const lab::Blob& blob : picture.blobs) {
    bytes += blob.bytes;
    pad(bytes, '\0');
  }
  return bytes;
}

}  // namespace

std::string picture_bytes(lab::Picture picture) { return bytes_of(picture); }
std::string picture_bytes(lab::ConvolutionPicture picture) { return bytes_of(picture); }
std::string picture_bytes(lab::LivePicture picture) { return bytes_of(picture); }
std::string picture_bytes(lab::TrainingPicture picture) { return bytes_of(picture); }
std::string picture_bytes(lab::InspectionPicture picture) { return bytes_of(picture); }

}  // namespace percept::studio
