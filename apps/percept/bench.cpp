// percept bench: the table of what is fast and what is not, beside who does the same.
#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <fstream>

#include "bench/load.hpp"
#include "bench/session.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "percept/base/threads.hpp"
#include "percept/train/machine.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

using bench::Case;
using bench::Row;

struct Options {
  std::string filter;
  bool list = false, steps = false, avx2 = false, markdown = false;
};

std::vector<Case> all_cases() {
  std::vector<Case> cases = bench::computing_cases();
  for (Case& made : bench::process_cases()) cases.push_back(std::move(made));
  return cases;
}

std::vector<Case> chosen_cases(const std::string& filter) {
  std::vector<Case> chosen;
  for (Case& made : all_cases())
    if (made.name.find(filter) != made.name.npos) chosen.push_back(std::move(made));
  if (chosen.empty())
    throw CallError(Problem("percept.bench.case", {{"word", filter}}).with_hint("percept.bench.case.hint"));
  return chosen;
}

int list_cases(const Call& call, const std::vector<Case>& cases) {
  Json names = Json::array();
  for (const Case& made : cases) {
    call.say(padded(made.name, 20) + text("percept.bench.case." + made.name));
    names.push_back(made.name);
  }
  call.answer({{"cases", names}});
  return kDone;
}

// Instructions are chosen when a program starts: so this one starts itself once more, with the words that
// forbid AVX-512 to percept, to PyTorch and to the libraries within.
void forbid_avx512() {
  const char* isa = std::getenv("PERCEPT_ISA");
  if (isa && std::string_view(isa) == "avx2") return;
  for (auto [name, value] :
       {std::pair("PERCEPT_ISA", "avx2"), std::pair("DNNL_MAX_CPU_ISA", "AVX2"),
        std::pair("ATEN_CPU_CAPABILITY", "avx2"), std::pair("OPENBLAS_CORETYPE", "Haswell")})
    ::setenv(name, value, 1);
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv("/proc/self/exe", pointers.data());
  throw Error(Problem("percept.bench.again"));
}

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  utsname name{};
  return ::uname(&name) == 0 ? name.machine : "";
}

// Of the sources that this program was built in; empty where it is installed.
std::string commit(const bench::Session& session) {
  std::filesystem::path root = bench::checkout();
  if (root.empty()) return "";
  bench::Ended git =
      bench::run_process(session.folder(), {"git", "-C", root, "describe", "--always", "--dirty"});
  return git.status == 0 ? git.last_line() : "";
}

std::string today() {
  std::time_t now = std::time(nullptr);
  char date[16] = "";
  std::tm local{};
  std::strftime(date, sizeof date, "%Y-%m-%d", ::localtime_r(&now, &local));
  return date;
}

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json to_json(const std::string& name, const Row& row) {
  const char* unit = row.memory ? "mb" : "ms";
  Json object = {{"case", name}, {"peer", row.peer.empty() ? Json() : Json(row.peer)}};
  object["ours_ms"] = object["peer_ms"] = nullptr;
  object[std::string("ours_") + unit] = number(row.ours);
  object[std::string("peer_") + unit] = number(row.peers);
  object["ratio"] = number(row.ratio());
  object["gflops"] = number(row.gflops);
  object["of_best"] = number(row.of_best);
  object["other_load"] = row.other_load;
  if (!row.note.empty()) object["note"] = row.note;
  return object;
}

// Three digits.
std::string amount(double value) {
  return fixed(value, value < 0.0995 ? 4 : value < 0.995 ? 3 : value < 9.95 ? 2 : value < 99.5 ? 1 : 0);
}

// Milliseconds, or megabytes.
std::string quantity(double value, bool memory) {
  if (memory) return amount(value) + (language() == Language::french ? " Mo" : " MB");
  return value < 0.00995 ? amount(value * 1000) + " µs" : amount(value) + " ms";
}

// More than this, taken by others, spoils a figure.
constexpr double kMuch = 0.05;

// The table, a line as soon as there is one: as columns, or in Markdown.
class Table {
 public:
  Table(const Call& call, bool markdown) : call_(call), markdown_(markdown) {
    say({text("percept.bench.column.case"), text("percept.bench.column.peer"), "percept",
         text("percept.bench.column.peers"), text("percept.bench.column.ratio"), "GFLOP/s",
         text("percept.bench.column.floor")});
    if (markdown) call_.say("|---|---|---:|---:|---:|---:|---:|");
  }

  void add(const std::string& name, const Row& row) {
    auto shown = [&](const std::optional<double>& value) {
      return value ? quantity(*value, row.memory) : "-";
    };
    say({name, row.peer.empty() ? "-" : row.peer, shown(row.ours), shown(row.peers),
         row.ratio() ? fixed(*row.ratio(), 2) : "-", row.gflops ? amount(*row.gflops) : "-",
         row.of_best ? fixed(*row.of_best, row.of_best < 0.0095 ? 4 : 2) : "-"});
    if (markdown_) return;
    if (!row.note.empty()) call_.say("  " + row.note);
    if (row.other_load > kMuch)
      call_.say("  " + text("percept.bench.busy", {{"share", percent(row.other_load, 0)}}));
  }

 private:
  void say(const std::vector<std::string>& cells) const {
    constexpr std::size_t kWidths[] = {17, 20, 10, 10, 7, 7, 6};
    std::string line = markdown_ ? "|" : "";
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += markdown_ ? " " + cells[i] + " |"
                        : (i < 2 ? padded(cells[i], kWidths[i]) : right(cells[i], kWidths[i])) + " ";
    call_.say(line);
  }

  const Call& call_;
  bool markdown_;
};

int bench_command(const Call& call, const Options& options) {
  std::vector<Case> cases = chosen_cases(options.filter);
  if (options.list) return list_cases(call, cases);
  if (options.avx2) forbid_avx512();
  if (call.threads.empty()) set_thread_count(2);
  bench::Session session(call, thread_count(), options.steps);
  train::Machine machine = train::this_machine();
  std::string made_of = commit(session), name = processor();
  double best = session.rates().gflops(Precision::exact, session.threads());
  call.tell(text("percept.bench.machine", {{"processor", name},
                                           {"isa", machine.isa},
                                           {"threads", session.threads()},
                                           {"version", machine.version},
                                           {"commit", made_of.empty() ? "-" : made_of},
                                           {"date", today()},
                                           {"rate", fixed(best, 0)}}) +
            "\n");
  Json rows = Json::array();
  Interrupt interrupt;
  Table table(call, options.markdown);
  for (const Case& made : cases) {
    bench::OtherLoad others;
    Row row = made.measure(session);
    row.other_load = others.share();
    if (interrupt.asked()) return kInterrupted;
    table.add(made.name, row);
    rows.push_back(to_json(made.name, row));
  }
  call.answer({{"machine",
                {{"processor", name},
                 {"isa", machine.isa},
                 {"bf16", machine.bf16},
                 {"threads", session.threads()},
                 {"onednn", machine.onednn.empty() ? Json() : Json(machine.onednn)},
                 {"version", machine.version},
                 {"commit", made_of.empty() ? Json() : Json(made_of)},
                 {"date", today()},
                 {"best_gflops", best}}},
               {"rows", rows}});
  return kDone;
}

}  // namespace

std::vector<std::string> benchmark_cases() {
  std::vector<std::string> names;
  for (const Case& made : all_cases()) names.push_back(made.name);
  return names;
}

void add_bench(CLI::App& program, Call& call) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(program, call, "bench",
                  {text("percept.bench.usage"), "percept bench tiny\npercept bench lenet --json",
                   "\n" + text("percept.bench.more") + "\n"});
  command->add_option(text("percept.bench.filter_name"), options->filter, text("percept.bench.filter"));
  command->add_flag("--list", options->list, text("percept.bench.list"));
  command->add_flag("--steps", options->steps, text("percept.bench.steps"));
  command->add_flag("--avx2", options->avx2, text("percept.bench.avx2"));
  command->add_flag("--markdown", options->markdown, text("percept.bench.markdown"));
  command->callback(
      [&call, options] { call.action = [&call, options] { return bench_command(call, *options); }; });
}

}  // namespace percept::cli
