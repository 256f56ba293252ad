// web/src/protocol.ts is what the code says. `./dev docs` sets PERCEPT_WRITE_DOCS, and then it is written
// anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "studio/protocol.hpp"

namespace percept::studio {
namespace {

constexpr const char* kFile = PERCEPT_SOURCE_DIR "/web/src/protocol.ts";

TEST(Protocol, IsTheSameForThePages) {
  std::string made = protocol_typescript();
  if (std::getenv("PERCEPT_WRITE_DOCS")) std::ofstream(kFile) << made;
  std::ostringstream there;
  there << std::ifstream(kFile).rdbuf();
  EXPECT_TRUE(there.str() == made) << "web/src/protocol.ts is stale: ./dev docs writes it anew";
}

}  // namespace
}  // namespace percept::studio
