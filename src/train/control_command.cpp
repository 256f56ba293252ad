#include "control_command.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "percept/base/base64.hpp"
#include "percept/base/spelling.hpp"
#include "percept/train/problem_json.hpp"

namespace percept::train {
namespace {

using Json = nlohmann::ordered_json;
using Kind = Command::Kind;

constexpr std::size_t kMaxNote = 1 << 16;
constexpr std::int64_t kMaxSteps = 1'000'000;

// Every command with the fields that it needs, and those that it may have.
struct Form {
  Kind kind;
  const char* name;
  std::vector<std::string> needed, allowed;
};
const std::vector<Form>& forms() {
  static const std::vector<Form> forms = {
      {Kind::status, "status", {}, {}},
      {Kind::pause, "pause", {}, {}},
      {Kind::resume, "resume", {}, {}},
      {Kind::step, "step", {}, {"count"}},
      {Kind::stop, "stop", {}, {}},
      {Kind::set, "set", {}, {"lr", "momentum", "weight_decay"}},
      {Kind::snapshot, "snapshot", {}, {}},
      {Kind::note, "note", {"text"}, {}},
      {Kind::watch, "watch", {}, {}},
      {Kind::parameters, "parameters", {}, {}},
      {Kind::parameter, "parameter", {"path"}, {}},
      {Kind::weights, "weights", {}, {}},
      {Kind::histogram, "histogram", {"path"}, {}},
      {Kind::activation, "activation", {"path"}, {"example"}},
  };
  return forms;
}

Problem unknown_command(const std::string& name) {
  std::vector<std::string> names;
  std::string known;
  for (const Form& form : forms()) {
    names.emplace_back(form.name);
    known += (known.empty() ? "" : ", ") + names.back();
  }
  Problem problem("train.control.command", {{"command", name}});
  if (std::optional<std::string> meant = nearest_spelling(name, names))
    return std::move(problem).with_hint("train.control.meant", {{"meant", *meant}, {"known", known}});
  return std::move(problem).with_hint("train.control.known", {{"known", known}});
}

Problem wrong_field(const char* id, const Form& form, const std::string& field) {
  std::string fields;
  for (const auto* list : {&form.needed, &form.allowed})
    for (const std::string& name : *list) fields += (fields.empty() ? "" : ", ") + name;
  return Problem(id, {{"command", form.name}, {"field", field}})
      .with_hint("train.control.fields", {{"command", form.name}, {"fields", fields.empty() ? "-" : fields}});
}

Problem wrong_value(const std::string& field, const char* wanted) {
  return Problem("train.control.value", {{"field", field}}).with_hint(wanted, {{"field", field}});
}

// What the line says, but for its values.
Result<const Form*> form_of(const Json& line) {
  auto command = line.find("command");
  if (command == line.end() || !command->is_string())
    return Problem("train.control.json").with_hint("train.control.json.hint");
  std::string name = command->get<std::string>();
  const Form* form = nullptr;
  for (const Form& candidate : forms())
    if (candidate.name == name) form = &candidate;
  if (!form) return unknown_command(name);
  auto in = [](const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  for (const auto& [key, value] : line.items())
    if (key != "id" && key != "command" && !in(form->needed, key) && !in(form->allowed, key))
      return wrong_field("train.control.field", *form, key);
  for (const std::string& key : form->needed)
    if (!line.contains(key)) return wrong_field("train.control.missing", *form, key);
  if (form->kind == Kind::set && line.size() == 1 + line.count("id"))
    return wrong_field("train.control.missing", *form, "lr");
  return form;
}

// Reads one value into the command; false where it is not one of its kind.
bool read_value(const std::string& field, const Json& value, Command& command) {
  auto number = [&](std::optional<double>& to, double below) {
    if (!value.is_number()) return false;
    to = value.get<double>();
    return std::isfinite(*to) && *to >= 0 && *to < below;
  };
  auto whole = [&](std::int64_t& to, std::int64_t least, std::int64_t most) {
    if (!value.is_number_integer() ||
        (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t(most)))
      return false;
    to = value.get<std::int64_t>();
    return to >= least && to <= most;
  };
  auto text = [&](std::string& to) {
    if (!value.is_string()) return false;
    to = value.get<std::string>();
    return !to.empty() && to.size() <= kMaxNote;
  };
  if (field == "lr") return number(command.changes.lr, INFINITY);
  if (field == "momentum") return number(command.changes.momentum, 1);
  if (field == "weight_decay") return number(command.changes.weight_decay, INFINITY);
  if (field == "count") return whole(command.count, 1, kMaxSteps);
  if (field == "example") return whole(command.example, 0, std::int64_t(1) << 60);
  if (field == "text") return text(command.text);
  return text(command.path);
}

const char* wanted(const std::string& field) {
  if (field == "momentum") return "train.control.below_one";
  if (field == "count" || field == "example") return "train.control.whole";
  if (field == "text" || field == "path") return "train.control.text";
  return "train.control.number";
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// The line, written around the id and what is already text: a tensor is too large to be copied into JSON.
std::string line_of(const std::string& id, const char* kind, const std::string& body) {
  std::string line = "{";
  if (!id.empty()) line += "\"id\": " + id + ", ";
  return line + "\"" + kind + "\": " + body + "}";
}

void append_tensor(const std::string& path, const Tensor& tensor, std::string& body) {
  body += dump({{"path", path}, {"dtype", name_of(tensor.dtype())}, {"shape", tensor.shape().dims()}});
  body.back() = ',';
  body += "\"data\":\"";
  append_base64({tensor.raw(), tensor.bytes()}, body);
  body += "\"}";
}

// An object of plain values. Nothing nested is even built: copying it would take as much stack as it is deep.
std::optional<Json> parse_flat(const std::string& text) {
  bool nested = false;
  auto plain = [&](int depth, Json::parse_event_t event, Json&) {
    bool begins = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
    nested |= begins && depth > 0;
    return !(begins && depth > 0);
  };
  Json line = Json::parse(text, plain, false);
  if (nested || !line.is_object()) return std::nullopt;
  return line;
}

}  // namespace

std::optional<Problem> too_large(std::size_t bytes, const std::string& what) {
  if (bytes <= kMaxTensorSent) return std::nullopt;
  return Problem("train.control.too_large", {{"have", bytes}, {"most", kMaxTensorSent}})
      .about(what)
      .with_hint("train.control.too_large.hint");
}

Result<Command> parse_command(const std::string& text, std::string& id) {
  id.clear();
  std::optional<Json> line = parse_flat(text);
  if (!line) return Problem("train.control.json").with_hint("train.control.json.hint");
  if (auto given = line->find("id"); given != line->end()) id = dump(*given);
  Result<const Form*> form = form_of(*line);
  if (!form) return std::move(form).problem();
  Command command{.kind = (*form)->kind, .id = id};
  for (const auto& [field, value] : line->items())
    if (field != "id" && field != "command" && !read_value(field, value, command))
      return wrong_value(field, wanted(field));
  return command;
}

std::string answer_of(const std::string& id, const Problem& problem) {
  return line_of(id, "error", json_of(problem));
}

std::string answer_of(const std::string& id, const SessionState& state, bool paused) {
  auto number = [](std::optional<double> value) { return value ? Json(*value) : Json(); };
  Json body = {{"step", state.step},
               {"steps", state.steps},
               {"epoch", state.epoch},
               {"epochs", state.epochs},
               {"lr", state.lr},
               {"momentum", number(state.momentum)},
               {"weight_decay", number(state.weight_decay)},
               {"loss", number(state.loss)},
               {"seconds", state.seconds},
               {"paused", paused}};
  return line_of(id, "ok", dump(body));
}

std::string answer_of(const std::string& id, const std::filesystem::path& file) {
  return line_of(id, "ok", dump({{"path", file.string()}}));
}

std::string answer_of(const std::string& id, const std::vector<ParameterInfo>& parameters) {
  Json list = Json::array();
  for (const ParameterInfo& p : parameters)
    list.push_back({{"path", p.path},
                    {"dtype", name_of(p.dtype)},
                    {"shape", p.shape.dims()},
                    {"trainable", p.trainable}});
  return line_of(id, "ok", dump({{"parameters", std::move(list)}}));
}

std::string answer_of(const std::string& id, const std::string& path, const Tensor& tensor) {
  if (std::optional<Problem> problem = too_large(tensor.bytes(), path)) return answer_of(id, *problem);
  std::string body;
  append_tensor(path, tensor, body);
  return line_of(id, "ok", body);
}

std::string answer_of(const std::string& id, std::int64_t step,
                      const std::map<std::string, Tensor>& weights) {
  std::string body = "{\"step\":" + std::to_string(step) + ",\"tensors\":[";
  for (const auto& [path, tensor] : weights) {
    if (body.back() == '}') body += ',';
    append_tensor(path, tensor, body);
  }
  return line_of(id, "ok", body + "]}");
}

std::string answer_of(const std::string& id, const std::string& path, const io::Histogram& h) {
  return line_of(id, "ok",
                 dump({{"path", path},
                       {"min", h.least},
                       {"max", h.most},
                       {"count", h.count},
                       {"not_finite", h.not_finite},
                       {"sum", h.sum},
                       {"sum_squares", h.sum_of_squares},
                       {"limits", h.limits},
                       {"counts", h.counts}}));
}

}  // namespace percept::train
