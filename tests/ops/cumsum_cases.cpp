// cumsum: sums so far
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> cumsum_cases() {
  auto sum = [](CumsumOptions o) { return [o](Graph&, const Values& x) { return Values{cumsum(x[0], o)}; }; };
  InputSpec four = given({4}, {1, 2, 3, 4});
  return {
      {"golden", {four}, sum({}), {{4}}, {{1, 3, 6, 10}}},
      {"exclusive", {four}, sum({.exclusive = true}), {{4}}, {{0, 1, 3, 6}}},
      {"reversed", {four}, sum({.reverse = true}), {{4}}, {{10, 9, 7, 4}}},
      {"both", {four}, sum({.exclusive = true, .reverse = true}), {{4}}, {{9, 7, 4, 0}}},
      {"middle axis", {{.shape = {3, 7, 2}}}, sum({.axis = 1}), {{3, 7, 2}}},
      {"exclusive and reversed", {{.shape = {3, 7}}}, sum({.exclusive = true, .reverse = true}), {{3, 7}}},
      {"f64", {{.shape = {3, 5}, .dtype = DType::f64}}, sum({.axis = 0}), {{3, 5}}},
      {"empty", {{.shape = {0, 5}}}, sum({.axis = 0}), {{0, 5}}},
  };
}

}  // namespace percept::proof
