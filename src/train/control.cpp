#include "percept/train/control.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>

#include "control_command.hpp"
#include "control_news.hpp"
#include "line_server.hpp"
#include "unix_socket.hpp"

namespace percept::train {
namespace {

constexpr std::chrono::milliseconds kGlance{100};  // how often a paused training looks at `interrupt`

struct Request {
  std::uint64_t client;
  Command command;
};

}  // namespace

struct Control::State {
  std::filesystem::path path;
  struct stat socket {};  // the file at `path`, as it was made

  std::mutex mutex;  // guards `requests`, and the writing of `wanted`
  std::condition_variable asked;
  std::deque<Request> requests;
  /// Whether `serve` has anything to do: a request waits, or the training is not simply running.
  std::atomic<bool> wanted = false;

  // The training thread's own.
  bool paused = false, stopping = false;
  std::int64_t steps_left = 0;     // until the training pauses again
  std::optional<Request> stepper;  // who is told then

  ControlNews news;
  std::unique_ptr<LineServer> server;  // last made, first gone: it calls `receive` and `news`

  void receive(std::uint64_t client, const std::string& line);
  bool serve(Session& session, const std::atomic<bool>* interrupt);
  std::deque<Request> take();
  void apply(Session& session, Request& request);
  void steer(Session& session, Request& request);
  void end_steps(Session& session);
  void tell_state(Session& session, const Request& request);
  /// Does it; what it throws is told to who asked, and ends nothing.
  template <class Deed>
  void guard(const Request& request, Deed deed) {
    try {
      deed();
    } catch (const Error& error) {
      tell(request, error.problem());
    } catch (const std::exception& error) {
      tell(
          request,
          Problem("train.control.failed", {{"reason", error.what()}}).with_hint("train.control.failed.hint"));
    }
  }
  template <class... Parts>
  void tell(const Request& request, Parts... parts) {
    server->answer(request.client, [id = request.command.id, ... parts = std::move(parts)] {
      return answer_of(id, parts...);
    });
  }
};

// On the server's thread. What is wrong with a line by itself is answered here: the training never sees it.
void Control::State::receive(std::uint64_t client, const std::string& line) {
  std::string id;
  Result<Command> command = parse_command(line, id);
  if (!command)
    return server->answer(client, [id, problem = command.problem()] { return answer_of(id, problem); });
  if (command->kind == Command::Kind::watch) {
    if (!server->is_heard()) news.clear();
    server->tell_news_to(client);
  }
  std::lock_guard lock(mutex);
  requests.push_back({client, *std::move(command)});
  wanted.store(true, std::memory_order_release);
  asked.notify_one();
}

bool Control::State::serve(Session& session, const std::atomic<bool>* interrupt) {
  if (steps_left > 0 && --steps_left == 0) {
    paused = true;
    end_steps(session);
  }
  do {
    for (Request& request : take()) guard(request, [&] { apply(session, request); });
  } while (paused && !stopping && !(interrupt && *interrupt));
  std::lock_guard lock(mutex);
  wanted.store(paused || stopping || steps_left > 0 || !requests.empty(), std::memory_order_release);
  return !stopping;
}

// The requests that are there; while the training is paused, after waiting a moment for one.
std::deque<Request> Control::State::take() {
  std::unique_lock lock(mutex);
  if (paused) asked.wait_for(lock, kGlance, [this] { return !requests.empty(); });
  return std::exchange(requests, {});
}

void Control::State::apply(Session& session, Request& request) {
  const Command& command = request.command;
  auto tell_result = [&](auto&& result, auto&& say) {
    if (result)
      say();
    else
      tell(request, std::move(result).problem());
  };
  switch (command.kind) {
    case Command::Kind::set:
      return tell_result(session.change(command.changes), [&] { tell_state(session, request); });
    case Command::Kind::note:
      return tell_result(session.note(command.text), [&] { tell_state(session, request); });
    case Command::Kind::snapshot: {
      Result<std::filesystem::path> file = session.snapshot();
      return tell_result(std::move(file), [&] { tell(request, *file); });
    }
    case Command::Kind::parameters: return tell(request, session.parameters());
    case Command::Kind::parameter: {
      Result<Tensor> tensor = session.parameter(command.path);
      return tell_result(std::move(tensor), [&] { tell(request, command.path, *tensor); });
    }
    case Command::Kind::weights: {
      std::size_t bytes = 0;
      for (const ParameterInfo& each : session.parameters())
        bytes += std::size_t(each.shape.elements()) * size_of(each.dtype);
      if (std::optional<Problem> problem = too_large(bytes, "weights")) return tell(request, *problem);
      return tell(request, session.state().step, session.weights());
    }
    case Command::Kind::activation: {
      Result<Tensor> tensor = session.activation(command.path, command.example);
      return tell_result(std::move(tensor), [&] { tell(request, command.path, *tensor); });
    }
    case Command::Kind::histogram: {
      Result<Tensor> tensor = session.parameter(command.path);
      return tell_result(std::move(tensor), [&] {
        server->answer(request.client, [id = command.id, path = command.path, tensor = *tensor] {
          return answer_of(id, path, io::histogram_of(tensor));
        });
      });
    }
    default: steer(session, request);
  }
}

void Control::State::steer(Session& session, Request& request) {
  Command::Kind kind = request.command.kind;
  if (kind == Command::Kind::step) {
    if (stepper)
      return tell(request, Problem("train.control.stepping").with_hint("train.control.stepping.hint"));
    steps_left = request.command.count;
    paused = false;
    stepper = std::move(request);  // answered when the steps are done
    return;
  }
  if (kind != Command::Kind::status && kind != Command::Kind::watch) {
    paused = kind == Command::Kind::pause;
    stopping |= kind == Command::Kind::stop;
    end_steps(session);
  }
  tell_state(session, request);
}

// The steps that somebody asked for are done, or somebody else wants something else.
void Control::State::end_steps(Session& session) {
  steps_left = 0;
  std::optional<Request> waiting = std::exchange(stepper, std::nullopt);
  if (waiting) guard(*waiting, [&] { tell_state(session, *waiting); });
}

void Control::State::tell_state(Session& session, const Request& request) {
  tell(request, session.state(), paused);
}

Control::Control(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Control>> Control::listen(const std::filesystem::path& folder,
                                                 ControlOptions options) {
  auto state = std::make_unique<State>();
  state->path = folder / "control.sock";
  Result<io::Descriptor> listener = listen_at(state->path);
  if (!listener) return std::move(listener).problem();
  if (::lstat(state->path.c_str(), &state->socket) != 0) return io::os_problem(errno, state->path, true);
  LineServerOptions serving{.patience = options.patience, .news_time = options.news_time};
  serving.too_long = answer_of({}, Problem("train.control.too_long", {{"most", serving.longest_line}})
                                       .with_hint("train.control.json.hint"));
  serving.too_many = answer_of({}, Problem("train.control.too_many", {{"most", serving.most_clients}})
                                       .with_hint("train.control.too_many.hint"));
  try {
    State& self = *state;
    auto receive = [&self](std::uint64_t client, const std::string& line) { self.receive(client, line); };
    serving.news = [&self] { return self.news.take(); };
    state->server = std::make_unique<LineServer>(*std::move(listener), serving, receive);
    state->server->start();
  } catch (const std::system_error& error) {
    ::unlink(state->path.c_str());
    return io::os_problem(error.code().value(), state->path, true);
  }
  return std::unique_ptr<Control>(new Control(std::move(state)));
}

Control::~Control() {
  std::deque<Request> left;
  {
    std::lock_guard lock(state_->mutex);
    left.swap(state_->requests);
  }
  if (state_->stepper) left.push_back(*std::move(state_->stepper));
  for (const Request& request : left)
    state_->tell(request, Problem("train.control.ended").with_hint("train.control.ended.hint"));
  struct stat now;
  bool ours = ::lstat(state_->path.c_str(), &now) == 0 && now.st_dev == state_->socket.st_dev &&
              now.st_ino == state_->socket.st_ino;
  if (ours) ::unlink(state_->path.c_str());
}

bool Control::serve(Session& session, const std::atomic<bool>* interrupt) {
  if (!state_->wanted.load(std::memory_order_acquire)) return true;
  return state_->serve(session, interrupt);
}

void Control::publish(const Event& event) {
  if (state_->server->is_heard()) state_->news.add(event);
}

}  // namespace percept::train
