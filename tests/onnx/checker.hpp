// The standard's own checker, where it is installed.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>

namespace percept::proof {

inline bool has_checker() { return std::system("/usr/bin/python3 -c 'import onnx' 2>/dev/null") == 0; }

/// What tools/check-onnx says of the models in a folder where it finds fault; else nothing.
inline std::string faults_of(const std::filesystem::path& folder, const std::string& options = "") {
  std::string command = std::string(PERCEPT_SOURCE_DIR) + "/tools/check-onnx " + options + " '" +
                        folder.string() + "' 2>&1",
              said;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  for (char buffer[4096]; std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe);)
    said.append(buffer, got);
  return ::pclose(pipe) == 0 ? "" : said;
}

}  // namespace percept::proof
