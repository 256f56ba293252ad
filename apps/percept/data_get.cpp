// percept data get: fetches a data set from the web, goes on where it stopped, and compares checksums.
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "data.hpp"
#include "interrupt.hpp"
#include "percept/data/fetch.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

struct GetWords {
  std::string name, folder, url;
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// One line that renews itself on a terminal; nothing elsewhere.
class Line {
 public:
  explicit Line(const Call& call) : shown_(!call.quiet && ::isatty(STDERR_FILENO)) {}
  ~Line() { clear(); }

  void draw(std::string_view name, std::uint64_t have, std::uint64_t of) {
    double time = now();
    if (name != name_) name_ = name, begin_ = time, first_ = have;
    if (!shown_ || time - last_ < 0.1) return;
    last_ = time;
    double rate = double(have - std::min(have, first_)) / std::max(time - begin_, 0.1);
    std::string line = padded(name_, 28);
    if (of > 0) line += bar(double(have) / double(of), 20) + right(percent(double(have) / double(of), 0), 7);
    line += "  " + size(have) + (of > 0 ? "/" + size(of) : "") + "  " + size(std::uint64_t(rate)) + "/s";
    print(stderr, "\r" + line + "\x1b[K");
    drawn_ = true;
  }
  void clear() {
    if (drawn_) print(stderr, "\r\x1b[K");
    drawn_ = false;
  }

 private:
  bool shown_, drawn_ = false;
  std::string name_;
  double begin_ = 0, last_ = 0;
  std::uint64_t first_ = 0;  // what was there already
};

std::string default_folder(const std::string& name) {
  return data::search_directories({.source = name}).back();
}

void say_files(const Call& call, const std::vector<data::FetchedFile>& files, const std::string& folder) {
  for (const data::FetchedFile& file : files)
    call.tell(padded(file.name, 28) + right(size(file.bytes), 10) + "  " +
              (file.url.empty() ? text("percept.data.get.there") : file.url));
  call.say(text("percept.data.get.done", {{"folder", folder}}));
}

Json to_json(const GetWords& words, const std::string& folder, const std::vector<data::FetchedFile>& files) {
  Json list = Json::array();
  for (const data::FetchedFile& file : files)
    list.push_back(
        {{"name", file.name}, {"bytes", file.bytes}, {"url", file.url.empty() ? Json() : Json(file.url)}});
  return {{"name", words.name}, {"folder", folder}, {"files", list}};
}

int get_command(const Call& call, const GetWords& words) {
  require_given(!words.name.empty(), "NAME", "data get");
  Result<const data::WebSet*> set = data::find_web_set(words.name);
  if (!set) throw CallError(set.problem());
  if (!words.url.empty() && !words.url.starts_with("http://") && !words.url.starts_with("https://"))
    throw CallError(
        Problem("percept.data.get.url", {{"url", words.url}}).with_hint("percept.data.get.url.hint"));
  std::string folder = words.folder.empty() ? default_folder(words.name) : words.folder;
  Interrupt interrupt;
  Line line(call);
  data::FetchOptions options;
  if (!words.url.empty()) options.mirrors = {words.url};
  options.progress = [&](std::string_view name, std::uint64_t have, std::uint64_t of) {
    line.draw(name, have, of);
    return !interrupt.asked();
  };
  Result<std::vector<data::FetchedFile>> files = data::fetch(**set, folder, options);
  line.clear();
  if (!files && files.problem().code() == "io.download.stopped") {
    call.say(render(files.problem()));
    call.answer(cli::to_json(files.problem()));
    return kInterrupted;
  }
  if (!files) throw Error(files.problem());
  say_files(call, *files, folder);
  std::string spec = words.name + (words.folder.empty() ? "" : ":" + words.folder);
  call.tell(text("percept.train.next", {{"command", "percept data show " + spec}}));
  call.answer(to_json(words, folder, *files));
  return kDone;
}

}  // namespace

void add_data_get(CLI::App& data, Call& call) {
  auto words = std::make_shared<GetWords>();
  CLI::App* command =
      add_command(data, call, "get", {"NAME [--dir DIR] [--url URL]", "percept data get mnist"});
  std::string known;
  for (const data::WebSet& set : data::web_sets())
    known += (known.empty() ? "" : ", ") + std::string(set.name);
  command->add_option("NAME", words->name, text("percept.data.get.name", {{"known", known}}));
  command->add_option("--dir", words->folder, text("percept.data.get.dir"))->type_name("DIR");
  command->add_option("--url", words->url, text("percept.data.get.url_option"))->type_name("URL");
  command->callback([&call, words] { call.action = [&call, words] { return get_command(call, *words); }; });
}

}  // namespace percept::cli
