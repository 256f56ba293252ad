// What the files of `percept descend` share.
#pragma once

#include "percept/lab/descent.hpp"

namespace percept::cli {

/// What is drawn: the part of the curve that is looked at.
struct DescentWindow {
  double left = 0, right = 0;
};

/// Throws CallError where the file is neither PNG nor SVG.
void require_picture(const std::string& file);
/// Writes the curve with every step on it, and f over the steps.
void write_descent(const std::string& file, lab::SlopeCurve& curve, const lab::DescentPath& path,
                   DescentWindow window);
/// Writes the curve with its tangent at `a` and secants, and their error against h.
void write_secants(const std::string& file, lab::SlopeCurve& curve, double a, DescentWindow window);

}  // namespace percept::cli
