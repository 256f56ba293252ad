#include "pictures.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

#include "percept/base/log.hpp"
#include "percept/io/image.hpp"
#include "workers.hpp"

namespace percept::data {
namespace {

constexpr std::size_t kNamed = 8;  // files that a message names

// The first reason alone: the name stands beside it, and the remedy below all.
std::string reason_of(const std::string& path) {
  Result<Tensor> image = io::read_image(path);
  return image ? text("data.corrupt.changed") : render(image.problem().reasons.front());
}

Problem refused(const Listing& listing, const Indices& corrupt, std::size_t of) {
  Problem problem("data.corrupt", {{"count", corrupt.size()}, {"of", of}});
  for (std::size_t i = 0; i < std::min(kNamed, corrupt.size()); ++i) {
    auto file = std::size_t(corrupt[i]);
    problem.operands.push_back({std::to_string(i + 1), listing.files[file], reason_of(listing.path(file))});
  }
  return std::move(problem).about(listing.root).with_hint("data.corrupt.hint");
}

void tell_skipped(const Listing& listing, const Indices& corrupt) {
  std::string names;
  for (std::size_t i = 0; i < std::min(kNamed, corrupt.size()); ++i)
    names += (i ? ", " : "") + listing.files[std::size_t(corrupt[i])];
  if (corrupt.size() > kNamed) names += ", ...";
  log(Message("data.corrupt.skipped",
              {{"count", corrupt.size()}, {"folder", listing.root}, {"names", names}}));
}

}  // namespace

Shape usual_shape(const Listing& listing) {
  std::map<std::vector<std::int64_t>, std::int64_t> counts;  // of C, H, W
  std::mutex mutex;
  each_in_parallel(std::int64_t(listing.files.size()), [&](std::int64_t i) {
    Result<Shape> shape = io::read_image_shape(listing.path(std::size_t(i)));
    if (!shape || shape->elements() == 0) return;
    std::lock_guard lock(mutex);
    ++counts[{(*shape)[2], (*shape)[0], (*shape)[1]}];
  });
  Shape best;
  std::int64_t most = 0;
  for (const auto& [dims, count] : counts) {
    Shape shape(dims);
    if (count > most || (count == most && shape.elements() < best.elements())) best = shape, most = count;
  }
  return best;
}

Result<Indices> sound_pictures(const Listing& listing, Indices chosen, Corrupt policy) {
  std::vector<char> sound(chosen.size(), 0);
  each_in_parallel(std::int64_t(chosen.size()), [&](std::int64_t i) {
    sound[std::size_t(i)] = io::read_image(listing.path(std::size_t(chosen[std::size_t(i)]))).ok();
  });
  Indices good, corrupt;
  for (std::size_t i = 0; i < chosen.size(); ++i) (sound[i] ? good : corrupt).push_back(chosen[i]);
  if (corrupt.empty()) return chosen;
  if (policy == Corrupt::refuse || good.empty()) return refused(listing, corrupt, chosen.size());
  tell_skipped(listing, corrupt);
  return good;
}

}  // namespace percept::data
