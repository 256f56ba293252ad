// Numbers too small for a full mantissa count as zero while a network learns.
#pragma once

namespace percept {

/// While it lives, this thread takes subnormal numbers (below 1.2e-38 for f32) for zero, as inputs and as
/// results (FTZ and DAZ of MXCSR; Intel SDM volume 1, 10.2.3), and so do the loops of `parallel_for` that it
/// begins. A processor works on such a number many times as long as on others. Without SSE nothing is
/// changed.
class FlushSubnormals {
 public:
  /// `team`: loops of other libraries that this thread begins do so too (one more turn of the team at both
  /// ends).
  explicit FlushSubnormals(bool team);
  ~FlushSubnormals();
  FlushSubnormals(const FlushSubnormals&) = delete;
  FlushSubnormals& operator=(const FlushSubnormals&) = delete;

 private:
  const bool team_;
  const unsigned before_;
};

namespace detail {
/// How this thread rounds, flushes and traps: MXCSR, or 0 without SSE.
unsigned float_mode();
void set_float_mode(unsigned mode);
}  // namespace detail

}  // namespace percept
