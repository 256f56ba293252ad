// Every optimiser that is chosen by name.
#pragma once

#include <memory>
#include <variant>

#include "percept/optim/adagrad.hpp"
#include "percept/optim/adam.hpp"
#include "percept/optim/sgd.hpp"

namespace percept::optim {

using AnyConfig = std::variant<SgdConfig, AdamConfig, AdamWConfig, AdagradConfig, AdadeltaConfig,
                               RmspropConfig, AdamaxConfig, NAdamConfig, RAdamConfig, LionConfig, LambConfig>;

/// Calls f with a default config of each kind until it gives true.
template <class F, std::size_t i = 0>
bool any_config(F&& f) {
  if constexpr (i < std::variant_size_v<AnyConfig>)
    return f(std::variant_alternative_t<i, AnyConfig>()) || any_config<F, i + 1>(std::forward<F>(f));
  else
    return false;
}

std::unique_ptr<Optimizer> make_optimizer(const AnyConfig& config);

}  // namespace percept::optim
