// What the connections of a server share.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <set>

#include "percept/studio/server.hpp"
#include "site.hpp"

namespace percept::studio {

namespace net = boost::asio;
using Socket = net::ip::tcp::socket;
using ErrorCode = boost::system::error_code;

class Guest;

/// What a socket has left when all has been said.
constexpr std::chrono::milliseconds kFarewell{1'000};

/// All on the server's thread, but for `io`, to which any thread may post.
struct Hall {
  const ServerOptions& options;
  net::io_context& io;
  const Site& site;
  const Converse& converse;
  std::set<Guest*> guests = {};
  std::size_t talks = 0;  // guests that converse
};

/// A connection, which its pending operations keep alive.
class Guest {
 public:
  explicit Guest(Hall& hall) : hall_(hall) { hall_.guests.insert(this); }
  virtual ~Guest() { hall_.guests.erase(this); }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  /// Ends it in good order, as soon as that is done.
  virtual void part() = 0;
  /// Ends it at once.
  virtual void hang_up() = 0;

 protected:
  Hall& hall_;
};

/// Serves HTTP on a socket until it ends, or becomes a conversation.
void serve(Socket socket, Hall& hall);
/// Says why not, and hangs up.
void turn_away(Socket socket, Hall& hall, const Refusal& refusal);
/// Goes on as a WebSocket, after the request for it.
void converse(Socket socket, Hall& hall, const Request& request, const SessionName& session);

}  // namespace percept::studio
