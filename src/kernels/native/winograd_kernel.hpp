// What the kernels of Winograd's algorithm share: which convolutions they take, tiles, loops over threads.
#pragma once

#include <algorithm>
#include <optional>

#include "percept/base/threads.hpp"
#include "percept/ops/convolution.hpp"
#include "winograd.hpp"

namespace percept::native {

/// The kernels for convolutions of any size that the algorithm computes.
KernelOffer winograd(const KernelRequest& request);
KernelOffer winograd_backward_input(const KernelRequest& request);
KernelOffer winograd_backward_weight(const KernelRequest& request);

/// Why Winograd's algorithm cannot take a convolution with weights `w`.
std::optional<Message> winograd_refusal(const KernelRequest& request, const Shape& w, const Conv2dOptions& o);

/// Why another kernel is to be preferred; `y` are the images that are divided into tiles. `weights_change`:
/// the points of the weights are made anew in every run.
std::optional<Message> winograd_loss(const Shape& y, const Shape& w, bool weights_change);

/// Images in blocks of as many channels as the steps take.
Layout winograd_layout(const Shape& image);

inline std::int64_t whole_blocks(std::int64_t channels) {
  std::int64_t block = winograd_steps().block;
  return (channels + block - 1) / block * block;
}

/// The windows in `image`, padded, of the tiles of `y`.
inline WinogradTiles tiles_of(const Shape& image, const Shape& y, const Padding2d& padding) {
  return {whole_blocks(image[1]) / winograd_steps().block,
          image[2],
          image[3],
          (y[2] + kTile - 1) / kTile,
          (y[3] + kTile - 1) / kTile,
          padding.top,
          padding.left};
}

/// Memory for the points of a chunk of tiles. A block more between points: else those of one tile, which are
/// written together, would often meet in one set of the cache.
inline WinogradPoints points_of(std::int64_t groups, std::int64_t chunk) {
  std::int64_t block = winograd_steps().block, group = chunk * block;
  return {nullptr, groups * group + block, group};
}

/// How the tiles are shared out. Each thread has tiles of its own, as the points of a tile are better not
/// handed from one processor to another; where `parts` is 1 all threads take the same tiles and share the
/// work on them.
struct WinogradParts {
  std::int64_t tiles, parts, chunk;  // chunk: tiles that are taken together

  /// Tiles of their own for threads that get at least `enough`. `channels`: of inputs and outputs together.
  WinogradParts(std::int64_t tiles, std::int64_t enough, std::int64_t channels);

  /// Calls body(part, first, count) for the chunks of each part, one after another.
  template <class Body>
  void each_chunk(Body&& body) const {
    parallel_for(parts, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t part = begin; part < end; ++part)
        for (std::int64_t last = tiles * (part + 1) / parts, first = tiles * part / parts; first < last;
             first += chunk)
          body(part, first, std::min(chunk, last - first));
    });
  }
  /// Within it: body(begin, end) on ranges that cover n pieces of `work` multiplications.
  template <class Body>
  void share(std::int64_t n, std::int64_t work, Body&& body) const {
    if (parts > 1) return body(0, n);
    parallel_for(n, 1 + 128 * 1024 / work, body);
  }
  /// Calls body(group, i, n) for ranges of n of `count` tiles that cover all groups.
  template <class Body>
  void each_tile(std::int64_t groups, std::int64_t count, Body&& body) const {
    share(groups * count, 4096, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t n; begin < end; begin += n) {
        n = std::min(end - begin, count - begin % count);
        body(begin / count, begin % count, n);
      }
    });
  }
};

}  // namespace percept::native
