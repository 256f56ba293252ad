#include "request_reader.hpp"

#include <utility>  // Boost 1.74 forgets it

#include <boost/beast/http.hpp>

namespace percept::studio {

namespace http = boost::beast::http;

namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n", kLastChunk = "0\r\n\r\n";

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

Refusal refusal_of(const boost::system::error_code& error, std::size_t header_bytes, std::size_t body_bytes) {
  if (error == http::error::header_limit)
    return {431, Message("studio.http.header", {{"limit", header_bytes}})};
  if (error == http::error::body_limit) return {413, Message("studio.http.body", {{"limit", body_bytes}})};
  if (error == http::error::bad_version) return {505, Message("studio.http.version")};
  return {400, Message("studio.http.malformed")};
}

}  // namespace

struct RequestReader::Parser : http::request_parser<http::string_body> {};

RequestReader::RequestReader(const ServerOptions& options)
    : header_bytes_(options.header_bytes), body_bytes_(options.body_bytes) {
  fetch();
}

RequestReader::~RequestReader() = default;

// The parser sees a head as a whole, and then never more than `header_bytes` at once. So no line is longer,
// also between chunks, where the parser knows no bound of its own; and how the bytes arrive makes no
// difference.
std::size_t RequestReader::take(std::string_view bytes) {
  std::size_t taken = 0;
  while (!refusal_ && !done() && taken < bytes.size()) {
    std::string_view seen = bytes.substr(taken, header_bytes_);
    if (!parser_->is_header_done()) {
      seen = seen.substr(0, head_of(seen));
      if (seen.empty()) break;
    }
    // As many bytes as the last chunk has are still to come in any case; Beast asserts that it sees so many.
    if (parser_->is_header_done() && parser_->chunked() && seen.size() < kLastChunk.size()) break;
    boost::system::error_code error;
    std::size_t used = parser_->put(boost::asio::buffer(seen.data(), seen.size()), error);
    taken += used;
    if (error && error != http::error::need_more)
      refusal_ = refusal_of(error, header_bytes_, body_bytes_);
    else if (!parser_->is_header_done())  // it hopes for more behind what is whole
      refusal_ = refusal_of(http::error::bad_target, header_bytes_, body_bytes_);
    else if (used == 0 && seen.size() == header_bytes_)
      refusal_ = refusal_of(http::error::header_limit, header_bytes_, body_bytes_);
    else if (used == 0)
      break;
  }
  return taken;
}

// The length of the head in front of `bytes`; 0 where it is not whole, or too long, or no head of HTTP.
std::size_t RequestReader::head_of(std::string_view bytes) {
  std::size_t end = bytes.find(kEndOfHead, searched_);
  if (bytes[0] < 'A' || bytes[0] > 'Z')
    refusal_ = refusal_of(http::error::bad_method, header_bytes_, body_bytes_);
  else if (end == bytes.npos && bytes.size() == header_bytes_)
    refusal_ = refusal_of(http::error::header_limit, header_bytes_, body_bytes_);
  if (refusal_) return 0;
  if (end != bytes.npos) return searched_ = 0, end + kEndOfHead.size();
  searched_ = bytes.size() - std::min(bytes.size(), kEndOfHead.size() - 1);
  return 0;
}

bool RequestReader::begun() const { return parser_->got_some(); }

bool RequestReader::done() const { return parser_->is_done(); }

bool RequestReader::wants_go_on() {
  if (went_on_ || refusal_ || done() || !parser_->is_header_done()) return false;
  went_on_ = true;
  return same_word(text_of(parser_->get()[http::field::expect]), "100-continue");
}

Request RequestReader::fetch() {
  Request request;
  if (parser_) {
    request.keep = parser_->keep_alive();
    auto message = parser_->release();
    request.method = text_of(message.method_string());
    request.target = text_of(message.target());
    request.version = int(message.version());
    for (const auto& field : message)
      request.fields.emplace_back(text_of(field.name_string()), text_of(field.value()));
    request.body = std::move(message.body());
  }
  parser_ = std::make_unique<Parser>();
  parser_->eager(true);
  parser_->header_limit(std::uint32_t(header_bytes_ + 1));
  parser_->body_limit(body_bytes_);
  went_on_ = false;
  return request;
}

}  // namespace percept::studio
