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
  template <class V>
  void fields(V& v) {
    v("features", features, "");
    v("layers", layers, "without the features");
    v("loss", loss, "of this point, where a target is given");
    v("target", target, "");
  }
};

}  // namespace percept::lab
