// percept data: the data sets there are, what is in them, and how they come here.
#include "data.hpp"

#include "commands.hpp"

namespace percept::cli {

std::string to_text(const data::Field& field) {
  return field.name + " " + std::string(name_of(field.dtype)) + to_string(field.shape);
}

void add_data(CLI::App& program, Call& call) {
  CLI::App* command = add_command(program, call, "data", {text("percept.data.usage"), "percept data list"});
  for (auto add : {add_data_list, add_data_info, add_data_show, add_data_make, add_data_get})
    add(*command, call);
}

}  // namespace percept::cli
