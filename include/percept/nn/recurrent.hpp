// Recurrent layers over padded sequences: PyTorch's RNN, LSTM and GRU, with its parameter keys.
#pragma once

#include "percept/nn/module.hpp"

namespace percept::nn {

struct RecurrentConfig {
  std::int64_t in = 0;
  std::int64_t hidden = 1;
  std::int64_t layers = 1;
  bool bias = true;
  bool batch_first = false;
  bool bidirectional = false;
  double dropout = 0;
  template <class V>
  void fields(V& v) {
    v("in", in, "input features; 0: those of the input");
    v("hidden", hidden, "size of the state");
    v("layers", layers, "layers one above the other");
    v("bias", bias, "whether each gate has its two biases");
    v("batch_first", batch_first, "the input is [batch, time, features], not [time, batch, features]");
    v("bidirectional", bidirectional, "a second direction reads each sequence from its end");
    v("dropout", dropout, "between the layers, the probability of being dropped");
  }
};
struct RnnConfig {
  std::int64_t in = 0;
  std::int64_t hidden = 1;
  std::int64_t layers = 1;
  std::string nonlinearity = "tanh";
  bool bias = true;
  bool batch_first = false;
  bool bidirectional = false;
  double dropout = 0;
  RecurrentConfig common() const { return {in, hidden, layers, bias, batch_first, bidirectional, dropout}; }
  template <class V>
  void fields(V& v) {
    v("in", in, "input features; 0: those of the input");
    v("hidden", hidden, "size of the state");
    v("layers", layers, "layers one above the other");
    v("nonlinearity", nonlinearity, "tanh or relu");
    v("bias", bias, "whether the state has its two biases");
    v("batch_first", batch_first, "the input is [batch, time, features], not [time, batch, features]");
    v("bidirectional", bidirectional, "a second direction reads each sequence from its end");
    v("dropout", dropout, "between the layers, the probability of being dropped");
  }
};

/// What a recurrent layer may be given beside its input; each may be absent.
struct SequenceStart {
  Value lengths;  // i64 [N]: steps of each sequence; absent: all
  Value hidden,
      cell;  // [layers * directions, N, hidden]: first states; absent: zeros. Only an Lstm has cells
};
struct Sequences {
  Value output;        // [T, N, directions * hidden], or batch first; zeros behind a sequence's end
  Value hidden, cell;  // [layers * directions, N, hidden]: the states after each sequence
};

/// [T, N, in] to [T, N, directions * hidden]. Parameters for layer k: weight_ih_lk [gates * hidden, in],
/// weight_hh_lk [gates * hidden, hidden], bias_ih_lk and bias_hh_lk [gates * hidden]; those of the other
/// direction end in _reverse. All start uniform in [-1/sqrt(hidden), 1/sqrt(hidden)].
class Recurrent : public Module {
 public:
  using Module::operator();
  Sequences operator()(Value x, const SequenceStart& start) const;
  /// One step, to go on from states at hand: x [N, in] to output [N, hidden], with the same parameters. What
  /// comes out is the next step's start. For layers of one direction.
  Sequences step(Value x, const SequenceStart& start = {}) const;
  const RecurrentConfig& config() const { return config_; }

 protected:
  Recurrent(RecurrentConfig config, int gates, Location at) : Module(at), config_(config), gates_(gates) {}

  struct Weights {
    Value ih, hh, bias_ih, bias_hh;  // no biases where there are none
  };
  /// One layer in one direction; hidden and cell are [N, hidden] or absent.
  virtual Sequences direction(Value x, const Weights& weights, const SequenceStart& start,
                              bool reverse) const = 0;
  Value forward(Value x) const override { return run(x, {}).output; }

 private:
  Sequences run(Value x, const SequenceStart& start) const;
  void require(Value x, const SequenceStart& start) const;

  RecurrentConfig config_;
  int gates_;
};

/// h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh), or relu.
class Rnn final : public Recurrent {
 public:
  explicit Rnn(RnnConfig config, Location at = Location::current())
      : Recurrent(config.common(), 1, at), nonlinearity_(config.nonlinearity) {}
  std::string_view kind() const override { return "rnn"; }

 protected:
  Sequences direction(Value x, const Weights& w, const SequenceStart& start, bool reverse) const override;

 private:
  std::string nonlinearity_;
};

/// Four gates, i, f, g, o, and a cell: see `percept::lstm`.
class Lstm final : public Recurrent {
 public:
  explicit Lstm(RecurrentConfig config, Location at = Location::current()) : Recurrent(config, 4, at) {}
  std::string_view kind() const override { return "lstm"; }

 protected:
  Sequences direction(Value x, const Weights& w, const SequenceStart& start, bool reverse) const override;
};

/// Three gates, r, z, n: see `percept::gru`.
class Gru final : public Recurrent {
 public:
  explicit Gru(RecurrentConfig config, Location at = Location::current()) : Recurrent(config, 3, at) {}
  std::string_view kind() const override { return "gru"; }

 protected:
  Sequences direction(Value x, const Weights& w, const SequenceStart& start, bool reverse) const override;
};

}  // namespace percept::nn
