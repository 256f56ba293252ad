// Requests to answers, without a socket.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "percept/studio/server.hpp"
#include "request.hpp"

namespace percept::studio {

/// What goes back. Or, where `session` has a name, nothing: the connection becomes a WebSocket.
struct Reply {
  std::string head;       // with the empty line behind it
  std::string own;        // the body, or
  std::string_view page;  // that of a page
  bool keep = false;      // the connection stays open
  SessionName session;

  std::string_view body() const { return own.empty() ? page : std::string_view(own); }
};

class Site {
 public:
  Site(int port, const Pages& pages, Route route);
  Reply answer(const Request& request) const;
  /// A sentence instead of an answer; the connection is over.
  static Reply refuse(const Refusal& refusal, Language language = percept::language());

 private:
  struct Tagged {
    Page page;
    std::string tag;
  };
  Reply answer_page(const Request& request, const Tagged& page) const;
  Reply answer_route(const Request& request) const;

  const int port_;
  const Route route_;
  std::map<std::string, Tagged, std::less<>> pages_;  // by path, with the / in front
};

}  // namespace percept::studio
