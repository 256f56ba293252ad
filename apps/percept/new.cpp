// percept new: a project to begin with.
#include "commands.hpp"
#include "percept/recipe/starter.hpp"

namespace percept::cli {
namespace {

namespace fs = std::filesystem;

// The last part of the folder's path, also where it is written as ".", or with a slash behind.
std::string name_of(const fs::path& folder) {
  fs::path whole = fs::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

int new_command(const Call& call, const std::string& folder, const std::string& given) {
  require_given(!folder.empty(), text("percept.new.folder_name"), "new");
  std::string name = given.empty() ? name_of(folder) : given;
  Result<std::vector<std::string>> files = recipe::write_starter(folder, name);
  if (!files && files.problem().code() == "recipe.starter.name") throw CallError(files.problem());
  std::string list;
  for (const std::string& file : files.value()) list += (list.empty() ? "" : ", ") + file;
  call.say(text("percept.new.written", {{"folder", folder}, {"files", list}}));
  std::string enter = folder == "." ? "" : "cd " + folder + " && ";
  call.say(text("percept.train.next", {{"command", enter + "percept train recipe.toml"}}));
  call.answer({{"folder", folder}, {"name", name}, {"files", *files}});
  return kDone;
}

}  // namespace

void add_new(CLI::App& program, Call& call) {
  struct Words {
    std::string folder, name;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(program, call, "new", {text("percept.new.usage"), "percept new my-digits"});
  command->add_option(text("percept.new.folder_name"), words->folder, text("percept.new.folder"));
  command->add_option("--name", words->name, text("percept.new.name"))->type_name("NAME");
  command->callback([&call, words] {
    call.action = [&call, words] { return new_command(call, words->folder, words->name); };
  });
}

}  // namespace percept::cli
