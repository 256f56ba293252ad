// lstm_backward: the gates' gradients; the lstm's cases compare them with central differences
#include "ops/recurrent_cases.hpp"

namespace percept::proof {

std::vector<OpCase> lstm_backward_cases() {
  auto run = [](bool reverse) {
    return [reverse](Graph&, const Values& x) {
      auto [input, hidden, cell] = lstm_backward({.grad = x[0],
                                                  .hidden_grad = x[1],
                                                  .cell_grad = x[2],
                                                  .gates = x[3],
                                                  .cells = x[4],
                                                  .previous_cells = x[5],
                                                  .weight = x[6],
                                                  .lengths = x[7]},
                                                 {.reverse = reverse});
      return Values{input, hidden, cell};
    };
  };
  // By hand, one step with c = 0: h_bar = 1 + 1, c_bar = 3 + 2 0.5 = 4; then the four gates' slopes.
  std::vector<OpCase> cases = {
      {"one unit by hand",
       {given({1, 1, 1}, {1}), given({1, 1}, {1}), given({1, 1}, {3}), given({1, 1, 4}, {.5, .25, .5, .5}),
        given({1, 1, 1}, {0}), given({1, 1, 1}, {2}), given({4, 1}, {1, 2, 3, 4}),
        given({1}, {1}, DType::i64)},
       run(false),
       {{1, 1, 4}, {1, 1}, {1, 1}},
       {{.5, 1.5, 1.5, 0}, {8}, {1}}},
  };
  for (const SequenceSizes& s : kSequences)
    cases.push_back(
        {s.name,
         {part(s, {s.steps, s.batch, s.hidden}), part(s, {s.batch, s.hidden}), part(s, {s.batch, s.hidden}),
          gate(s, 4), part(s, {s.steps, s.batch, s.hidden}), part(s, {s.steps, s.batch, s.hidden}),
          part(s, {4 * s.hidden, s.hidden}), lengths_of(s)},
         run(s.reverse),
         {{s.steps, s.batch, 4 * s.hidden}, {s.batch, s.hidden}, {s.batch, s.hidden}}});
  for (OpCase& example : cases) example.gradient = false;
  return cases;
}

}  // namespace percept::proof
