// place: among zeros
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> place_cases() {
  auto put = [](PlaceOptions o) { return [o](Graph&, const Values& x) { return Values{place(x[0], o)}; }; };
  return {
      {"golden", {given({2}, {5, 6})}, put({.begin = 1, .step = 2, .size = 5}), {{5}}, {{0, 5, 0, 6, 0}}},
      {"backwards", {given({2}, {5, 6})}, put({.begin = 2, .step = -2, .size = 3}), {{3}}, {{6, 0, 5}}},
      {"middle axis", {{.shape = {3, 7, 2}}}, put({.axis = 1, .begin = 3, .size = 17}), {{3, 17, 2}}},
      {"all of it", {{.shape = {3, 7}}}, put({.axis = 1, .size = 7}), {{3, 7}}},
      {"reversed", {{.shape = {3, 4}}}, put({.axis = 1, .begin = 3, .step = -1, .size = 4}), {{3, 4}}},
      {"nothing", {{.shape = {0, 2}}}, put({.size = 3}), {{3, 2}}, {{0, 0, 0, 0, 0, 0}}},
      {"f64", {{.shape = {4}, .dtype = DType::f64}}, put({.begin = 1, .size = 6}), {{6}}},
  };
}

}  // namespace percept::proof
