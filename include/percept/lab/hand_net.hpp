// A net small enough to be computed by hand: layers of sigmoid units, one example, half the squared error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "percept/base/result.hpp"

namespace percept::lab {

struct HandLayer {
  std::vector<std::vector<double>> weights;  // of each unit one for each of its inputs
  std::vector<double> biases;                // one that all units share, or one a unit

  double bias_of(std::size_t unit) const { return biases[biases.size() == 1 ? 0 : unit]; }
  bool operator==(const HandLayer&) const = default;
};

/// net = sum of w x + b, out = 1 / (1 + e^-net), E = sum of (target - out)^2 / 2.
struct HandNet {
  static constexpr std::size_t kMostLayers = 8, kMostUnits = 16;

  std::vector<double> inputs, targets;
  std::vector<HandLayer> layers;
  double rate = 0.5;

  bool operator==(const HandNet&) const = default;
};

/// Mazur's (2015): two inputs, two hidden units, two outputs, a bias a layer.
HandNet mazur_net();
/// Of 2-3-1: two inputs, a hidden layer of 3, one output. All numbers are drawn by the seed: inputs and
/// targets from 0 to 1, weights and biases (one a unit) from -1 to 1. Throws `Error` where the words are no
/// sizes.
HandNet drawn_net(const std::string& sizes, std::uint64_t seed);

/// {"inputs": [..], "targets": [..], "weights": [[[..], ..], ..], "biases": [0.35, [0.6, 0.6]], "rate": 0.5}:
/// of each layer the rows of its units, and one bias or a list of one a unit; without "biases" they are 0.
/// What is read may be hostile.
Result<HandNet> parse_hand_net(std::string_view json);
std::string to_json(const HandNet& net);

/// i1, h2, o1; of several hidden layers h1.2. Layer 0 are the inputs.
std::string unit_name(const HandNet& net, std::size_t layer, std::size_t unit);
/// w1, w2, ...: from the first layer on, unit by unit.
std::string weight_name(const HandNet& net, std::size_t layer, std::size_t unit, std::size_t input);
/// b1, b2, ...; what a layer's units share has one name.
std::string bias_name(const HandNet& net, std::size_t layer, std::size_t unit);

}  // namespace percept::lab
