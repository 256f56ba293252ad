// The reference page of all ops, docs/reference/ops.md, as the registry, the headers, the list of kernels and
// the ops' cases tell it.
#pragma once

#include <string>

namespace percept::proof {

std::string reference_page();

}  // namespace percept::proof
