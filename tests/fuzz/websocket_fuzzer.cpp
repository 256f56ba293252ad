// The studio's WebSocket: the bytes behind a handshake to messages. Taken is what a page ends in good order.
#include "fuzz/target.hpp"
#include "percept/base/utf8.hpp"
#include "studio/hear.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  studio::ServerOptions options;
  options.message_bytes = 1000;
  studio::Heard whole = studio::hear(text_of(bytes), options),
                single = studio::hear(text_of(bytes), options, 1);
  require(whole.messages == single.messages && whole.parted == single.parted,
          "it depends on the pieces that the bytes come in");
  for (const std::string& message : whole.messages) {
    require(message.size() <= options.message_bytes, "a message longer than it may be");
    require(is_utf8(message), "a message that is no UTF-8");
  }
  return whole.parted;
}

const Registration registration("websocket", parse);

}  // namespace
}  // namespace percept::fuzz
