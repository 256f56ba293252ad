// What a page has said, out of bytes: for tests and fuzzing, the way a live conversation hears it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "percept/studio/server.hpp"

namespace percept::studio {

struct Heard {
  std::vector<std::string> messages;
  int closed = 0;  // the code that we close with; 1000 where the page has closed in good order, 0: it did not
  std::string answer;  // the frames that we send back
};

/// The bytes behind a handshake.
Heard hear(std::string_view bytes, const ServerOptions& options);

}  // namespace percept::studio
