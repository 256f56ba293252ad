// What other programs took of the processors meanwhile: figures are of little use where that is much.
#pragma once

namespace percept::cli::bench {

/// Counts from when it is made.
class OtherLoad {
 public:
  OtherLoad();
  /// From 0 to 1, of all processors: what neither this program nor those it waited for took. 0 where the
  /// system does not say.
  double share() const;

 private:
  struct Seconds {
    double all = 0, busy = 0, own = 0;
  };
  static Seconds now();
  Seconds start_;
};

}  // namespace percept::cli::bench
