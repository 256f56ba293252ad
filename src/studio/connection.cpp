// HTTP on one socket: a request is read, answered, and only then the next one read. Each phase has its time.
#include <utility>  // Boost 1.74 forgets it

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "hall.hpp"
#include "request_reader.hpp"

namespace percept::studio {
namespace {

constexpr std::size_t kPiece = 16 << 10;
constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
// After a refusal what the client goes on sending is read for a moment: closed at once, it would never see
// it.
constexpr std::chrono::milliseconds kFarewell{1'000};

class Connection : public Guest, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, Hall& hall)
      : Guest(hall), socket_(std::move(socket)), timer_(hall.io), reader_(hall.options) {}

  void begin() {
    wait_for_request();
    watch();
  }
  void refuse(const Refusal& refusal) {
    answer(Site::refuse(refusal));
    watch();
  }
  void part() override {
    if (phase_ != Phase::writing) hang_up();
  }
  void hang_up() override {
    phase_ = Phase::over;
    ErrorCode ignored;
    socket_.close(ignored);
    timer_.cancel();
  }

 private:
  enum class Phase { idle, reading, writing, leaving, over };

  void enter(Phase phase, ServerOptions::Time time) {
    phase_ = phase;
    timer_.expires_after(time);
  }

  // One wait for the timer is always pending: set anew it ends the old one early, which then waits again.
  void watch() {
    timer_.async_wait([self = shared_from_this()](ErrorCode) {
      if (self->phase_ == Phase::over) return;
      if (self->timer_.expiry() <= net::steady_timer::clock_type::now()) self->time_is_up();
      if (self->phase_ != Phase::over) self->watch();
    });
  }

  void time_is_up() {
    if (phase_ != Phase::reading) return hang_up();
    ErrorCode ignored;
    socket_.cancel(ignored);  // the read, whose end then finds another phase
    answer(Site::refuse({408, Message("studio.http.slow")}));
  }

  void wait_for_request() {
    enter(Phase::idle, hall_.options.idle_time);
    if (!in_.empty()) begin_request();
    go_on();
  }

  void begin_request() { enter(Phase::reading, hall_.options.request_time); }

  // Makes what it can of the bytes that are there.
  void go_on() {
    in_.erase(0, reader_.take(in_));
    if (reader_.refusal()) return answer(Site::refuse(*reader_.refusal()));
    if (reader_.done()) return answer(reader_.fetch());
    if (reader_.wants_go_on()) return invite();
    socket_.async_read_some(net::buffer(piece_), [self = shared_from_this()](ErrorCode error, std::size_t n) {
      self->read(error, n);
    });
  }

  void read(ErrorCode error, std::size_t count) {
    if (phase_ != Phase::idle && phase_ != Phase::reading) return;
    if (error) return hang_up();
    if (phase_ == Phase::idle) begin_request();
    in_.append(piece_.data(), count);
    go_on();
  }

  void invite() {
    net::async_write(socket_, net::buffer(kGoOn), [self = shared_from_this()](ErrorCode error, std::size_t) {
      if (self->phase_ != Phase::reading) return;
      if (error) return self->hang_up();
      self->go_on();
    });
  }

  void answer(const Request& request) {
    Reply reply = hall_.site.answer(request);
    if (reply.session.name.empty()) return answer(std::move(reply));
    // Who speaks before the handshake is answered is no WebSocket.
    if (!in_.empty()) return answer(Site::refuse({400, Message("studio.http.malformed")}));
    phase_ = Phase::over;
    timer_.cancel();
    converse(std::move(socket_), hall_, request, reply.session);
  }

  void answer(Reply reply) {
    reply_ = std::move(reply);
    enter(Phase::writing, hall_.options.patience);
    std::array<net::const_buffer, 2> buffers = {net::buffer(reply_.head), net::buffer(reply_.body())};
    auto progress = [self = shared_from_this()](ErrorCode error, std::size_t) -> std::size_t {
      if (error || self->phase_ != Phase::writing) return 0;
      self->timer_.expires_after(self->hall_.options.patience);
      return 4 * kPiece;
    };
    net::async_write(socket_, buffers, progress,
                     [self = shared_from_this()](ErrorCode error, std::size_t) { self->written(error); });
  }

  void written(ErrorCode error) {
    if (phase_ != Phase::writing) return;
    if (error) return hang_up();
    bool keep = reply_.keep;
    reply_ = {};
    if (keep) return wait_for_request();
    // What a refused client goes on sending is read for a moment: closed at once, it would never see why.
    enter(Phase::leaving, kFarewell);
    socket_.shutdown(Socket::shutdown_send, error);
    leave();
  }

  void leave() {
    socket_.async_read_some(net::buffer(piece_), [self = shared_from_this()](ErrorCode error, std::size_t) {
      if (self->phase_ != Phase::leaving) return;
      if (error) return self->hang_up();
      self->leave();
    });
  }

  Socket socket_;
  net::steady_timer timer_;
  RequestReader reader_;
  Phase phase_ = Phase::idle;
  std::array<char, kPiece> piece_;
  std::string in_;  // read, and of no use yet
  Reply reply_;     // being written
};

}  // namespace

void serve(Socket socket, Hall& hall) { std::make_shared<Connection>(std::move(socket), hall)->begin(); }

void turn_away(Socket socket, Hall& hall, const Refusal& refusal) {
  std::make_shared<Connection>(std::move(socket), hall)->refuse(refusal);
}

}  // namespace percept::studio
