#include "request_reader.hpp"

#include <utility>  // Boost 1.74 forgets it

#include <boost/beast/http.hpp>

namespace percept::studio {

namespace http = boost::beast::http;

namespace {

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

struct RequestReader::Parser : http::request_parser<http::string_body> {};

RequestReader::RequestReader(const ServerOptions& options)
    : header_bytes_(options.header_bytes), body_bytes_(options.body_bytes) {
  fetch();
}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::take(std::string_view bytes) {
  if (refusal_ || done() || bytes.empty()) return 0;
  boost::system::error_code error;
  std::size_t used = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (!error || error == http::error::need_more) return used;
  if (error == http::error::header_limit)
    refusal_ = {431, Message("studio.http.header", {{"limit", header_bytes_}})};
  else if (error == http::error::body_limit)
    refusal_ = {413, Message("studio.http.body", {{"limit", body_bytes_}})};
  else if (error == http::error::bad_version)
    refusal_ = {505, Message("studio.http.version")};
  else
    refusal_ = {400, Message("studio.http.malformed")};
  return used;
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
