// The messages as TypeScript: what web/src/protocol.ts is made of.
#pragma once

#include <string>

namespace percept::studio {

std::string protocol_typescript();

}  // namespace percept::studio
