// Picture files seen all at once: the shape that most have, and which cannot be decoded.
#pragma once

#include "folder_listing.hpp"
#include "parts.hpp"

namespace percept::data {

/// C, H, W as most of the files say in their headers, of two that are as frequent the smaller; of rank 0
/// where no header can be read.
Shape usual_shape(const Listing& listing);

/// Decodes the files `chosen` once, on all threads, and gives those that are sound. The others are refused
/// together, by name, or left out with a remark in the log.
Result<Indices> sound_pictures(const Listing& listing, Indices chosen, Corrupt policy);

}  // namespace percept::data
