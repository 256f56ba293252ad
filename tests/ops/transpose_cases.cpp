// transpose: the axes in another order
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> transpose_cases() {
  auto turn = [](std::vector<std::int64_t> order) {
    return [order](Graph&, const Values& x) { return Values{transpose(x[0], order)}; };
  };
  return {
      {"golden", {given({2, 3}, {1, 2, 3, 4, 5, 6})}, turn({}), {{3, 2}}, {{1, 4, 2, 5, 3, 6}}},
      {"reversed", {{.shape = {2, 3, 5}}}, turn({}), {{5, 3, 2}}},
      {"cyclic", {{.shape = {2, 3, 5}}}, turn({1, 2, 0}), {{3, 5, 2}}},
      {"channels last", {{.shape = {2, 3, 4, 5}}}, turn({0, 2, 3, 1}), {{2, 4, 5, 3}}},
      {"identity", {{.shape = {3, 7}}}, turn({0, 1}), {{3, 7}}},
      {"a row", {{.shape = {17}}}, turn({0}), {{17}}},
      {"a number", {{.shape = {}}}, turn({}), {{}}},
      {"nothing", {{.shape = {0, 3}}}, turn({1, 0}), {{3, 0}}},
      {"i32", {given({2, 2}, {1, 2, 3, 4}, DType::i32)}, turn({1, 0}), {{2, 2}}, {{1, 3, 2, 4}}},
      {"large", {{.shape = {65, 1001}}}, turn({}), {{1001, 65}}, {}, 0, false},
  };
}

}  // namespace percept::proof
