// Every optimiser that is chosen by name.
#pragma once

#include <memory>
#include <variant>

#include "percept/optim/adagrad.hpp"
#include "percept/optim/adam.hpp"
#include "percept/optim/by_name.hpp"
#include "percept/optim/sgd.hpp"

namespace percept::optim {

using AnyConfig = std::variant<SgdConfig, AdamConfig, AdamWConfig, AdagradConfig, AdadeltaConfig,
                               RmspropConfig, AdamaxConfig, NAdamConfig, RAdamConfig, LionConfig, LambConfig>;

std::unique_ptr<Optimizer> make_optimizer(const AnyConfig& config);

}  // namespace percept::optim
