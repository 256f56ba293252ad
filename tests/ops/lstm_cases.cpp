// lstm: c_t = f c_{t-1} + i g, h_t = o tanh c_t
#include "ops/recurrent_cases.hpp"

namespace percept::proof {

std::vector<OpCase> lstm_cases() {
  auto run = [](bool reverse) {
    return [reverse](Graph&, const Values& x) {
      Lstm y = lstm(x[0], x[1], x[2], x[3], x[4], {.reverse = reverse});
      return Values{y.output, y.hidden, y.cell};
    };
  };
  // What is there to look at, from one unit, every weight 0.5, no bias, inputs 1: x_t = 0.5 for each gate.
  auto all = [](Graph&, const Values& x) {
    Lstm y = lstm(x[0], x[1]);
    return Values{y.output, y.hidden, y.cell, y.gates, y.cells};
  };
  constexpr double far = 100;  // sigmoid(100) = 1 in f32
  std::vector<OpCase> cases = {
      {"one unit of halves",
       {given({2, 1, 4}, std::vector<double>(8, .5)), given({4, 1}, {.5, .5, .5, .5})},
       all,
       {{2, 1, 1}, {1, 1}, {1, 1}, {2, 1, 4}, {2, 1, 1}},
       {{.17426972, .30905893},
        {.30905893},
        {.52411572},
        {.62245933, .62245933, .46211716, .62245933, .64270748, .64270748, .52783184, .64270748},
        {.28764914, .52411572}},
       5e-7},
      {"a cell that forgets nothing keeps its number",
       {given({3, 1, 4}, {-far, far, .3, -far, -far, far, .9, -far, -far, far, -.5, -far}),
        given({4, 1}, {0, 0, 0, 0}), given({1, 1}, {0}), given({1, 1}, {.625}), given({1}, {3}, DType::i64)},
       run(false),
       {{3, 1, 1}, {1, 1}, {1, 1}},
       {{0, 0, 0}, {0}, {.625}}},
  };
  for (const SequenceSizes& s : kSequences)
    cases.push_back({s.name,
                     {part(s, {s.steps, s.batch, 4 * s.hidden}), part(s, {4 * s.hidden, s.hidden}),
                      part(s, {s.batch, s.hidden}), part(s, {s.batch, s.hidden}), lengths_of(s)},
                     run(s.reverse),
                     {{s.steps, s.batch, s.hidden}, {s.batch, s.hidden}, {s.batch, s.hidden}}});
  for (OpCase& example : cases) example.second_order = false;
  return cases;
}

}  // namespace percept::proof
