// Pooling of signals and volumes, global and adaptive pooling
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> pool_kinds_cases() {
  using Make = std::function<Value(Value)>;
  auto of = [](Make make) { return [make](Graph&, const Values& x) { return Values{make(x[0])}; }; };
  InputSpec signal = given({1, 1, 5}, {1, 3, 2, 5, 4});
  InputSpec drawn{.shape = {2, 3, 9}, .distinct = true}, image{.shape = {2, 3, 7, 5}, .distinct = true},
      volume{.shape = {2, 2, 5, 4, 6}, .distinct = true};
  return {
      {"max of a signal", {signal}, of([](Value x) { return max_pool1d(x); }), {{1, 1, 2}}, {{3, 5}}},
      {"mean of a signal",
       {signal},
       of([](Value x) { return average_pool1d(x, {.kernel = 3, .stride = 1}); }),
       {{1, 1, 3}},
       {{2, 10.0 / 3, 11.0 / 3}}},
      {"global max", {signal}, of([](Value x) { return global_max_pool(x); }), {{1, 1, 1}}, {{5}}},
      {"global mean", {signal}, of([](Value x) { return global_average_pool(x); }), {{1, 1, 1}}, {{3}}},
      {"adaptive max",
       {signal},
       of([](Value x) { return adaptive_max_pool(x, {3}); }),
       {{1, 1, 3}},
       {{3, 5, 5}}},
      {"adaptive mean",
       {signal},
       of([](Value x) { return adaptive_average_pool(x, {2}); }),
       {{1, 1, 2}},
       {{2, 11.0 / 3}}},
      {"max, padded",
       {drawn},
       of([](Value x) {
         return max_pool1d(x, {3, 2, 1});
       }),
       {{2, 3, 5}}},
      {"mean, padded",
       {drawn},
       of([](Value x) {
         return average_pool1d(x, {3, 2, 1});
       }),
       {{2, 3, 5}}},
      {"max of a volume",
       {volume},
       of([](Value x) {
         return max_pool3d(x, {.kernel = {2, 2, 3}});
       }),
       {{2, 2, 2, 2, 2}}},
      {"max of a volume, padded",
       {volume},
       of([](Value x) {
         return max_pool3d(x, {3, 2, 1});
       }),
       {{2, 2, 3, 2, 3}}},
      {"mean of a volume",
       {volume},
       of([](Value x) {
         return average_pool3d(x, {3, {2, 1, 1}, 1});
       }),
       {{2, 2, 3, 4, 6}}},
      {"adaptive max of images",
       {image},
       of([](Value x) {
         return adaptive_max_pool(x, {3, 2});
       }),
       {{2, 3, 3, 2}}},
      {"adaptive mean of images",
       {image},
       of([](Value x) {
         return adaptive_average_pool(x, {3, 2});
       }),
       {{2, 3, 3, 2}}},
      {"adaptive mean to one",
       {image},
       of([](Value x) {
         return adaptive_average_pool(x, {1, 1});
       }),
       {{2, 3, 1, 1}}},
      {"bilinear",
       {image},
       of([](Value x) {
         return interpolate(x, {14, 9}, {.mode = "linear"});
       }),
       {{2, 3, 14, 9}}},
  };
}

}  // namespace percept::proof
