#include "percept/base/log.hpp"

namespace percept {
namespace {
LogCallback& callback() {
  static LogCallback callback;
  return callback;
}
}  // namespace

void set_log(LogCallback to) { callback() = std::move(to); }

void log(const Message& message) {
  if (callback()) callback()(message);
}

}  // namespace percept
