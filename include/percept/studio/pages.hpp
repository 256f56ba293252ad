// The studio's pages as they were built into this library.
#pragma once

#include "percept/studio/server.hpp"

namespace percept::studio {

/// The files of web/dist; where the library was built without them, one page that says how to get them.
const Pages& built_in_pages();

}  // namespace percept::studio
