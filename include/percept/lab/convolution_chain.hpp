// The stages of a convolution lab one behind the other: put in order, and those that are ready to be taken.
#pragma once

#include <optional>
#include <span>

#include "percept/lab/convolution_settings.hpp"

namespace percept::lab {

inline constexpr std::size_t kMostChained = 5;

std::vector<StageSettings> chain_of(const ConvolutionSettings& settings);
/// `focus`: the one that is looked at from now on.
void set_chain(ConvolutionSettings& settings, std::vector<StageSettings> chain, std::size_t focus);

/// "choose" the stage of that place, "add" a copy or a "blur" behind it, "remove" it, move it "earlier" or
/// "later". Throws `Error` for what cannot be.
void change_chain(ConvolutionSettings& settings, std::string_view change, std::int64_t stage);

/// Gives each filter of a layer as many kernels as its group has channels, where the groups allow it: what is
/// too much goes, what is missing repeats those that there are. `channels`: of the picture.
void fit_filters(ConvolutionSettings& settings, std::int64_t channels);

/// How far a number of a stage's output sees: r' = r + (f - 1) d j pixels of the picture, where j, the
/// product of the strides before, is how far apart two neighbours are. A transposed convolution has no such
/// number.
struct Reach {
  std::int64_t height = 1, width = 1;  // r
  std::int64_t step = 1;               // j
  std::string formula;                 // of the height, with its numbers
};
std::optional<Reach> reach_behind(const std::optional<Reach>& before, const FilterStage& stage,
                                  Extent2d input);

/// What there is under a name.
struct Ready {
  const char* name;
  const char* doc;  // a message
};
std::span<const Ready> ready_layers();
std::span<const Ready> ready_chains();
/// For an input of so many channels. Throws `Error` where there is none of that name, or it needs a colour
/// picture and the input is none.
StageSettings ready_layer(std::string_view name, std::int64_t channels);
std::vector<StageSettings> ready_chain(std::string_view name, std::int64_t channels);

}  // namespace percept::lab
