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
/// y = a b over the last two axes: [..., m, k] x [..., k, n] to [..., m, n]; the axes in front are broadcast.
/// A vector [k] counts as a row on the left and as a column on the right, and its axis is gone from the
/// result.
Value matmul(Value a, Value b, MatmulOptions options = {}, Location at = Location::current());

/// Einstein's sum: "nij,njk->nik" multiplies the inputs, whose axes the letters name, and sums over the
/// letters that the output lacks. Without "->" the output has the letters that occur once, in alphabetical
/// order; "..." stands for any axes in front, which are broadcast; a letter twice in one input takes its
/// diagonal.
Value einsum(const std::string& equation, const std::vector<Value>& inputs,
             Location at = Location::current());

/// y = x W^T + b: input [N, in], or sequences [N, T, in]; weight [out, in], bias [out] (may be absent) to [N,
/// out].
Value linear(Value input, Value weight, Value bias = {}, Location at = Location::current());

}  // namespace percept
