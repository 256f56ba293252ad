// What a playground exports, as a file, and what a command says of it.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "percept/lab/playground.hpp"

namespace percept::lab {

inline std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(("exec 2>&1; " + command).c_str(), "r");
  std::array<char, 4096> buffer;
  while (std::size_t read = std::fread(buffer.data(), 1, buffer.size(), pipe))
    out.append(buffer.data(), read);
  EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << out;
  return out;
}

inline void write(const std::filesystem::path& file, const ExportedFile& exported) {
  std::ofstream(file, std::ios::binary) << exported.bytes;
}

}  // namespace percept::lab
