#include "percept/lab/live_picture.hpp"

#include <algorithm>

#include "percept/lab/convolution_lab.hpp"
#include "percept/lab/settings.hpp"

namespace percept::lab {

Tensor image_of(const PixelSize& size, std::string_view bytes) {
  require_range("width", double(size.width), 1, double(kMostLabPixels));
  require_range("height", double(size.height), 1, double(kMostLabPixels));
  require_range("channels", double(size.channels), 1, 3);
  std::int64_t pixels = size.width * size.height, want = pixels * size.channels;
  if (pixels > kMostLabPixels)
    throw Error(Problem("lab.convolution.large",
                        {{"width", size.width}, {"height", size.height}, {"most", kMostLabPixels}})
                    .with_hint("lab.convolution.large.hint")
                    .at("picture"));
  if (size.channels == 2 || std::int64_t(bytes.size()) != want)
    throw Error(with_remedy(Problem("lab.convolution.pixels", {{"have", bytes.size()},
                                                               {"width", size.width},
                                                               {"height", size.height},
                                                               {"channels", size.channels}})
                                .at("picture")));
  Tensor image(DType::u8, {size.height, size.width, size.channels});
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(image.data<std::uint8_t>().data()));
  return image;
}

}  // namespace percept::lab
