// take: slices that indices name
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> take_cases() {
  auto along = [](std::int64_t axis) {
    return [axis](Graph&, const Values& x) { return Values{take(x[0], x[1], axis)}; };
  };
  return {
      {"golden",
       {given({3, 2}, {1, 2, 3, 4, 5, 6}), given({2}, {2, 0}, DType::i64)},
       along(0),
       {{2, 2}},
       {{5, 6, 1, 2}}},
      {"from the end", {given({3}, {1, 2, 3}), given({2}, {-1, -3}, DType::i64)}, along(0), {{2}}, {{3, 1}}},
      {"outside", {given({3}, {1, 2, 3}), given({3}, {3, -4, 1}, DType::i64)}, along(0), {{3}}, {{0, 0, 2}}},
      {"middle axis",
       {{.shape = {3, 7, 2}}, {.shape = {5}, .dtype = DType::i64, .low = 0, .high = 7}},
       along(1),
       {{3, 5, 2}}},
      {"words",
       {{.shape = {17, 3}}, {.shape = {4, 5}, .dtype = DType::i64, .low = 0, .high = 17}},
       along(0),
       {{4, 5, 3}}},
      {"one index", {{.shape = {4, 3}}, given({}, {2}, DType::i32)}, along(-1), {{4}}},
      {"f64",
       {{.shape = {4}, .dtype = DType::f64}, {.shape = {6}, .dtype = DType::u8, .low = 0, .high = 4}},
       along(0),
       {{6}}},
      {"none", {{.shape = {4, 3}}, given({0}, {}, DType::i64)}, along(0), {{0, 3}}},
      {"padding: reflect",
       {given({3}, {1, 2, 3})},
       [](Graph&, const Values& x) { return Values{pad(x[0], 0, 2, 1, PadMode::reflect)}; },
       {{6}},
       {{3, 2, 1, 2, 3, 2}}},
      {"padding: replicate",
       {given({3}, {1, 2, 3})},
       [](Graph&, const Values& x) { return Values{pad(x[0], 0, 2, 1, PadMode::replicate)}; },
       {{6}},
       {{1, 1, 1, 2, 3, 3}}},
      {"padding: circular",
       {given({3}, {1, 2, 3})},
       [](Graph&, const Values& x) { return Values{pad(x[0], 0, 2, 4, PadMode::circular)}; },
       {{9}},
       {{2, 3, 1, 2, 3, 1, 2, 3, 1}}},
      {"padding of an image",
       {{.shape = {2, 3, 4, 5}}},
       [](Graph&, const Values& x) {
         return Values{pad(pad(x[0], 2, 1, 2, PadMode::reflect), 3, 2, 0, PadMode::reflect)};
       },
       {{2, 3, 7, 7}}},
  };
}

}  // namespace percept::proof
