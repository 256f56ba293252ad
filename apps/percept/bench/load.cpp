#include "load.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace percept::cli::bench {
namespace {

double seconds_of(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

OtherLoad::OtherLoad() : start_(now()) {}

// The first line of /proc/stat: ticks of all processors in user, nice, system, idle, iowait, irq, softirq,
// steal.
OtherLoad::Seconds OtherLoad::now() {
  Seconds seconds{.own = seconds_of(RUSAGE_SELF) + seconds_of(RUSAGE_CHILDREN)};
  std::ifstream file("/proc/stat");
  std::string word;
  file >> word;
  double tick = double(::sysconf(_SC_CLK_TCK)), ticks = 0;
  for (int field = 0; field < 8 && file >> ticks; ++field) {
    seconds.all += ticks / tick;
    if (field != 3 && field != 4) seconds.busy += ticks / tick;
  }
  return seconds;
}

double OtherLoad::share() const {
  Seconds end = now();
  double others = end.busy - start_.busy - (end.own - start_.own), all = end.all - start_.all;
  return all > 0 ? std::clamp(others / all, 0.0, 1.0) : 0;
}

}  // namespace percept::cli::bench
