// percept data info: examples, fields, classes, statistics of a data set, and what is odd about it.
#include <algorithm>
#include <chrono>

#include "data.hpp"
#include "percept/data/survey.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr double kUnbalanced = 10;        // so many times as many examples as the rarest class has
constexpr std::size_t kShownNumbers = 8;  // of means and deviations

struct Part {
  data::Split split;
  data::DatasetPtr dataset;
  data::Survey survey;
  double seconds;
  std::uint64_t bytes;  // of all its tensors
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Result<Part> open_part(const std::string& spec, data::Split split) {
  double begin = now();
  Result<data::DatasetPtr> opened = data::open(spec, data::OpenOptions{.split = std::string(name_of(split))});
  if (!opened) return std::move(opened).problem();
  data::DatasetPtr dataset = *std::move(opened);
  data::Survey survey = data::survey(*dataset);
  std::uint64_t bytes = 0;
  for (const Tensor& tensor : data::allocate_batch(*dataset, 1)) bytes += tensor.bytes();
  return Part{split, dataset, std::move(survey), now() - begin, bytes * std::uint64_t(dataset->size())};
}

// A set that is read from files may lack a part, which is worth a warning.
bool is_lack(const Problem& problem) {
  return problem.code() == "data.empty_part" || problem.code() == "data.folder.no_part";
}

// The split that the SPEC names, else all three.
std::vector<Part> open_parts(const std::string& word, std::vector<Message>& warnings) {
  data::Spec spec = data::parse_spec(word, "train").value();
  std::vector<Part> parts;
  for (data::Split split : {data::Split::train, data::Split::val, data::Split::test}) {
    if (spec.split_named && spec.split != split) continue;
    std::string name = word + (spec.split_named ? "" : ":" + std::string(name_of(split)));
    Result<Part> part = open_part(name, split);
    bool lacks = !part && !spec.split_named && split != data::Split::train && is_lack(part.problem());
    if (!part && !lacks) throw Error(part.problem());
    if (part) parts.push_back(*std::move(part));
    if (lacks) warnings.push_back(part.problem().reasons.front());
  }
  return parts;
}

std::vector<Message> warnings_of(const Part& part) {
  std::vector<Message> warnings;
  const std::vector<std::int64_t>& counts = part.survey.class_counts;
  std::string split(name_of(part.split));
  auto name = [&](std::size_t label) { return part.dataset->classes()[label]; };
  std::size_t most = 0, least = 0;
  for (std::size_t label = 0; label < counts.size(); ++label) {
    if (counts[label] == 0)
      warnings.push_back(Message("percept.data.info.empty", {{"class", name(label)}, {"split", split}}));
    if (counts[label] > counts[most]) most = label;
    if (counts[label] > 0 && (counts[least] == 0 || counts[label] < counts[least])) least = label;
  }
  if (counts.size() == 1)
    warnings.push_back(Message("percept.data.info.one_class", {{"class", name(0)}, {"split", split}}));
  if (!counts.empty() && double(counts[most]) > kUnbalanced * double(counts[least]))
    warnings.push_back(Message("percept.data.info.unbalanced",
                               {{"most", name(most)},
                                {"least", name(least)},
                                {"times", grouped(counts[most] / std::max<std::int64_t>(counts[least], 1))},
                                {"split", split}}));
  const std::vector<float>& deviation = part.survey.normalization.deviation;
  auto constant = std::find(deviation.begin(), deviation.end(), 0.0f);
  if (constant != deviation.end())
    warnings.push_back(Message("percept.data.info.constant",
                               {{"number", constant - deviation.begin() + 1}, {"split", split}}));
  return warnings;
}

std::string listed(const std::vector<float>& numbers) {
  std::string out;
  for (std::size_t i = 0; i < std::min(numbers.size(), kShownNumbers); ++i)
    out += (i ? "  " : "") + fixed(double(numbers[i]), 4);
  return out + (numbers.size() > kShownNumbers ? "  ..." : "");
}

void say_parts(const Call& call, const std::vector<Part>& parts) {
  constexpr std::size_t kColumn = 12;
  std::string line = padded(text("percept.data.info.split"), 8);
  for (const char* id : {"percept.data.info.examples", "percept.data.info.memory", "percept.data.info.time"})
    line += right(text(id), kColumn);
  call.say(line + "  " + text("percept.data.info.hash"));
  for (const Part& part : parts)
    call.say(padded(std::string(name_of(part.split)), 8) + right(grouped(part.survey.count), kColumn) +
             right(size(part.bytes), kColumn) + right(duration(part.seconds), kColumn) + "  " +
             part.survey.content_hash);
}

void say_classes(const Call& call, const std::vector<Part>& parts) {
  const std::vector<std::string>& classes = parts.front().dataset->classes();
  if (classes.empty()) return;
  std::size_t width = columns(text("percept.eval.class"));
  for (const std::string& name : classes) width = std::max(width, columns(name));
  std::string line = "\n" + padded(text("percept.eval.class"), width);
  for (const Part& part : parts) line += right(std::string(name_of(part.split)), 10);
  for (std::size_t label = 0; label < classes.size(); ++label) {
    line += "\n" + padded(classes[label], width);
    for (const Part& part : parts) line += right(grouped(part.survey.class_counts[label]), 10);
  }
  call.say(line);
}

Json to_json(const std::string& word, const std::vector<Part>& parts, const std::vector<Message>& warnings) {
  Json splits = Json::array(), fields = Json::array(), said = Json::array();
  for (const Part& part : parts)
    splits.push_back({{"name", name_of(part.split)},
                      {"examples", part.survey.count},
                      {"classes", part.survey.class_counts},
                      {"mean", part.survey.normalization.mean},
                      {"deviation", part.survey.normalization.deviation},
                      {"bytes", part.bytes},
                      {"seconds", part.seconds},
                      {"hash", part.survey.content_hash}});
  for (const data::Field& field : parts.front().dataset->fields())
    fields.push_back({{"name", field.name}, {"dtype", name_of(field.dtype)}, {"shape", field.shape.dims()}});
  for (const Message& warning : warnings)
    said.push_back({{"code", warning.id}, {"message", render(warning)}});
  return {{"data", word},
          {"fields", fields},
          {"classes", parts.front().dataset->classes()},
          {"splits", splits},
          {"warnings", said}};
}

int info_command(const Call& call, const std::string& word) {
  require_given(!word.empty(), "SPEC", "data info");
  std::vector<Message> warnings;
  std::vector<Part> parts = open_parts(word, warnings);
  for (const Part& part : parts)
    for (Message& warning : warnings_of(part)) warnings.push_back(std::move(warning));
  std::string fields;
  for (const data::Field& field : parts.front().dataset->fields())
    fields += (fields.empty() ? "" : ", ") + to_text(field);
  say_parts(call, parts);
  const data::Normalization& normal = parts.front().survey.normalization;
  call.say("\n" + text("percept.data.info.fields", {{"fields", fields}}));
  if (!normal.mean.empty()) {
    call.say(text("percept.data.info.mean", {{"numbers", listed(normal.mean)}}));
    call.say(text("percept.data.info.deviation", {{"numbers", listed(normal.deviation)}}));
  }
  say_classes(call, parts);
  for (const Message& warning : warnings)
    call.say("\n" + text("percept.data.info.warning", {{"text", render(warning)}}));
  call.answer(to_json(word, parts, warnings));
  return kDone;
}

}  // namespace

void add_data_info(CLI::App& data, Call& call) {
  auto word = std::make_shared<std::string>();
  CLI::App* command = add_command(data, call, "info", {"SPEC", "percept data info digits"});
  command->add_option("SPEC", *word, text("percept.data.spec"));
  command->callback([&call, word] { call.action = [&call, word] { return info_command(call, *word); }; });
}

}  // namespace percept::cli
