// What augmentation costs: microseconds an image for each word, on one thread, beside reading alone:
// `bench_augment`.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "percept/data/loader.hpp"

using namespace percept;

namespace {

constexpr std::int64_t kExamples = 1024, kBatch = 64;

data::DatasetPtr images(std::int64_t channels, std::int64_t side) {
  data::Examples examples{Tensor(DType::u8, {kExamples, channels, side, side}),
                          Tensor(DType::i64, {kExamples})};
  std::uint32_t state = 1;
  for (std::uint8_t& pixel : examples.images.data<std::uint8_t>())
    pixel = std::uint8_t((state = state * 1664525u + 1013904223u) >> 24);
  for (std::int64_t i = 0; i < kExamples; ++i) examples.labels.set(i, double(i % 10));
  return data::in_memory("images", std::move(examples), {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
}

/// The least of some epochs: what else the machine does only adds.
double microseconds_an_image(const data::DatasetPtr& dataset, const std::vector<std::string>& words) {
  data::Loader loader(dataset, {.batch = kBatch, .augment = words, .workers = 0});
  double least = 1e9;
  for (std::int64_t epoch = 0; epoch < 25; ++epoch) {
    auto start = std::chrono::steady_clock::now();
    for (const data::Batch& batch : loader.epoch(epoch)) (void)batch;
    std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
    least = std::min(least, time.count() / double(kExamples));
  }
  return least;
}

void measure(const char* name, const data::DatasetPtr& dataset,
             const std::vector<std::vector<std::string>>& lists) {
  double read = microseconds_an_image(dataset, {});
  std::printf("%s: reading %.1f us an image\n", name, read);
  for (const std::vector<std::string>& words : lists) {
    std::string shown;
    for (const std::string& word : words) shown += (shown.empty() ? "" : ", ") + word;
    double time = microseconds_an_image(dataset, words) - read;
    std::printf("  %-44s %8.1f us an image, %7.2f ms a batch of %d\n", shown.c_str(), time,
                time * double(kBatch) / 1000, int(kBatch));
  }
}

}  // namespace

int main() {
  measure("1x28x28", images(1, 28),
          {{"shift 2"},
           {"rotate 10"},
           {"shift 2", "rotate 10", "scale 0.9 1.1", "shear 10"},
           {"elastic"},
           {"rotate 10", "elastic"},
           {"mixup 0.2"}});
  measure("3x32x32", images(3, 32),
          {{"flip"},
           {"flip", "crop 32 pad=4"},
           {"alternating_flip", "crop 32 pad=4 fill=reflect"},
           {"rotate 10"},
           {"color 0.4"},
           {"hue 0.1"},
           {"noise 0.05"},
           {"blur 1"},
           {"cutout 8"},
           {"elastic"},
           {"mixup 0.2"}});
}
