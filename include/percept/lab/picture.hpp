// What a page is shown of a network: maps, weights, curves as blocks of numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::lab {

/// Numbers of a picture; of i8, value = number / 127 * scale.
struct Blob {
  std::string name;
  std::string type;  // i8, u8, f32
  std::vector<std::int64_t> shape;
  double scale = 1;
  std::string bytes;  // little-endian
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    v("type", type, R"("i8" | "u8" | "f32")");
    v("shape", shape, "");
    v("scale", scale, "of i8: value = number / 127 * scale; else 1");
  }
};

/// f32 numbers as they are.
Blob plain_blob(std::string name, const Tensor& values);
Blob plain_blob(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values);
/// The same, rounded to 255 steps between minus and plus `scale` (0: the largest there is); what is no number
/// is 0.
Blob rounded_blob(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values,
                  double scale = 0);
Blob byte_blob(std::string name, std::vector<std::int64_t> shape, const std::vector<std::uint8_t>& values);

/// What a step changed for one unit or one class.
struct RowUpdate {
  std::int64_t unit = 0;
  std::vector<double> before, after;
  template <class V>
  void fields(V& v) {
    v("unit", unit, "");
    v("before", before, "the weights and last the bias; of a class its mean");
    v("after", after, "");
  }
};

/// One point that a step looked at.
struct StepLook {
  std::int64_t example = -1, target = 0, said = -1, count = 0;
  std::vector<double> features, sums;
  std::vector<RowUpdate> rows;
  template <class V>
  void fields(V& v) {
    v("example", example, "its place among the training points");
    v("target", target, "its class");
    v("said", said, "the class that was said of it; -1: none is asked for");
    v("count", count, "of a mean: the points of its class so far");
    v("features", features, "");
    v("sums", sums, "z of each unit, before the step");
    v("rows", rows, "what changed; empty where it was right");
  }
};

/// What a perceptron has counted, and what is known of its points.
struct Mistakes {
  std::int64_t all = 0;
  std::vector<std::int64_t> epochs;
  bool from_zero = true;
  std::optional<bool> separable;
  std::optional<double> radius, margin, most;
  template <class V>
  void fields(V& v) {
    v("all", all, "since it began to count");
    v("epochs", epochs, "of the last epochs, the one at hand last");
    v("from_zero", from_zero, "whether all weights were 0 when it began to count: then the bound holds");
    v("separable", separable, "whether a line parts the training points; null: not known");
    v("radius", radius,
      "R: the longest of them, with the bias's 1; null, here and below: no margin was found");
    v("margin", margin, "g: the widest margin found");
    v("most", most, "(R/g)^2: no perceptron makes more mistakes");
  }
};

/// What the maps of a picture show, as web/src/protocol.ts has it.
struct View {
  std::string units = "activation";
  std::int64_t grid = 32;
  std::int64_t output_grid = 100;
  bool gradients = false;
  bool discrete = false;
  template <class V>
  void fields(V& v) {
    v("units", units, R"("activation" | "gradient" | "weighted" | "none")");
    v("grid", grid, "points along a side of a unit's map");
    v("output_grid", output_grid, "and of the output's");
    v("gradients", gradients, "whether the gradients of the weights are wanted");
    v("discrete", discrete, "only the sign of the output");
  }
};

/// Every number on the way of one point through the network, and of the gradient back.
struct ProbedLayer {
  std::vector<double> inputs, sums, outputs, slopes, gradients;
  std::vector<double> normed, means, variances, factors, shifts;
  template <class V>
  void fields(V& v) {
    v("inputs", inputs, "what it reads, in the order of its weights' columns");
    v("sums", sums, "z_j = b_j + sum_i w_ji x_i");
    v("outputs", outputs, "a_j = f(z_j); with a norm f(n_j)");
    v("slopes", slopes, "da_j/dz_j");
    v("gradients", gradients, "dL/dz_j; empty without a target");
    v("normed", normed,
      "n_j = factor_j (z_j - mean_j) / sqrt(variance_j + 1e-5) + shift_j; empty without a norm");
    v("means", means, "");
    v("variances", variances, "");
    v("factors", factors, "");
    v("shifts", shifts, "");
  }
};
struct Probe {
  std::vector<double> features;
  std::vector<ProbedLayer> layers;
  std::optional<double> loss, target;
  std::vector<double> distances;
  std::vector<std::int64_t> neighbours, votes;
  template <class V>
  void fields(V& v) {
    v("features", features, "");
    v("layers", layers, "without the features");
    v("loss", loss, "of this point, where a target is given");
    v("target", target, "");
    v("distances", distances, "to the mean of each class, null: it has none yet; or to each of `neighbours`");
    v("neighbours", neighbours, "places among the training points, the nearest first");
    v("votes", votes, "of each class");
  }
};

}  // namespace percept::lab
