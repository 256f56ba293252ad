// Words as they would be typed in a shell.
#pragma once

#include <string>
#include <vector>

namespace percept::lab {

/// percept and these words, quoted where a shell would make something else of them.
std::string command_line(const std::vector<std::string>& words);

}  // namespace percept::lab
