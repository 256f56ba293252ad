// percept studio: the local web studio, until Ctrl+C.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "commands.hpp"
#include "interrupt.hpp"
#include "percept/studio/labs.hpp"
#include "percept/studio/pages.hpp"

namespace percept::cli {
namespace {

constexpr std::chrono::milliseconds kGlance{50};  // how often Ctrl+C is looked for

// For the trainings that the pages begin: the very file that runs here, though it be replaced meanwhile.
constexpr const char* kThisProgram = "/proc/self/exe";

struct Words {
  std::string port, runs = "runs";
  bool no_browser = false;
};

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value && *value;
}

int port_of(const std::string& word) {
  if (word.empty()) return 0;
  int port = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), port);
  if (error != std::errc() || end != word.data() + word.size() || port < 1 || port > 65535)
    throw CallError(Problem("percept.call.number", {{"option", "--port"}, {"word", word}})
                        .with_hint("percept.studio.port.hint"));
  return port;
}

// Without a shell, silent, and in a session of its own: Ctrl+C here is not for the browser. Where there is
// none the address that was printed is enough.
class Browser {
 public:
  void open(const std::string& address) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    for (int stream : {0, 1, 2})
      ::posix_spawn_file_actions_addopen(&files, stream, "/dev/null", stream ? O_WRONLY : O_RDONLY, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    std::string program = "xdg-open", argument = address;
    char* words[] = {program.data(), argument.data(), nullptr};
    if (::posix_spawnp(&process_, program.c_str(), &files, &attributes, words, environ) != 0) process_ = -1;
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
  }
  /// Takes note of its end.
  void reap() {
    if (process_ > 0 && ::waitpid(process_, nullptr, WNOHANG) != 0) process_ = -1;
  }

 private:
  pid_t process_ = -1;
};

// ssh to this machine as the user has come here: "CLIENT PORT HOST PORT" is what sshd says of that.
std::string ssh_command(int port) {
  std::istringstream parts(std::getenv("SSH_CONNECTION"));
  std::string client, client_port, host = "HOST", host_port = "22";
  parts >> client >> client_port >> host >> host_port;
  std::string shown = std::to_string(port), command = "ssh -L " + shown + ":127.0.0.1:" + shown + " ";
  if (host_port != "22") command += "-p " + host_port + " ";
  return command + (is_set("USER") ? std::getenv("USER") + std::string("@") : "") + host;
}

int studio_command(const Call& call, const Words& words) {
  studio::ServerOptions options{.port = port_of(words.port)};
  Interrupt interrupt;
  auto server = studio::Server::open(options, studio::built_in_pages(), studio::make_routes(),
                                     studio::make_conversations({kThisProgram, words.runs}))
                    .value();
  server->start();
  call.say(text("percept.studio.open", {{"address", server->address()}}));
  bool far = is_set("SSH_CONNECTION");
  if (far) call.say(text("percept.studio.ssh", {{"command", ssh_command(server->port())}}));
  call.tell(text("percept.studio.end"));
  call.answer({{"address", server->address()}, {"port", server->port()}});
  Browser browser;
  if (!words.no_browser && !far && (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")))
    browser.open(server->address());
  while (!interrupt.asked()) {
    std::this_thread::sleep_for(kGlance);
    browser.reap();
  }
  server.reset();
  call.tell(text("percept.studio.stopped"));
  return kInterrupted;
}

}  // namespace

void add_studio(CLI::App& program, Call& call) {
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "studio", {text("percept.studio.usage"), "percept studio --port 8000"});
  command->add_option("--port", words->port, text("percept.studio.port"))->type_name("N");
  command->add_option("--runs", words->runs, text("percept.studio.runs"))->type_name("DIR");
  command->add_flag("--no-browser", words->no_browser, text("percept.studio.no_browser"));
  command->callback(
      [&call, words] { call.action = [&call, words] { return studio_command(call, *words); }; });
}

}  // namespace percept::cli
