#include "request_reader.hpp"

#include <utility>  // Boost 1.74 forgets it

#include <boost/beast/http.hpp>

namespace percept::studio {

namespace http = boost::beast::http;

namespace {

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

// The parser never sees more than `header_bytes` at once. So no line can be longer, neither of the head nor
// between chunks, where the parser itself knows no bound; and how the bytes arrive makes no difference.
std::size_t RequestReader::take(std::string_view bytes) {
  std::size_t taken = 0;
  while (!refusal_ && !done() && taken < bytes.size()) {
    std::string_view seen = bytes.substr(taken, header_bytes_);
    boost::system::error_code error;
    std::size_t used = parser_->put(boost::asio::buffer(seen.data(), seen.size()), error);
    taken += used;
    if (error && error != http::error::need_more)
      refusal_ = refusal_of(error, header_bytes_, body_bytes_);
    else if (used == 0 && seen.size() == header_bytes_)
      refusal_ = refusal_of(http::error::header_limit, header_bytes_, body_bytes_);
    else if (used == 0)
      break;
  }
  return taken;
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
  parser_->header_limit(std::uint32_t(header_bytes_));
  parser_->body_limit(body_bytes_);
  went_on_ = false;
  return request;
}

}  // namespace percept::studio
