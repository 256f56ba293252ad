// Recurrent layers over padded sequences, one direction at a time: single ops, never unrolled.
//
// Sequences stand side by side in [time T, batch N, features]; `lengths`, i64 [N], says how many steps each
// has (absent: T; more than T counts as T, less than 0 as 0). What lies behind a sequence's end is not read,
// and the outputs hold zeros there. The state after a sequence is that of its own last step; an empty
// sequence keeps the state that it began with. In reverse a sequence is read from its own last step to its
// first.
//
// An op takes what each step's input adds to the gates, x_t = W_ih input_t + b_ih, computed for all steps at
// once by `linear`; its own is the recurrence. Gates and formulas are PyTorch's. H is the size of the state.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct RecurrentOptions {
  bool reverse = false;
  template <class V>
  void fields(V& v) {
    v("reverse", reverse, "read every sequence from its end");
  }
};

struct RnnOptions {
  std::string nonlinearity = "tanh";
  bool reverse = false;
  template <class V>
  void fields(V& v) {
    v("nonlinearity", nonlinearity, "tanh or relu");
    v("reverse", reverse, "read every sequence from its end");
  }
};
struct Rnn {
  Value output;  // [T, N, H]: h_t
  Value hidden;  // [N, H]: h after each sequence
};
/// h_t = tanh(x_t + W h_{t-1}), or relu: input [T, N, H], weight [H, H], hidden [N, H] (absent: zeros).
Rnn rnn(Value input, Value weight, Value hidden = {}, Value lengths = {}, RnnOptions options = {},
        Location at = Location::current());

struct Lstm {
  Value output;        // [T, N, H]: h_t
  Value hidden, cell;  // [N, H]: h and c after each sequence
  // To look at: no gradient passes through them.
  Value gates;  // [T, N, 4H]: i, f, g, o
  Value cells;  // [T, N, H]: c_t
};
/// i, f, g, o = x_t + W h_{t-1} in four parts through sigmoid, sigmoid, tanh, sigmoid;
/// c_t = f c_{t-1} + i g, h_t = o tanh c_t: input [T, N, 4H], weight [4H, H], hidden and cell [N, H]
/// (absent: zeros).
Lstm lstm(Value input, Value weight, Value hidden = {}, Value cell = {}, Value lengths = {},
          RecurrentOptions options = {}, Location at = Location::current());

struct Gru {
  Value output;  // [T, N, H]: h_t
  Value hidden;  // [N, H]: h after each sequence
  // To look at: no gradient passes through them.
  Value gates;     // [T, N, 3H]: r, z, n
  Value recalled;  // [T, N, H]: U_n h_{t-1} + b_n, what r lets pass
};
/// r = sigmoid(x_r + U_r h + b_r), z = sigmoid(x_z + U_z h + b_z), n = tanh(x_n + r (U_n h + b_n)),
/// h' = (1 - z) n + z h: input [T, N, 3H], weight U [3H, H], bias b [3H] and hidden [N, H] (absent: zeros).
Gru gru(Value input, Value weight, Value bias = {}, Value hidden = {}, Value lengths = {},
        RecurrentOptions options = {}, Location at = Location::current());

// The gradients, by backpropagation through time, with respect to the ops' `input` and first states; that of
// the weight follows from the input's by one product of matrices. Their inputs are those of the forward op,
// what it gave, and the gradients of that.
struct RnnBackwardInputs {
  Value grad, hidden_grad, output, weight, lengths;
};
struct RnnGradients {
  Value input, hidden;
};
RnnGradients rnn_backward(RnnBackwardInputs inputs, RnnOptions options, Location at = Location::current());

struct LstmBackwardInputs {
  Value grad, hidden_grad, cell_grad;
  Value gates, cells, previous_cells;  // c_t and c_{t-1}
  Value weight, lengths;
};
struct LstmGradients {
  Value input, hidden, cell;
};
LstmGradients lstm_backward(LstmBackwardInputs inputs, RecurrentOptions options,
                            Location at = Location::current());

struct GruBackwardInputs {
  Value grad, hidden_grad;
  Value gates, recalled, previous;  // previous: h_{t-1}
  Value weight, lengths;
};
struct GruGradients {
  Value input, hidden;
};
GruGradients gru_backward(GruBackwardInputs inputs, RecurrentOptions options,
                          Location at = Location::current());

}  // namespace percept
