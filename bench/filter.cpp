// How fast a picture is filtered: one kernel of 5 x 5 on 1280 x 720 in colour, five kernels one after the
// other on 640 x 480, borders and strides; and the bytes around it. `./dev bench filter`.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "percept/base/threads.hpp"
#include "percept/lab/filter.hpp"
#include "percept/lab/filter_picture.hpp"
#include "percept/lab/image_kernel.hpp"

using namespace percept;
using Clock = std::chrono::steady_clock;

namespace {

/// Milliseconds of many runs.
struct Times {
  double best, median;
};

template <class F>
Times times_of(F&& run) {
  run();
  std::vector<double> times;
  Clock::time_point end = Clock::now() + std::chrono::milliseconds(1500);
  while (Clock::now() < end || times.size() < 9) {
    Clock::time_point start = Clock::now();
    run();
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  return {times.front(), times[times.size() / 2]};
}

Tensor picture(std::int64_t height, std::int64_t width) {
  Tensor image(DType::u8, {height, width, 3});
  auto bytes = image.data<std::uint8_t>();
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::uint8_t(i * 2654435761u >> 24);
  return image;
}

lab::Convolution kernel(const char* name, lab::Border border = lab::Border::zero) {
  lab::Convolution made{.kernel = lab::parse_kernel(name).value(), .border = border};
  if (border != lab::Border::none) made.padding = lab::same_padding(made.kernel, 1);
  return made;
}

void measure(const char* name, std::vector<lab::FilterStage> stages, const Tensor& image) {
  Tensor planes = lab::planes_of(image, false);
  lab::Filter filter(std::move(stages));
  Times engine = times_of([&] { filter.run(planes); });
  Times whole = times_of([&] { lab::scaled(filter.run(lab::planes_of(image, false)), lab::Scale::clip); });
  double operations = 0;
  for (const PlanStep& step : filter.steps(planes.shape())) operations += step.operations;
  std::printf("%-40s median %6.2f ms, best %6.2f (%5.1f GFLOP/s); from bytes to bytes %6.2f, best %6.2f\n",
              name, engine.median, engine.best, operations / engine.best / 1e6, whole.median, whole.best);
  for (const PlanStep& step : filter.steps(planes.shape()))
    std::printf("    %-24s %s\n", step.op.c_str(), step.kernel.c_str());
}

// What no filter of f32 planes can undercut: to read a picture and to write another.
void measure_copy(const Tensor& image) {
  Tensor from = lab::planes_of(image, false), to = from.clone();
  std::size_t half = from.bytes() / 2;
  Times times = times_of([&] {
    parallel_for(2, 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t i = first; i < last; ++i)
        std::memcpy(to.raw() + std::size_t(i) * half, from.raw() + std::size_t(i) * half, half);
    });
  });
  std::printf("%-40s median %6.2f ms, best %6.2f (%5.1f GB/s)\n", "floor: the picture copied, two threads",
              times.median, times.best, 2 * double(from.bytes()) / times.best / 1e6);
}

}  // namespace

int main() {
  Tensor large = picture(720, 1280), small = picture(480, 640);
  measure_copy(large);
  measure("1280 x 720 RGB, 5 x 5", {kernel("gaussian-5")}, large);
  measure("1280 x 720 RGB, 3 x 3", {kernel("sharpen")}, large);
  measure("1280 x 720 RGB, 7 x 7", {kernel("gaussian-7")}, large);
  measure("1280 x 720 RGB, 15 x 15",
          {lab::Convolution{.kernel = {15, 15, std::vector<double>(225, 1.0 / 225)}}}, large);
  measure("1280 x 720 RGB, 5 x 5, no border", {kernel("gaussian-5", lab::Border::none)}, large);
  measure("1280 x 720 RGB, 5 x 5, reflect", {kernel("gaussian-5", lab::Border::reflect)}, large);
  lab::Convolution strided = kernel("gaussian-5"), dilated = kernel("gaussian-5"),
                   transposed = kernel("gaussian-5");
  strided.stride = 2, dilated.dilation = 2, transposed.transposed = true;
  dilated.padding = lab::same_padding(dilated.kernel, 2);
  measure("1280 x 720 RGB, 5 x 5, stride 2", {strided}, large);
  measure("1280 x 720 RGB, 5 x 5, dilation 2", {dilated}, large);
  measure("1280 x 720 RGB, 5 x 5, transposed", {transposed}, large);
  measure("1280 x 720 RGB, max pooling 2 x 2", {lab::Pooling()}, large);
  measure("640 x 480 RGB, five kernels with relu",
          {kernel("gaussian-5"), lab::Relu(), kernel("sharpen"), lab::Relu(), kernel("log"), lab::Relu(),
           kernel("sobel-x"), lab::Relu(), kernel("gaussian-5")},
          small);
}
