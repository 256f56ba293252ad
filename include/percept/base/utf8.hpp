// Whether bytes are text in UTF-8.
#pragma once

#include <string_view>

namespace percept {

/// RFC 3629: no overlong form, no surrogate, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace percept
