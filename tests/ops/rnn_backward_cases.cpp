// rnn_backward: d_t = (g_t + W^T d_{t+1}) f'_t; the rnn's cases compare it with central differences
#include "ops/recurrent_cases.hpp"

namespace percept::proof {

std::vector<OpCase> rnn_backward_cases() {
  auto run = [](RnnOptions o) {
    return [o](Graph&, const Values& x) {
      auto [input, hidden] = rnn_backward(
          {.grad = x[0], .hidden_grad = x[1], .output = x[2], .weight = x[3], .lengths = x[4]}, o);
      return Values{input, hidden};
    };
  };
  // By hand: d_2 = (1 + 2) 0.75 = 2.25, d_1 = (1 + 0.5 2.25) 0.96 = 2.04, dh = 1.02.
  std::vector<OpCase> cases = {
      {"one unit by hand",
       {given({2, 1, 1}, {1, 1}), given({1, 1}, {2}), given({2, 1, 1}, {.2, .5}), given({1, 1}, {.5}),
        given({1}, {2}, DType::i64)},
       run({}),
       {{2, 1, 1}, {1, 1}},
       {{2.04, 2.25}, {1.02}}},
      {"a relu that is shut",
       {given({2, 1, 1}, {1, 1}), given({1, 1}, {2}), given({2, 1, 1}, {3, 0}), given({1, 1}, {.5}),
        given({1}, {2}, DType::i64)},
       run({.nonlinearity = "relu"}),
       {{2, 1, 1}, {1, 1}},
       {{1, 0}, {.5}}},
  };
  for (const SequenceSizes& s : kSequences)
    cases.push_back({s.name,
                     {part(s, {s.steps, s.batch, s.hidden}), part(s, {s.batch, s.hidden}),
                      part(s, {s.steps, s.batch, s.hidden}), part(s, {s.hidden, s.hidden}), lengths_of(s)},
                     run({.reverse = s.reverse}),
                     {{s.steps, s.batch, s.hidden}, {s.batch, s.hidden}}});
  for (OpCase& example : cases) example.gradient = false;
  return cases;
}

}  // namespace percept::proof
