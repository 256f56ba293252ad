// percept data list: all sources, and whether their data is here.
#include "data.hpp"
#include "percept/data/fetch.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

std::string origin_of(const data::Source& source) {
  return source.origin == data::Origin::generated ? "generated"
         : source.origin == data::Origin::fetched ? "fetched"
                                                  : "given";
}

int list_command(const Call& call) {
  Json list = Json::array();
  std::size_t width = 0;
  for (const data::Source& source : data::sources())
    width = std::max(width, columns(std::string(source.form)));
  for (const data::Source& source : data::sources()) {
    bool fetched = source.origin == data::Origin::fetched;
    std::string folder = fetched ? data::found_folder(source.name) : "";
    bool here = !fetched || !folder.empty();
    std::string where = folder;
    if (!here) where = text("percept.data.list.get", {{"name", source.name}});
    call.say(padded(std::string(source.form), width + 2) + source.description());
    if (fetched) call.say(padded("", width + 4) + where);
    list.push_back({{"name", source.name},
                    {"form", source.form},
                    {"description", source.description()},
                    {"origin", origin_of(source)},
                    {"available", here},
                    {"folder", folder.empty() ? Json() : Json(folder)}});
  }
  call.tell("\n" + text("percept.data.list.splits"));
  call.answer({{"sources", list}});
  return kDone;
}

}  // namespace

void add_data_list(CLI::App& data, Call& call) {
  CLI::App* command = add_command(data, call, "list", {"", "percept data list --json"});
  command->callback([&call] { call.action = [&call] { return list_command(call); }; });
}

}  // namespace percept::cli
