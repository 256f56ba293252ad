// Making FFTW's plans shares state within it; running them does not.
#pragma once

#include <mutex>

namespace percept::data {

inline std::mutex& fftw_planning() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace percept::data
