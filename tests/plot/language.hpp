// A language for the length of a test.
#pragma once

#include "percept/base/problem.hpp"

namespace percept {

class Speaking {
 public:
  explicit Speaking(Language language) : before_(percept::language()) { set_language(language); }
  ~Speaking() { set_language(before_); }
  Speaking(const Speaking&) = delete;
  Speaking& operator=(const Speaking&) = delete;

 private:
  Language before_;
};

}  // namespace percept
