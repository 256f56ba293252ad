// gru_backward: the gates' gradients; the gru's cases compare them with central differences
#include "ops/recurrent_cases.hpp"

namespace percept::proof {

std::vector<OpCase> gru_backward_cases() {
  auto run = [](bool reverse) {
    return [reverse](Graph&, const Values& x) {
      auto [input, hidden] = gru_backward({.grad = x[0],
                                           .hidden_grad = x[1],
                                           .gates = x[2],
                                           .recalled = x[3],
                                           .previous = x[4],
                                           .weight = x[5],
                                           .lengths = x[6]},
                                          {.reverse = reverse});
      return Values{input, hidden};
    };
  };
  // By hand, one step: h_bar = 4; d_n = 4 0.5 0.75 = 1.5; d_z = 4 (1 - 0.5) 0.25 = 0.5; d_r = 1.5 2 0.25 =
  // 0.75; dh = 4 0.5 + 1 0.75 + 2 0.5 + 3 0.5 1.5 = 6.
  std::vector<OpCase> cases = {
      {"one unit by hand",
       {given({1, 1, 1}, {1}), given({1, 1}, {3}), given({1, 1, 3}, {.5, .5, .5}), given({1, 1, 1}, {2}),
        given({1, 1, 1}, {1}), given({3, 1}, {1, 2, 3}), given({1}, {1}, DType::i64)},
       run(false),
       {{1, 1, 3}, {1, 1}},
       {{.75, .5, 1.5}, {6}}},
  };
  for (const SequenceSizes& s : kSequences)
    cases.push_back({s.name,
                     {part(s, {s.steps, s.batch, s.hidden}), part(s, {s.batch, s.hidden}), gate(s, 3),
                      part(s, {s.steps, s.batch, s.hidden}), part(s, {s.steps, s.batch, s.hidden}),
                      part(s, {3 * s.hidden, s.hidden}), lengths_of(s)},
                     run(s.reverse),
                     {{s.steps, s.batch, 3 * s.hidden}, {s.batch, s.hidden}}});
  for (OpCase& example : cases) example.gradient = false;
  return cases;
}

}  // namespace percept::proof
