#include "gate.hpp"

#include <algorithm>

#include "percept/studio/server.hpp"

namespace percept::studio {
namespace {

constexpr std::size_t kLongestSession = 64;

// 127.0.0.1:7321; a browser leaves out port 80.
bool is_own(std::string_view host, int port) {
  std::string behind = ":" + std::to_string(port);
  for (const char* name : {"127.0.0.1", "localhost", "[::1]"})
    if (same_word(host, name + behind) || (port == 80 && same_word(host, name))) return true;
  return false;
}

bool is_own_origin(std::string_view origin, int port) {
  constexpr std::string_view kScheme = "http://";
  return same_word(origin.substr(0, kScheme.size()), kScheme) && is_own(origin.substr(kScheme.size()), port);
}

// Browsers say in fields of their own where a request comes from; "none" is the address bar.
bool comes_from_elsewhere(const Request& request) {
  for (std::string_view site : request.all("Sec-Fetch-Site"))
    if (!same_word(site, "same-origin") && !same_word(site, "none")) return true;
  return false;
}

}  // namespace

std::optional<Refusal> refused_at_gate(const Request& request, int port) {
  std::vector<std::string_view> hosts = request.all("Host"), origins = request.all("Origin");
  if (!request.target.starts_with("/") || hosts.size() > 1 || (hosts.empty() && request.version >= 11))
    return Refusal{400, Message("studio.http.malformed")};
  if (hosts.empty() || !is_own(hosts.front(), port))
    return Refusal{403, Message("studio.http.host", {{"port", std::to_string(port)}})};
  Refusal foreign{403, Message("studio.http.origin", {{"port", std::to_string(port)}})};
  for (std::string_view origin : origins)
    if (!is_own_origin(origin, port)) return foreign;
  bool speaks = request.path() == "/ws", page = !speaks && !request.path().starts_with("/api/");
  if (!page && comes_from_elsewhere(request)) return foreign;
  // A browser always says the origin of a WebSocket.
  if (speaks && origins.empty() && request.has("Sec-Fetch-Site")) return foreign;
  return std::nullopt;
}

std::string session_of(std::string_view query) {
  constexpr std::string_view kName = "session=";
  for (std::string_view part : split(query, '&')) {
    if (!part.starts_with(kName)) continue;
    std::string_view id = part.substr(kName.size());
    bool good = !id.empty() && id.size() <= kLongestSession && std::all_of(id.begin(), id.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
             c == '_';
    });
    return good ? std::string(id) : "";
  }
  return "";
}

std::string lab_of(std::string_view query) {
  constexpr std::string_view kName = "lab=";
  for (std::string_view part : split(query, '&')) {
    if (!part.starts_with(kName)) continue;
    bool known = std::find(std::begin(kLabs), std::end(kLabs), part.substr(kName.size())) != std::end(kLabs);
    return known ? std::string(part.substr(kName.size())) : "";
  }
  return std::string(kLabs[0]);
}

Language language_of(const Request& request) {
  for (std::string_view value : request.all("Accept-Language")) {
    std::string_view first = value.substr(0, 2);
    if (same_word(first, "fr")) return Language::french;
    if (same_word(first, "en")) return Language::english;
  }
  return language();
}

}  // namespace percept::studio
