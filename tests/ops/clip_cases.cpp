// clip: held between two bounds
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> clip_cases() {
  auto y = [](Graph&, const Values& x) { return Values{clip(x[0], {.low = -0.5, .high = 0.25})}; };
  std::vector<double> kinks = {-0.5, 0.25};
  return {
      {"golden", {given({5}, {-2, -0.5, 0, 0.25, 2})}, y, {{5}}, {{-0.5, -0.5, 0, 0.25, 0.25}}},
      {"awkward", {{.shape = {3, 7, 17}, .kinks = kinks}}, y, {{3, 7, 17}}},
      {"one side",
       {{.shape = {3, 5}, .kinks = {0}}},
       [](Graph&, const Values& x) { return Values{clip(x[0], {.low = 0})}; },
       {{3, 5}}},
      {"a number", {{.shape = {}, .kinks = kinks}}, y, {{}}},
      {"whole numbers",
       {given({3}, {-4, 1, 9}, DType::i64)},
       [](Graph&, const Values& x) { return Values{clip(x[0], {.low = 0, .high = 5})}; },
       {{3}},
       {{0, 1, 5}}},
      {"empty", {{.shape = {0, 5}}}, y, {{0, 5}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64, .kinks = kinks}}, y, {{4, 3}}},
      {"large", {{.shape = {70, 1001}}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial)}, y, {{12}}},
  };
}

}  // namespace percept::proof
