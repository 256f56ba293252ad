// The studio's WebSocket: the bytes behind a handshake to messages. Taken is what a page ends in good order.
#include "fuzz/target.hpp"
#include "percept/base/utf8.hpp"
#include "studio/hear.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  studio::ServerOptions options;
  options.message_bytes = 1000;
  bool parted = false;
  for (bool hears_bytes : {true, false}) {
    studio::Heard whole = studio::hear(text_of(bytes), options, std::string_view::npos, hears_bytes),
                  single = studio::hear(text_of(bytes), options, 1, hears_bytes);
    require(whole.messages == single.messages && whole.parted == single.parted,
            "it depends on the pieces that the bytes come in");
    for (const studio::HeardMessage& message : whole.messages) {
      require(message.bytes.size() <= options.message_bytes, "a message longer than it may be");
      require(message.text || hears_bytes, "a binary message where none is heard");
      require(!message.text || is_utf8(message.bytes), "a text that is no UTF-8");
    }
    parted = whole.parted;
  }
  return parted;
}

const Registration registration("websocket", parse);

}  // namespace
}  // namespace percept::fuzz
