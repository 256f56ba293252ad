// tests/golden/schedules.json, written by tools/goldens/schedules.py.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>

namespace percept::optim {

inline const nlohmann::json& golden() {
  static const nlohmann::json read =
      nlohmann::json::parse(std::ifstream(std::string(PERCEPT_SOURCE_DIR) + "/tests/golden/schedules.json"));
  return read;
}

}  // namespace percept::optim
