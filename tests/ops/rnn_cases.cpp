// rnn: h_t = f(x_t + W h_{t-1})
#include "ops/recurrent_cases.hpp"

namespace percept::proof {

std::vector<OpCase> rnn_cases() {
  auto run = [](RnnOptions o) {
    return [o](Graph&, const Values& x) {
      auto [output, hidden] = rnn(x[0], x[1], x[2], x[3], o);
      return Values{output, hidden};
    };
  };
  auto bare = [](RnnOptions o) {
    return [o](Graph&, const Values& x) {
      auto [output, hidden] = rnn(x[0], x[1], {}, {}, o);
      return Values{output, hidden};
    };
  };
  // One unit, every weight 0.5, no bias, inputs 1: x_t = 0.5.
  InputSpec halves = given({3, 1, 1}, {.5, .5, .5}), half = given({1, 1}, {.5});
  std::vector<OpCase> cases = {
      {"one unit of halves",
       {halves, half},
       bare({}),
       {{3, 1, 1}, {1, 1}},
       {{.46211716, .62371255, .67061300}, {.67061300}},
       1e-7},
      {"relu of one unit",
       {given({3, 1, 1}, {1, -2, .5}), half},
       bare({.nonlinearity = "relu"}),
       {{3, 1, 1}, {1, 1}},
       {{1, 0, .5}, {.5}}},
      {"one unit in reverse",
       {given({3, 1, 1}, {1, -2, .5}), half},
       bare({.nonlinearity = "relu", .reverse = true}),
       {{3, 1, 1}, {1, 1}},
       {{1, 0, .5}, {1}}},
      {"first states stay where there is no step",
       {given({2, 2, 1}, {9, 1, 9, 1}), half, given({2, 1}, {7, 2}), given({2}, {0, 1}, DType::i64)},
       run({.nonlinearity = "relu"}),
       {{2, 2, 1}, {2, 1}},
       {{0, 2, 0, 0}, {7, 2}}},
  };
  for (const char* f : {"tanh", "relu"})
    for (const SequenceSizes& s : kSequences) {
      // Far from the kink: positive numbers give positive states.
      bool relu = f == std::string("relu");
      auto drawn = [&](Shape shape) {
        InputSpec spec = part(s, std::move(shape));
        if (relu) spec.low = 0.01;
        return spec;
      };
      InputSpec weight = drawn({s.hidden, s.hidden});
      weight.high = 1 / double(s.hidden);
      cases.push_back(
          {std::string(s.name) + ", " + f,
           {drawn({s.steps, s.batch, s.hidden}), weight, drawn({s.batch, s.hidden}), lengths_of(s)},
           run({.nonlinearity = f, .reverse = s.reverse}),
           {{s.steps, s.batch, s.hidden}, {s.batch, s.hidden}},
           {},
           0,
           true,
           false});
    }
  for (OpCase& example : cases) example.second_order = false;
  return cases;
}

}  // namespace percept::proof
