#include "line_server.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace percept::train {
namespace {

constexpr std::size_t kPiece = 1 << 16;
constexpr std::chrono::milliseconds kRetry{100};  // where there are no descriptors left

}  // namespace

LineServer::LineServer(io::Descriptor listener, LineServerOptions options, Receive receive)
    : options_(std::move(options)), receive_(std::move(receive)), listener_(std::move(listener)),
      wakeup_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wakeup_.ok()) throw std::system_error(errno, std::generic_category());
}

void LineServer::start() {
  thread_ = std::thread([this] { run(); });
}

LineServer::~LineServer() {
  stopping_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
}

void LineServer::answer(std::uint64_t client, Answer text) {
  {
    std::lock_guard lock(mutex_);
    answers_.emplace_back(client, std::move(text));
  }
  wake();
}

void LineServer::wake() {
  std::uint64_t one = 1;
  (void)!::write(wakeup_, &one, sizeof one);  // full is awake
}

void LineServer::run() {
  while (!stopping_) {
    wait();
    accept_clients();
    take_answers();
    tell_news();
    for (auto& client : clients_) send(*client);
    // Last, so that nobody who has said a whole line sleeps through the next wait.
    for (auto& client : clients_) read(*client);
    for (auto& client : clients_) hand_over(*client);
    if (std::erase_if(clients_, [this](auto& client) { return is_over(*client); }) > 0) refusing_ = false;
    heard_ = std::any_of(clients_.begin(), clients_.end(), [](auto& client) { return client->hears_news; });
  }
  take_answers();
  if (heard_) told_news_ = {}, tell_news();
  for (auto& client : clients_) send(*client);
  clients_.clear();
}

// Sleeps until there is something to do. Of a client whose line waits for its answer nothing is asked, not
// even whether it is still there.
void LineServer::wait() {
  std::vector<pollfd> polled = {{wakeup_, POLLIN, 0}, {refusing_ ? -1 : int(listener_), POLLIN, 0}};
  int timeout = refusing_ ? int(kRetry.count()) : -1;
  for (auto& client : clients_) {
    bool hears = !client->waiting && !client->sending() && !client->ended;
    short events = short((hears ? POLLIN : 0) | (client->sending() ? POLLOUT : 0));
    polled.push_back({events ? int(client->socket) : -1, events, 0});
    if (!client->sending()) continue;
    auto left = client->progress + options_.patience - Clock::now();
    int milliseconds =
        int(std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count()));
    timeout = timeout < 0 ? milliseconds : std::min(timeout, milliseconds);
  }
  if (heard_) {
    int news = int(std::max<std::int64_t>(0, left_until_news().count()));
    timeout = timeout < 0 ? news : std::min(timeout, news);
  }
  ::poll(polled.data(), polled.size(), timeout);
  std::uint64_t count;
  (void)!::read(wakeup_, &count, sizeof count);
}

void LineServer::accept_clients() {
  for (;;) {
    io::Descriptor socket(::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.ok()) {
      refusing_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
      return;
    }
    auto client = std::make_unique<Client>();
    client->number = next_++;
    client->socket = std::move(socket);
    if (clients_.size() < options_.most_clients) {
      clients_.push_back(std::move(client));
    } else {
      say(*client, options_.too_many);
      send(*client);
    }
  }
}

void LineServer::read(Client& client) {
  while (!client.waiting && !client.sending() && !client.ended &&
         client.in.find('\n', client.searched) == client.in.npos) {
    client.searched = client.in.size();
    if (client.in.size() > options_.longest_line) return;
    char piece[kPiece];
    ssize_t got = ::recv(client.socket, piece, sizeof piece, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (got <= 0) client.ended = true;
    if (got < 0) client.lost = true;
    if (got > 0) client.in.append(piece, std::size_t(got));
  }
}

void LineServer::hand_over(Client& client) {
  while (!client.waiting && !client.sending()) {
    std::size_t end = client.in.find('\n', client.searched);
    if (std::min(end, client.in.size()) > options_.longest_line) {
      // Where its next line would begin is not known.
      client.in.clear();
      client.searched = 0;
      client.ended = true;
      return say(client, options_.too_long);
    }
    if (end == client.in.npos) return;
    std::string line = client.in.substr(0, end);
    client.in.erase(0, end + 1);
    client.searched = 0;
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    client.waiting = true;
    receive_(client.number, line);
  }
}

void LineServer::take_answers() {
  std::vector<std::pair<std::uint64_t, Answer>> answers;
  {
    std::lock_guard lock(mutex_);
    answers.swap(answers_);
  }
  for (auto& [number, text] : answers)
    for (auto& client : clients_) {
      if (client->number != number) continue;
      client->waiting = false;
      try {
        say(*client, text());
      } catch (const std::exception&) {  // no memory for it
        client->lost = true;
      }
    }
}

void LineServer::tell_news_to(std::uint64_t number) {
  for (auto& client : clients_)
    if (client->number == number) client->hears_news = true;
  heard_ = true;
}

std::chrono::milliseconds LineServer::left_until_news() const {
  return std::chrono::ceil<std::chrono::milliseconds>(told_news_ + options_.news_time - Clock::now());
}

void LineServer::tell_news() {
  if (!heard_ || left_until_news().count() > 0) return;
  told_news_ = Clock::now();
  std::string line = options_.news();
  if (line.empty()) return;
  for (auto& client : clients_)
    if (client->hears_news && !client->sending()) say(*client, line);
}

void LineServer::say(Client& client, const std::string& line) {
  if (!client.sending()) client.progress = Clock::now();
  client.out = client.out.substr(client.sent) + line + "\n";
  client.sent = 0;
}

void LineServer::send(Client& client) {
  while (client.sending() && !client.lost) {
    ssize_t sent =
        ::send(client.socket, client.out.data() + client.sent, client.out.size() - client.sent, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      client.lost = Clock::now() - client.progress >= options_.patience;
      return;
    }
    if (sent < 0) client.lost = true;
    if (sent <= 0) return;
    client.sent += std::size_t(sent);
    client.progress = Clock::now();
  }
  if (!client.sending()) {
    client.out = {};  // its memory too
    client.sent = 0;
  }
}

// A client that says no more gets the answers to what it has said.
bool LineServer::is_over(const Client& client) const {
  return client.lost ||
         (client.ended && !client.waiting && !client.sending() && client.in.find('\n') == client.in.npos);
}

}  // namespace percept::train
