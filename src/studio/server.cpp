#include "percept/studio/server.hpp"

#include <utility>  // Boost 1.74 forgets it

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "hall.hpp"

namespace percept::studio {
namespace {

constexpr int kFirstPort = 7321, kPortsTried = 100;
constexpr std::size_t kTurnedAway = 16;  // connections too many that are told so at once
// In the system's hands for one client. A picture there can be replaced no more, and of a slow client nothing
// is seen until a third of it is gone.
constexpr int kSendBuffer = 128 << 10;
constexpr std::chrono::milliseconds kRetry{100};    // where there are no descriptors left
constexpr std::chrono::milliseconds kParting{500};  // for pages to take their leave

// Listens on `port`, if that is free.
ErrorCode listen(net::ip::tcp::acceptor& acceptor, int port) {
  net::ip::tcp::endpoint here(net::ip::address_v4::loopback(), static_cast<unsigned short>(port));
  ErrorCode error;
  acceptor.open(here.protocol(), error);
  // A port that this program has just left may be used again at once.
  if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(here, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) {
    ErrorCode ignored;
    acceptor.close(ignored);
  }
  return error;
}

Problem cannot_listen(int port, const ErrorCode& error) {
  std::string shown = std::to_string(port);
  if (error == net::error::address_in_use)
    return Problem("studio.port.used", {{"port", shown}}).with_hint("studio.port.used.hint");
  return Problem("studio.port.refused", {{"port", shown}, {"reason", error.message()}})
      .with_hint("studio.port.used.hint");
}

}  // namespace

struct Server::State {
  State(const ServerOptions& options, Converse converse) : options(options), converse(std::move(converse)) {}

  void accept();
  void accepted(Socket socket);
  void run();

  const ServerOptions options;
  const Converse converse;
  std::unique_ptr<const Site> site;
  std::unique_ptr<Hall> hall;  // outlives what waits in `io`
  net::io_context io{1};
  net::ip::tcp::acceptor acceptor{io};
  net::steady_timer retry{io};
  std::thread thread;
};

void Server::State::accept() {
  acceptor.async_accept([this](ErrorCode error, Socket socket) {
    if (error == net::error::operation_aborted) return;
    if (!error) {
      accepted(std::move(socket));
      return accept();
    }
    retry.expires_after(kRetry);
    retry.async_wait([this](ErrorCode stopped) {
      if (!stopped) accept();
    });
  });
}

void Server::State::accepted(Socket socket) {
  std::size_t guests = hall->guests.size();
  if (guests >= options.connections + kTurnedAway) return;
  ErrorCode ignored;
  socket.set_option(net::ip::tcp::no_delay(true), ignored);
  socket.set_option(net::socket_base::send_buffer_size(kSendBuffer), ignored);
  if (guests < options.connections) return serve(std::move(socket), *hall);
  turn_away(std::move(socket), *hall,
            {503, Message("studio.http.crowded", {{"count", options.connections}})});
}

void Server::State::run() {
  accept();
  // What a connection throws, as where there is no memory, ends that connection: its operations are gone.
  auto serve_until = [](auto&& serving) {
    for (;;) try {
        return void(serving());
      } catch (const std::exception&) {
      }
  };
  serve_until([&] { io.run(); });
  auto everyone = [&](auto&& deed) {
    for (auto it = hall->guests.begin(); it != hall->guests.end();) deed(**it++);
  };
  ErrorCode ignored;
  acceptor.close(ignored);
  retry.cancel();
  everyone([](Guest& guest) { guest.part(); });
  io.restart();
  auto until = std::chrono::steady_clock::now() + kParting;
  serve_until([&] { io.run_until(until); });
  everyone([](Guest& guest) { guest.hang_up(); });
  io.restart();
  serve_until([&] { io.poll(); });
}

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options, const Pages& pages, Route route,
                                             Converse converse) {
  auto state = std::make_unique<State>(options, std::move(converse));
  int port = options.port ? options.port : kFirstPort;
  ErrorCode error = listen(state->acceptor, port);
  while (error == net::error::address_in_use && !options.port && port < kFirstPort + kPortsTried - 1)
    error = listen(state->acceptor, ++port);
  if (error) return cannot_listen(port, error);
  state->site = std::make_unique<Site>(port, std::move(pages), std::move(route));
  state->hall = std::make_unique<Hall>(Hall{state->options, state->io, *state->site, state->converse});
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  stop();
  if (state_->thread.joinable()) state_->thread.join();
}

int Server::port() const { return state_->acceptor.local_endpoint().port(); }

std::string Server::address() const { return "http://127.0.0.1:" + std::to_string(port()) + "/"; }

void Server::start() {
  state_->thread = std::thread([this] { state_->run(); });
}

void Server::run() { state_->run(); }

void Server::stop() { state_->io.stop(); }

}  // namespace percept::studio
