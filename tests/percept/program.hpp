// Runs the built program in a folder of its own.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "io/temporary_folder.hpp"

namespace percept::cli {

inline const std::string kProgram = std::string(PERCEPT_BINARY_DIR) + "/percept";

struct Answer {
  int status = 0;
  std::string out, err;
  /// The last line of stdout, which --json makes an object.
  nlohmann::json json() const {
    std::string text = out.substr(0, out.find_last_not_of('\n') + 1);
    return nlohmann::json::parse(text.substr(text.rfind('\n') + 1));
  }
};

class Program : public testing::Test {
 protected:
  /// `percept WORDS`, as typed into a shell in the test's folder.
  Answer run(const std::string& words) { return shell(kProgram + " " + words); }

  Answer shell(const std::string& command) {
    std::string whole = "cd '" + folder_.path().string() +
                        "' && export LC_ALL=C; unset PERCEPT_DATA; export HOME=$PWD; " + command +
                        " 2>stderr.txt";
    Answer answer;
    FILE* pipe = ::popen(whole.c_str(), "r");
    char buffer[4096];
    while (std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) answer.out.append(buffer, got);
    int status = ::pclose(pipe);
    answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    answer.err = read("stderr.txt");
    return answer;
  }

  std::string read(const std::string& name) {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  bool exists(const std::string& name) { return std::filesystem::exists(folder_ / name); }

  TemporaryFolder folder_;
};

}  // namespace percept::cli
