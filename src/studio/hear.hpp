// What a page has said, out of bytes: for tests and fuzzing, the way a live conversation hears it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "percept/studio/server.hpp"

namespace percept::studio {

struct HeardMessage {
  std::string bytes;
  bool text;  // else binary
  bool operator==(const HeardMessage&) const = default;
};

struct Heard {
  std::vector<HeardMessage> messages;
  bool parted = false;  // the page has closed in good order
  int closed = 0;       // the code that we close with, 0 where we do not
  std::string answer;   // the frames that we send back
};

/// The bytes behind a handshake, which come in pieces of at most so many, to a conversation that hears binary
/// messages or does not.
Heard hear(std::string_view bytes, const ServerOptions& options, std::size_t piece = std::string_view::npos,
           bool hears_bytes = false);

}  // namespace percept::studio
