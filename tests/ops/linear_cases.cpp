// linear: every output a weighted sum of all inputs, plus a bias
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> linear_cases() {
  auto layer = [](Graph&, const Values& x) {
    return Values{linear(x[0], x[1], x.size() > 2 ? x[2] : Value())};
  };
  struct Sizes {
    std::int64_t batch, in, out;
    bool gradient = true;
  };
  std::vector<OpCase> cases = {
      {"golden",
       {given({2, 2}, {1, 2, 3, 4}), given({3, 2}, {1, 0, 0, 1, 1, 1}), given({3}, {10, 20, 30})},
       layer,
       {{2, 3}},
       {{11, 22, 33, 13, 24, 37}}},
      {"without bias", {given({1, 2}, {5, 7}), given({1, 2}, {2, -1})}, layer, {{1, 1}}, {{3}}},
      {"f64",
       {{.shape = {2, 3}, .dtype = DType::f64},
        {.shape = {4, 3}, .dtype = DType::f64},
        {.shape = {4}, .dtype = DType::f64}},
       layer,
       {{2, 4}}},
  };
  for (auto [batch, in, out, gradient] : {Sizes{1, 1, 1},
                                          {3, 7, 5},
                                          {1, 17, 3},
                                          {7, 1, 33},
                                          {0, 4, 3},
                                          {3, 17, 33},
                                          {33, 33, 7, false},
                                          {64, 400, 120, false},
                                          {64, 120, 84, false},
                                          {64, 84, 10, false},
                                          {1, 400, 120, false},
                                          {128, 784, 512, false},
                                          {17, 513, 65, false},
                                          {6, 2100, 40, false}}) {
    std::string name = std::to_string(batch) + " x " + std::to_string(in) + " to " + std::to_string(out);
    std::vector<InputSpec> inputs = {{.shape = {batch, in}}, {.shape = {out, in}}};
    cases.push_back({name, inputs, layer, {{batch, out}}, {}, 0, gradient});
    inputs.push_back({.shape = {out}});
    cases.push_back({name + ", bias", inputs, layer, {{batch, out}}, {}, 0, gradient});
  }
  cases.push_back(
      {"sequences", {{.shape = {3, 7, 5}}, {.shape = {2, 5}}, {.shape = {2}}}, layer, {{3, 7, 2}}});
  return cases;
}

}  // namespace percept::proof
