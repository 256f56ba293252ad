#include "percept/base/log.hpp"

#include <gtest/gtest.h>

namespace percept {
namespace {

TEST(Log, GoesToTheCallbackAndNowhereElse) {
  std::vector<std::string> heard;
  set_log([&](const Message& message) { heard.push_back(message.id); });
  log(Message("base.hint"));
  set_log(nullptr);
  log(Message("base.also"));
  EXPECT_EQ(heard, (std::vector<std::string>{"base.hint"}));
}

}  // namespace
}  // namespace percept
