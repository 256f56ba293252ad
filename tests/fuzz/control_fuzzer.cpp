// A line of a training's control socket, and the answer to one that is refused, which is a line too.
#include "fuzz/target.hpp"
#include "train/control_command.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  std::string id;
  Result<train::Command> command = train::parse_command(std::string(text_of(bytes)), id);
  if (command) {
    require(command->id == id, "the command has another id than its line");
    return true;
  }
  std::string answer = train::answer_of(id, command.problem());
  require(answer.find('\n') == answer.npos, "the answer is more than a line");
  return refused(command.problem());
}

const Registration registration("control", parse);

}  // namespace
}  // namespace percept::fuzz
