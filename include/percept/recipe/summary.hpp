// The table of layers, read from the traced graph.
#pragma once

#include "percept/recipe/network.hpp"

namespace percept::recipe {

struct SummaryRow {
  std::string path, op;
  Shape output;  // of one image
  std::int64_t size = 0;
  std::int64_t parameters = 0;
  std::int64_t frozen = 0;  // of these, those that training leaves as they are
  std::int64_t macs = 0;    // multiplications with an addition, of convolutions and linear layers
};

struct Summary {
  std::string name;
  Shape input;
  std::vector<SummaryRow> layers;
  std::int64_t parameters = 0, frozen = 0, macs = 0;
};

/// Runs nothing and, where the recipe says its input and all sizes, opens no data.
Summary summarize(const Recipe& recipe);
/// Of the recipe's net at hand. Throws `Error` where what is to be frozen is not there.
Summary summarize(const Recipe& recipe, const train::Net& net, const Shape& input);
Summary summarize(const std::string& name, const train::Net& net, const Shape& input);
/// Of what was traced, whose first size counts examples.
Summary summarize(const std::string& name, const Graph& graph, const Shape& input);
/// Whether the shape of the model depends on its data.
bool needs_data(const Recipe& recipe);
/// As text, in the reader's language.
std::string to_table(const Summary& summary);

}  // namespace percept::recipe
