// gru: h_t = (1 - z) n + z h_{t-1}
#include "ops/recurrent_cases.hpp"

namespace percept::proof {

std::vector<OpCase> gru_cases() {
  auto run = [](bool reverse) {
    return [reverse](Graph&, const Values& x) {
      Gru y = gru(x[0], x[1], x[2], x[3], x[4], {.reverse = reverse});
      return Values{y.output, y.hidden};
    };
  };
  // One unit, every weight 0.5, no bias, inputs 1: x_t = 0.5 for each gate.
  std::vector<OpCase> cases = {
      {"one unit of halves",
       {given({2, 1, 3}, std::vector<double>(6, .5)), given({3, 1}, {.5, .5, .5})},
       [](Graph&, const Values& x) {
         Gru y = gru(x[0], x[1]);
         return Values{y.output, y.hidden, y.gates, y.recalled};
       },
       {{2, 1, 1}, {1, 1}, {2, 1, 3}, {2, 1, 1}},
       {{.17446802, .29257646},
        {.29257646},
        {.62245933, .62245933, .46211716, .64273025, .64273025, .50505418},
        {0, .08723401}},
       1e-7},
      {"a bias that closes z, one that opens it",
       {given({1, 1, 6}, {0, 0, 0, 0, .5, .5}), given({6, 2}, std::vector<double>(12, 0)),
        given({6}, {0, 0, -100, 100, 0, 0}), given({1, 2}, {.25, .25}), given({1}, {1}, DType::i64)},
       run(false),
       {{1, 1, 2}, {1, 2}},
       {{.46211716, .25}, {.46211716, .25}}},
  };
  for (const SequenceSizes& s : kSequences)
    cases.push_back({s.name,
                     {part(s, {s.steps, s.batch, 3 * s.hidden}), part(s, {3 * s.hidden, s.hidden}),
                      part(s, {3 * s.hidden}), part(s, {s.batch, s.hidden}), lengths_of(s)},
                     run(s.reverse),
                     {{s.steps, s.batch, s.hidden}, {s.batch, s.hidden}}});
  for (OpCase& example : cases) example.second_order = false;
  return cases;
}

}  // namespace percept::proof
