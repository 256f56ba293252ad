// Layers of recipes that are made of several modules, or that arrange images anew.
#pragma once

#include "layer_list.hpp"
#include "percept/nn/module.hpp"

namespace percept::recipe {

/// The module under its path.
Build build(nn::ModulePtr module, const std::string& path);

Build residual(LayerWords& words, const std::string& path);
Build separable(LayerWords& words, const std::string& path);
Build inception(LayerWords& words, const std::string& path);
Build squeeze_excite(LayerWords& words, const std::string& path);

Build unit_bias(LayerWords& words, const std::string& path);
Build padded(LayerWords& words, const std::string& path);
Build some_channels(LayerWords& words, const std::string& path);
Build resized(LayerWords& words, const std::string& path);
Build rescaled(LayerWords& words, const std::string& path);

}  // namespace percept::recipe
