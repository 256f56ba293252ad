// Batch, layer, instance, group and RMS norm, local response normalisation
#include <cmath>

#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> norms_cases() {
  InputSpec image{.shape = {3, 4, 5, 2}, .low = -2, .high = 3}, four{.shape = {4}, .low = 0.5, .high = 2};
  auto batch = [](Graph&, const Values& x) {
    auto [y, mean, variance] = batch_norm(x[0], x[1], x[2]);
    return Values{y, mean, variance};
  };
  return {
      {"batch of four",
       {given({4, 1}, {1, 2, 3, 4}), given({1}, {2}), given({1}, {10})},
       batch,
       {{4, 1}, {1}, {1}},
       {{7.31672916, 9.10557638, 10.89442362, 12.68327084}, {2.5}, {1.25}}},
      {"rms",
       {given({1, 2}, {3, 4}), given({2}, {1, 2})},
       [](Graph&, const Values& x) { return Values{rms_norm(x[0], x[1], 1, 0)}; },
       {{1, 2}},
       {{3 / std::sqrt(12.5), 8 / std::sqrt(12.5)}}},
      {"batch", {image, four, four}, batch, {{3, 4, 5, 2}, {4}, {4}}},
      {"batch, statistics given",
       {image, {.shape = {4}}, four, four, four},
       [](Graph&, const Values& x) { return Values{batch_norm(x[0], x[1], x[2], x[3], x[4])}; },
       {{3, 4, 5, 2}}},
      {"layer",
       {image, {.shape = {5, 2}}, {.shape = {5, 2}}},
       [](Graph&, const Values& x) { return Values{layer_norm(x[0], x[1], x[2], 2)}; },
       {{3, 4, 5, 2}}},
      {"instance",
       {image, four, four},
       [](Graph&, const Values& x) { return Values{instance_norm(x[0], x[1], x[2])}; },
       {{3, 4, 5, 2}}},
      {"group",
       {image, four, four},
       [](Graph&, const Values& x) { return Values{group_norm(x[0], 2, x[1], x[2])}; },
       {{3, 4, 5, 2}}},
      {"rms of rows",
       {{.shape = {7, 33}}, {.shape = {33}}},
       [](Graph&, const Values& x) { return Values{rms_norm(x[0], x[1])}; },
       {{7, 33}}},
      {"local response",
       {{.shape = {2, 7, 3, 2}}},
       [](Graph&, const Values& x) { return Values{local_response_norm(x[0], {.size = 4, .alpha = 0.1})}; },
       {{2, 7, 3, 2}}},
  };
}

}  // namespace percept::proof
