// How a polynomial learns: all examples at once, by least squares.
#pragma once

#include "percept/classic/models.hpp"

namespace percept::classic {

std::unique_ptr<train::Training> make_polynomial_training(const AnyConfig& model, ParameterStore& store,
                                                          const train::DataSets& data,
                                                          train::TrainerConfig config);

}  // namespace percept::classic
