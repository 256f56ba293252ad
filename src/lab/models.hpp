// The models of the menu: networks without hidden layers among them, each a few settings at once. Which one a
// playground has, its settings tell.
#pragma once

#include "json_fields.hpp"

namespace percept::lab {

/// Makes settings, as JSON, those of the model. Throws `Error` where there is none of that name.
void choose_model(Json& settings, const std::string& name);
/// Makes the features all products of the inputs up to a degree: 1 to 9 of a curve, to 4 of the plane. Throws
/// `Error` at "degree".
void choose_degree(Json& settings, const Json& degree);

/// Whether least squares can solve them: a curve, by powers of x alone.
bool is_solvable(const Settings& settings);
/// Takes least squares from settings, as JSON, that it can no longer solve: the gradient goes on.
void drop_unfit_solver(Json& settings);

/// Of settings whose data are no longer classes: the rule goes, with what it asks for.
void forget_rule(Settings& settings);

}  // namespace percept::lab
