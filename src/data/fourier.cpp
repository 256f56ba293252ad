#include "percept/data/fourier.hpp"

#include <fftw3.h>

#include "fftw_planning.hpp"

namespace percept::data {

std::vector<std::complex<double>> fourier(const std::vector<double>& picture, std::int64_t height,
                                          std::int64_t width) {
  std::vector<std::complex<double>> values(picture.begin(), picture.end());
  auto* bytes = reinterpret_cast<fftw_complex*>(values.data());
  fftw_plan plan = nullptr;
  {
    std::lock_guard lock(fftw_planning());
    plan = fftw_plan_dft_2d(int(height), int(width), bytes, bytes, FFTW_FORWARD, FFTW_ESTIMATE);
  }
  fftw_execute(plan);
  std::lock_guard lock(fftw_planning());
  fftw_destroy_plan(plan);
  return values;
}

}  // namespace percept::data
