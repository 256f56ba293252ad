#include "site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gate.hpp"

namespace percept::studio {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string>>;

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 413: return "Content Too Large";
    case 426: return "Upgrade Required";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
  }
}

// The pages may load and reach nothing but this server, and nobody may frame them or read them from
// elsewhere.
constexpr std::string_view kGuards =
    "Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: "
    "blob:; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

// A value without what would end its line.
std::string one_line(std::string value) {
  std::erase_if(value, [](unsigned char c) { return c < ' ' || c == 127; });
  return value;
}

std::string head_of(int status, bool keep, std::size_t length, const Fields& fields) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", status, reason_of(status));
  for (const auto& [name, value] : fields) head += fmt::format("{}: {}\r\n", name, one_line(value));
  if (status != 304) head += fmt::format("Content-Length: {}\r\n", length);
  head += keep ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
  return head.append(kGuards) + "\r\n";
}

bool asks_head(const Request& request) { return request.method == "HEAD"; }

Reply sentence(const Request& request, const Refusal& refusal, Fields fields = {}) {
  Reply reply;
  reply.keep = request.keep;
  reply.own = render(refusal.sentence, language_of(request)) + "\n";
  fields.insert(fields.end(), {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}});
  reply.head = head_of(refusal.status, reply.keep, reply.own.size(), fields);
  if (asks_head(request)) reply.own.clear();
  return reply;
}

Reply wrong_method(const Request& request, const char* known) {
  return sentence(request, {405, Message("studio.http.method", {{"known", known}})}, {{"Allow", known}});
}

// Whether a list like "gzip;q=0.5, br" takes gzip.
bool takes_gzip(const Request& request) {
  for (std::string_view value : request.all("Accept-Encoding"))
    for (std::string_view part : split(value, ',')) {
      std::vector<std::string_view> words = split(part, ';');
      if (!same_word(words[0], "gzip")) continue;
      std::string_view weight = words.size() > 1 ? words[1] : "q=1";
      return weight.find_first_of("123456789") != weight.npos;
    }
  return false;
}

bool knows(const Request& request, std::string_view tag) {
  for (std::string_view value : request.all("If-None-Match"))
    for (std::string_view part : split(value, ',')) {
      if (part.starts_with("W/")) part.remove_prefix(2);
      if (part == "*" || part == tag) return true;
    }
  return false;
}

// FNV-1a of 64 bits: the content's name for a cache, no secret.
std::string tag_of(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037u;
  for (unsigned char c : bytes) hash = (hash ^ c) * 1099511628211u;
  return fmt::format("{:016x}", hash);
}

constexpr std::size_t kHash = 8;

// Vite puts eight letters of what a file holds into its name: assets/index-B2f4x9Qa.js. They may hold a dash
// too.
bool is_hashed(std::string_view path) {
  std::size_t dot = path.rfind('.');
  return path.starts_with("assets/") && dot != path.npos && dot > kHash && path[dot - kHash - 1] == '-';
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    bool coded = path[i] == '%' && i + 2 < path.size() && hex(path[i + 1]) >= 0 && hex(path[i + 2]) >= 0;
    out += coded ? char(16 * hex(path[i + 1]) + hex(path[i + 2])) : path[i];
    if (coded) i += 2;
  }
  return out;
}

// For Content-Disposition: a plain name, and the same as UTF-8.
std::string attachment(const std::string& file) {
  std::string plain, coded;
  for (unsigned char c : file) {
    bool letter = std::isalnum(c) || c == '.' || c == '-' || c == '_';
    plain += letter || c == ' ' ? char(c) : '_';
    coded += letter ? std::string(1, char(c)) : fmt::format("%{:02X}", c);
  }
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, coded);
}

}  // namespace

Site::Site(int port, const Pages& pages, Route route) : port_(port), route_(std::move(route)) {
  for (const Page& page : pages) {
    Tagged tagged{page, tag_of(page.bytes)};
    if (page.path == "index.html") pages_.emplace("/", tagged);
    pages_.emplace("/" + std::string(page.path), std::move(tagged));
  }
}

Reply Site::refuse(const Refusal& refusal, Language language) {
  Reply reply;
  reply.own = render(refusal.sentence, language) + "\n";
  reply.head = head_of(refusal.status, false, reply.own.size(),
                       {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}});
  return reply;
}

Reply Site::answer(const Request& request) const {
  if (std::optional<Refusal> refusal = refused_at_gate(request, port_))
    return refuse(*refusal, language_of(request));
  std::string_view path = request.path();
  if (path == "/ws") {
    if (request.method != "GET") return wrong_method(request, "GET");
    if (!request.lists("Upgrade", "websocket") || !request.lists("Connection", "upgrade"))
      return sentence(request, {426, Message("studio.http.upgrade")},
                      {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}});
    Reply reply;
    reply.session = {lab_of(request.query()), session_of(request.query())};
    if (reply.session.name.empty()) return sentence(request, {400, Message("studio.http.session")});
    if (reply.session.lab.empty()) return sentence(request, {400, Message("studio.http.lab")});
    return reply;
  }
  if (path.starts_with("/api/")) return answer_route(request);
  auto found = pages_.find(decoded(path));
  if (found == pages_.end()) return sentence(request, {404, Message("studio.http.none")});
  return answer_page(request, found->second);
}

Reply Site::answer_page(const Request& request, const Tagged& tagged) const {
  if (request.method != "GET" && !asks_head(request)) return wrong_method(request, "GET, HEAD");
  const Page& page = tagged.page;
  bool packed = !page.gzip.empty() && takes_gzip(request);
  std::string tag = fmt::format("\"{}{}\"", tagged.tag, packed ? "-gzip" : "");
  Fields fields = {{"Content-Type", std::string(page.type)}, {"ETag", tag}};
  fields.emplace_back("Cache-Control",
                      is_hashed(page.path) ? "public, max-age=31536000, immutable" : "no-cache");
  if (!page.gzip.empty()) fields.emplace_back("Vary", "Accept-Encoding");
  if (packed) fields.emplace_back("Content-Encoding", "gzip");
  Reply reply;
  reply.keep = request.keep;
  bool known = knows(request, tag);
  std::string_view body = packed ? page.gzip : page.bytes;
  reply.head = head_of(known ? 304 : 200, reply.keep, body.size(), fields);
  if (!known && !asks_head(request)) reply.page = body;
  return reply;
}

Reply Site::answer_route(const Request& request) const {
  bool head = asks_head(request);
  if (!head && request.method != "GET" && request.method != "POST")
    return wrong_method(request, "GET, HEAD, POST");
  HttpAnswer answer;
  try {
    answer = route_({.method = head ? "GET" : request.method,
                     .path = std::string(request.path()),
                     .query = std::string(request.query()),
                     .body = request.body});
  } catch (const std::exception& error) {
    return sentence(request, {500, Message("studio.http.defect", {{"what", error.what()}})});
  }
  if (answer.status < 200 || answer.status > 599 || answer.status == 304) answer.status = 500;
  Fields fields = {{"Content-Type", answer.type}, {"Cache-Control", "no-store"}};
  if (!answer.file.empty()) fields.emplace_back("Content-Disposition", attachment(answer.file));
  Reply reply;
  reply.keep = request.keep;
  reply.head = head_of(answer.status, reply.keep, answer.body.size(), fields);
  if (!head) reply.own = std::move(answer.body);
  return reply;
}

}  // namespace percept::studio
