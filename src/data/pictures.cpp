#include "pictures.hpp"

#include <map>
#include <mutex>

#include "folder_parts.hpp"
#include "percept/io/image.hpp"
#include "workers.hpp"

namespace percept::data {

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
  auto check = [](const std::string& path) -> std::optional<Problem> {
    Result<Tensor> image = io::read_image(path);
    if (image) return std::nullopt;
    return std::move(image).problem();
  };
  return sound_files(listing, std::move(chosen), policy, check);
}

}  // namespace percept::data
