// The points that a playground learns from and is tested on.
#pragma once

#include "percept/data/dataset.hpp"
#include "percept/lab/settings.hpp"

namespace percept::lab {

/// Inputs f32 [n, 2], of a curve [n, 1]; targets i64 [n], or f32 [n, 1] where values are learnt. `exact`: x
/// and y of a curve in f64 [n, 2], where the set knows them so; else empty.
struct Half {
  Tensor inputs, targets, exact;
  std::int64_t size() const { return inputs.shape()[0]; }
};

struct Points {
  Half train, test;  // neither empty
  std::vector<std::string> classes;
  bool shared = false;  // tested on the points that are trained on
};

/// Throws `Error` where there are too few.
Points make_points(const Settings& settings);

/// Brings points of one's own into the order in which the first are trained on and the rest tested. Those
/// that there were `before` keep their side as far as the share allows; each that is new, or has been moved,
/// joins the side that lacks one. Without `before` they are mixed.
void arrange_points(DataSettings& data, const Points* before);

/// The SPEC of its training points, `spiral:count=500,...`, with ":train" and ":test" behind it for the
/// halves; a file where they are one's own.
std::string spec_of(const Settings& settings);

/// Its points as the CSV file that `spec_of` names: a header, then a row a point.
std::string points_csv(const Settings& settings);

/// The points in a table: of the columns chosen, or else its last ones, the last is the label or value, the
/// one or two before it are the place. Words in it become classes.
Result<std::vector<PointRow>> read_points_csv(std::string_view text, bool curve,
                                              const TableColumns& chosen = {});

}  // namespace percept::lab
