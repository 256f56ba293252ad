// The studio's HTTP: the bytes of a connection to requests, and each of them to its answer.
#include <vector>

#include "fuzz/target.hpp"
#include "studio/request_reader.hpp"
#include "studio/site.hpp"

namespace percept::fuzz {
namespace {

using namespace percept::studio;

ServerOptions small() {
  ServerOptions options;
  options.header_bytes = 1000;
  options.body_bytes = 2000;
  return options;
}
const ServerOptions kOptions = small();

const Site& site() {
  static const Site site(7321,
                         {{"index.html", "text/html", "<!doctype html>", "packed"},
                          {"assets/index-B2f4x9Qa.js", "text/javascript", "1", {}}},
                         [](const HttpRequest& request) {
                           return HttpAnswer{.body = request.query + request.body, .file = request.query};
                         });
  return site;
}

struct Exchange {
  std::vector<std::string> answers;
  bool all_taken = false;
};

// One head, then a body of the length that it tells; before a conversation neither.
void require_whole(const Reply& reply) {
  if (!reply.session.name.empty()) return require(reply.head.empty(), "an answer before the handshake");
  std::string_view head = reply.head;
  bool one = head.starts_with("HTTP/1.1 ") && head.find("\r\n\r\n") + 4 == head.size();
  require(one, "the head is not one head");
  for (unsigned char c : head) require(c >= ' ' || c == '\r' || c == '\n', "a control in the head");
  std::size_t at = head.find("Content-Length: ");
  if (at == head.npos || reply.body().empty()) return;
  std::size_t told = std::stoul(std::string(head.substr(at + 16)));
  require(told == reply.body().size(), "another length than it tells");
}

// As a connection does it, the bytes coming in pieces.
Exchange exchange(std::string_view bytes, std::size_t piece) {
  Exchange exchange;
  RequestReader reader(kOptions);
  std::string in;
  for (;;) {
    in.erase(0, reader.take(in));
    if (reader.refusal()) return require_whole(Site::refuse(*reader.refusal())), exchange;
    if (reader.done()) {
      Reply reply = site().answer(reader.fetch());
      require_whole(reply);
      exchange.answers.push_back(reply.head + std::string(reply.body()) + reply.session.lab +
                                 reply.session.name);
      bool good = !reply.session.name.empty() || reply.head.substr(9, 1) < "4";
      if (good && reply.keep) continue;
      exchange.all_taken = good && in.empty() && bytes.empty();
      return exchange;
    }
    reader.wants_go_on();
    if (bytes.empty()) break;
    in += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    require(in.size() <= kOptions.header_bytes + piece, "what cannot be used piles up");
  }
  exchange.all_taken = in.empty() && !reader.begun() && !exchange.answers.empty();
  return exchange;
}

bool parse(Input bytes) {
  Exchange whole = exchange(text_of(bytes), 16 << 10), single = exchange(text_of(bytes), 1);
  require(whole.answers == single.answers, "it depends on the pieces that the bytes come in");
  return whole.all_taken && single.all_taken;
}

const Registration registration("http", parse);

}  // namespace
}  // namespace percept::fuzz
