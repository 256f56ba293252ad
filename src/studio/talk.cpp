// A WebSocket: one conversation with one page.
#include <utility>  // Boost 1.74 forgets it

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include "gate.hpp"
#include "hall.hpp"
#include "hear.hpp"
#include "percept/base/utf8.hpp"
#include "queue.hpp"

namespace percept::studio {
namespace {

namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using Code = websocket::close_code;

constexpr std::size_t kKept = 4 << 20;  // bytes of the read buffer that stay for the next message, a frame
constexpr auto kNever = net::steady_timer::time_point::max();
constexpr std::size_t kLongestReason = 123;  // by RFC 6455

/// How a conversation is held, on any kind of stream.
template <class Stream>
void set_up(websocket::stream<Stream>& stream, const ServerOptions& options) {
  stream.read_message_max(options.message_bytes);
  stream.auto_fragment(false);
}

std::string_view view(const boost::beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

/// Why a message is not heard; Code::none where it is. Beast 1.74 takes a text whose last letter is cut off
/// where its last frame is empty.
template <class Stream>
Code fault_of(const websocket::stream<Stream>& stream, const boost::beast::flat_buffer& message,
              bool hears_bytes) {
  if (!stream.got_text()) return hears_bytes ? Code::none : Code::unknown_data;
  return is_utf8(view(message)) ? Code::none : Code::bad_payload;
}

websocket::close_reason goodbye(Code code, const Message& why, Language language) {
  std::string words = render(why, language);
  if (words.size() > kLongestReason) {
    words.resize(kLongestReason);
    while (!words.empty() && (static_cast<unsigned char>(words.back()) & 0x80)) words.pop_back();
  }
  return {code, words};
}

class Talk : public Guest, public std::enable_shared_from_this<Talk> {
 public:
  Talk(Socket socket, Hall& hall, const Request& request, SessionName session)
      : Guest(hall), stream_(std::move(socket)), timer_(hall.io, kNever), session_(std::move(session)),
        language_(language_of(request)) {
    ++hall_.talks;
    asked_.method(http::verb::get);
    asked_.target(request.target);
    asked_.version(unsigned(request.version));
    for (const auto& [name, value] : request.fields) asked_.insert(name, value);
  }
  ~Talk() override {
    end_conversation();
    --hall_.talks;
  }

  void begin() {
    set_up(stream_, hall_.options);
    stream_.set_option(websocket::stream_base::timeout{.handshake_timeout = hall_.options.request_time,
                                                       .idle_timeout = 2 * hall_.options.ping_time,
                                                       .keep_alive_pings = true});
    stream_.async_accept(asked_, [self = shared_from_this()](ErrorCode error) {
      if (error || self->over_) return self->hang_up();
      self->open();
    });
  }

  void part() override {
    if (queue_)
      close(Code::going_away, Message("studio.close.stopped"));
    else
      hang_up();
  }

  void hang_up() override {
    end_conversation();
    over_ = true;
    ErrorCode ignored;
    stream_.next_layer().close(ignored);
    timer_.cancel();
  }

 private:
  // Once the page has taken its leave nothing is said any more; its socket has a moment to end.
  void take_leave() {
    closing_ = true;
    end_conversation();
    timer_.expires_after(kFarewell);
  }

  void open() {
    // The queue may be filled when the server is gone: it is closed before.
    queue_ = std::make_shared<Queue>(hall_.options.queue_bytes, [&io = hall_.io, weak = weak_from_this()] {
      net::post(io, [weak] {
        if (std::shared_ptr<Talk> self = weak.lock()) self->awoken();
      });
    });
    stream_.control_callback([this](websocket::frame_type kind, boost::beast::string_view) {
      if (kind == websocket::frame_type::close) take_leave();
    });
    watch();
    read();
    if (hall_.talks > hall_.options.pages)
      return close(Code::try_again_later, Message("studio.close.pages", {{"count", hall_.options.pages}}));
    try {
      conversation_ = hall_.converse(session_, queue_);
    } catch (const std::exception& error) {
      return fail(error);
    }
    if (!conversation_) close(Code::try_again_later, Message("studio.close.sessions"));
  }

  void fail(const std::exception& error) {
    close(Code::internal_error, Message("studio.http.defect", {{"what", error.what()}}));
  }

  void read() {
    stream_.async_read(heard_, [self = shared_from_this()](ErrorCode error, std::size_t) {
      if (error) return self->hang_up();
      self->hear();
    });
  }

  void hear() {
    if (!closing_) {
      bool hears_bytes = conversation_ && conversation_->hears_bytes();
      if (Code fault = fault_of(stream_, heard_, hears_bytes); fault != Code::none) {
        close(fault, Message("studio.close.text"));
      } else if (conversation_) {
        try {
          if (stream_.got_text())
            conversation_->receive(view(heard_));
          else
            conversation_->receive_bytes(view(heard_));
        } catch (const std::exception& error) {
          fail(error);
        }
      }
    }
    heard_.consume(heard_.size());
    if (heard_.capacity() > kKept) heard_.shrink_to_fit();
    if (!over_) read();
  }

  void awoken() {
    if (over_) return;
    if (queue_->overflowed()) return hang_up();
    if (closing_ || writing_) return;
    std::optional<Queue::Item> next = queue_->take();
    if (!next) return;
    sent_ = *std::move(next);
    writing_ = true;
    timer_.expires_after(hall_.options.patience);
    stream_.text(sent_.text);
    stream_.async_write(net::buffer(sent_.bytes), [self = shared_from_this()](ErrorCode error, std::size_t) {
      self->writing_ = false;
      self->sent_ = {};
      if (error) return self->hang_up();
      if (self->closing_) return;  // which has a time of its own
      self->timer_.expires_at(kNever);
      self->awoken();
    });
  }

  // As in a connection: one wait is always pending. It ends what is not sent in time.
  void watch() {
    timer_.async_wait([self = shared_from_this()](ErrorCode) {
      if (self->over_) return;
      if (self->timer_.expiry() <= net::steady_timer::clock_type::now()) return self->hang_up();
      self->watch();
    });
  }

  void close(Code code, const Message& why) {
    if (std::exchange(closing_, true)) return;
    timer_.expires_after(hall_.options.patience);
    stream_.async_close(goodbye(code, why, language_),
                        [self = shared_from_this()](ErrorCode) { self->hang_up(); });
  }

  void end_conversation() {
    if (queue_) queue_->close();
    conversation_.reset();
  }

  websocket::stream<Socket> stream_;
  net::steady_timer timer_;
  const SessionName session_;
  const Language language_;
  http::request<http::empty_body> asked_;
  boost::beast::flat_buffer heard_;
  std::shared_ptr<Queue> queue_;
  std::unique_ptr<Conversation> conversation_;
  Queue::Item sent_;  // being written
  bool writing_ = false, closing_ = false, over_ = false;
};

}  // namespace

namespace {

/// Bytes in memory in place of a socket.
struct Memory {
  using executor_type = net::io_context::executor_type;
  Memory(executor_type executor, std::string_view in, std::size_t piece)
      : executor(std::move(executor)), in(in), piece(piece) {}
  executor_type get_executor() const { return executor; }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, ErrorCode& error) {
    std::size_t count = net::buffer_copy(buffers, net::buffer(in.data(), std::min(in.size(), piece)));
    error = count == 0 ? ErrorCode(net::error::eof) : ErrorCode();
    in.remove_prefix(count);
    return count;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    ErrorCode error;
    return read_some(buffers, error);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, ErrorCode& error) {
    error = {};
    for (auto it = net::buffer_sequence_begin(buffers); it != net::buffer_sequence_end(buffers); ++it)
      out.append(static_cast<const char*>(net::const_buffer(*it).data()), net::const_buffer(*it).size());
    return net::buffer_size(buffers);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    ErrorCode error;
    return write_some(buffers, error);
  }

  executor_type executor;
  std::string_view in;
  std::size_t piece;
  std::string out;
};

[[maybe_unused]] void teardown(boost::beast::role_type, Memory&, ErrorCode& error) { error = {}; }

// The code of the last close frame among those that a server sends in answer, which are all short and bare.
int close_code_in(std::string_view frames) {
  int code = 0;
  while (frames.size() >= 2) {
    bool closes = (frames[0] & 0x0f) == 8;
    std::size_t length = static_cast<unsigned char>(frames[1]) & 0x7f;
    if (closes && length == 0) code = int(Code::normal);
    if (closes && length >= 2 && frames.size() >= 4)
      code = static_cast<unsigned char>(frames[2]) << 8 | static_cast<unsigned char>(frames[3]);
    frames.remove_prefix(std::min(frames.size(), length + 2));
  }
  return code;
}

}  // namespace

Heard hear(std::string_view bytes, const ServerOptions& options, std::size_t piece, bool hears_bytes) {
  net::io_context io;
  websocket::stream<Memory> stream(io.get_executor(), bytes, piece);
  http::request<http::empty_body> asked(http::verb::get, "/ws", 11);
  asked.set(http::field::host, "localhost");
  asked.set(http::field::upgrade, "websocket");
  asked.set(http::field::connection, "upgrade");
  asked.set(http::field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ==");
  asked.set(http::field::sec_websocket_version, "13");
  set_up(stream, options);
  ErrorCode error;
  stream.accept(asked, error);
  stream.next_layer().out.clear();
  Heard heard;
  boost::beast::flat_buffer buffer;
  while (stream.read(buffer, error), !error) {
    if (Code fault = fault_of(stream, buffer, hears_bytes); fault != Code::none) {
      stream.close(goodbye(fault, Message("studio.close.text"), language()), error);
      error = {};
      break;
    }
    heard.messages.push_back({std::string(view(buffer)), stream.got_text()});
    buffer.consume(buffer.size());
  }
  heard.parted = error == websocket::error::closed;
  heard.answer = std::move(stream.next_layer().out);
  heard.closed = close_code_in(heard.answer);
  return heard;
}

void converse(Socket socket, Hall& hall, const Request& request, const SessionName& session) {
  std::make_shared<Talk>(std::move(socket), hall, request, session)->begin();
}

}  // namespace percept::studio
