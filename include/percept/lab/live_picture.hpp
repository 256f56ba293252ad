// Pixels as a camera or a drawing gives them, and what a filter makes of them at once.
#pragma once

#include <string_view>
#include <vector>

#include "percept/lab/picture.hpp"

namespace percept::lab {

struct PixelSize {
  std::int64_t width = 0, height = 0, channels = 1;
  template <class V>
  void fields(V& v) {
    v("width", width, "");
    v("height", height, "at most 2^20 pixels");
    v("channels", channels, "1 or 3: the bytes are u8 [height, width, channels]");
  }
};

/// u8 [height, width, channels]. Throws `Error` where the bytes are not as many as the size says.
Tensor image_of(const PixelSize& size, std::string_view bytes);

/// What is drawn of a picture that is followed by another, and no more.
struct LivePicture {
  std::string kind = "live";
  double reply = -1;
  double least = 0, greatest = 0;
  std::int64_t cut = 0;
  double milliseconds = 0;
  std::vector<Blob> blobs;
  template <class V>
  void fields(V& v) {
    v("kind", kind, R"("live")");
    v("reply", reply, "the request that it answers");
    v("least", least, "of the output");
    v("greatest", greatest, "");
    v("cut", cut, "numbers of the output that no byte can show");
    v("milliseconds", milliseconds, "that the engine needed");
    v("blobs", blobs, "\"shown\", as below");
  }
};

}  // namespace percept::lab
