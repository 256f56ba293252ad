// What a page has said, out of bytes: for tests and fuzzing, the way a live conversation hears it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "percept/studio/server.hpp"

namespace percept::studio {

struct Heard {
  std::vector<std::string> messages;
  bool parted = false;  // the page has closed in good order
  int closed = 0;       // the code that we close with, 0 where we do not
  std::string answer;   // the frames that we send back
};

/// The bytes behind a handshake, which come in pieces of at most so many.
Heard hear(std::string_view bytes, const ServerOptions& options, std::size_t piece = std::string_view::npos);

}  // namespace percept::studio
