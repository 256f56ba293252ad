// Products of matrices.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct MatmulOptions {
  bool transpose_a = false;
  bool transpose_b = false;
  template <class V>
  void fields(V& v) {
    v("transpose_a", transpose_a, "use a with its last two axes exchanged");
    v("transpose_b", transpose_b, "use b with its last two axes exchanged");
  }
};
/// y = a b over the last two axes: [..., m, k] x [..., k, n] to [..., m, n], the axes in front equal.
Value matmul(Value a, Value b, MatmulOptions options = {}, Location at = Location::current());

/// y = x W^T + b: input [N, in], weight [out, in], bias [out] (may be absent) to [N, out].
Value linear(Value input, Value weight, Value bias = {}, Location at = Location::current());

}  // namespace percept
