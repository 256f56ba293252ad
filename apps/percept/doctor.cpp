// percept doctor: what this build and this machine have.
#include <unistd.h>

#include <thread>

#include "commands.hpp"
#include "percept/data/fetch.hpp"
#include "percept/data/spec.hpp"
#include "percept/train/machine.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

int doctor_command(const Call& call) {
  train::Machine machine = train::this_machine();
  bool terminal = ::isatty(STDOUT_FILENO);
  std::string spoken = language() == Language::french ? "fr" : "en";
  Json object = {{"version", machine.version},
                 {"compiler", machine.compiler},
                 {"isa", machine.isa},
                 {"bf16", machine.bf16},
                 {"threads", machine.threads},
                 {"processors", std::thread::hardware_concurrency()},
                 {"onednn", machine.onednn.empty() ? Json() : Json(machine.onednn)},
                 {"terminal", terminal},
                 {"language", spoken}};
  std::vector<std::pair<std::string, std::string>> rows = {
      {"percept", machine.version + " (" + machine.compiler + ")"},
      {text("percept.doctor.isa"), machine.isa + (machine.bf16 ? ", bf16" : "")},
      {text("percept.doctor.threads"), std::to_string(machine.threads)},
      {"oneDNN", machine.onednn.empty() ? text("percept.doctor.without") : machine.onednn},
      {text("percept.doctor.terminal"), terminal
                                            ? text("percept.doctor.columns", {{"columns", terminal_width()}})
                                            : text("percept.doctor.pipe")},
      {text("percept.doctor.language"), spoken},
  };
  Json found = Json::array();
  std::string drawn;
  for (const data::Source& source : data::sources()) {
    if (source.origin == data::Origin::given) continue;
    bool generated = source.origin == data::Origin::generated;
    std::string folder = generated ? "" : data::found_folder(source.name);
    bool available = generated || !folder.empty();
    found.push_back({{"name", source.name},
                     {"available", available},
                     {"folder", folder.empty() ? Json() : Json(folder)}});
    if (generated)
      drawn += (drawn.empty() ? "" : ", ") + std::string(source.name);
    else
      rows.emplace_back(text("percept.doctor.data", {{"name", source.name}}),
                        available ? folder : text("percept.doctor.absent", {{"name", source.name}}));
  }
  rows.emplace_back(text("percept.doctor.generated"), drawn);
  object["data"] = found;
  std::size_t width = 0;
  for (const auto& [name, value] : rows) width = std::max(width, columns(name));
  for (const auto& [name, value] : rows) call.say(padded(name, width + 2) + value);
  call.answer(object);
  return kDone;
}

}  // namespace

void add_doctor(CLI::App& program, Call& call) {
  CLI::App* command = add_command(program, call, "doctor", {"", "percept doctor --json"});
  command->callback([&call] { call.action = [&call] { return doctor_command(call); }; });
}

}  // namespace percept::cli
