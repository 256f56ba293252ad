// broadcast_to: repeats along axes of size 1
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> broadcast_to_cases() {
  auto to = [](Shape shape) {
    return [shape](Graph&, const Values& x) { return Values{broadcast_to(x[0], shape)}; };
  };
  return {
      {"golden row", {given({2}, {1, 2})}, to({3, 2}), {{3, 2}}, {{1, 2, 1, 2, 1, 2}}},
      {"golden column", {given({2, 1}, {1, 2})}, to({2, 3}), {{2, 3}}, {{1, 1, 1, 2, 2, 2}}},
      {"a number", {{.shape = {}}}, to({7, 3}), {{7, 3}}},
      {"channels", {{.shape = {3, 1, 1}}}, to({2, 3, 4, 5}), {{2, 3, 4, 5}}},
      {"middle", {{.shape = {3, 1, 7}}}, to({3, 17, 7}), {{3, 17, 7}}},
      {"both ends", {{.shape = {1, 5, 1}}}, to({4, 5, 3}), {{4, 5, 3}}},
      {"ones in front", {{.shape = {1, 3}}}, to({2, 1, 3}), {{2, 1, 3}}},
      {"to nothing", {{.shape = {1, 3}}}, to({0, 3}), {{0, 3}}},
      {"i64", {given({2}, {-1, 7}, DType::i64)}, to({2, 2}), {{2, 2}}, {{-1, 7, -1, 7}}},
      {"bias of a layer", {{.shape = {33}}}, to({65, 33}), {{65, 33}}, {}, 0, false},
      {"tiled",
       {given({1, 2}, {1, 2})},
       [](Graph&, const Values& x) {
         return Values{tile(x[0], {2, 3})};
       },
       {{2, 6}},
       {{1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}}},
  };
}

}  // namespace percept::proof
