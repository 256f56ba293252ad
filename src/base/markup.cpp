#include "percept/base/markup.hpp"

#include "percept/base/utf8.hpp"

namespace percept {

std::string markup_text(std::string_view text) {
  bool clean = is_utf8(text);
  std::string out;
  for (char c : text) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else if ((byte < 32 && c != '\n' && c != '\t') || byte == 127 || (byte > 127 && !clean))
      out += "\xEF\xBF\xBD";
    else
      out += c;
  }
  return out;
}

}  // namespace percept
