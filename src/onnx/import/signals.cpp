// Fourier transforms, windows and the mel scale. A transform is a product with cosines and sines, in f64: the
// terms are large where their sum is near zero.
#include <cmath>
#include <numbers>
#include <utility>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
constexpr double kTurn = 2 * std::numbers::pi;

// [from, to]: f(2 pi j k / n).
template <class F>
Value wave(C& c, std::int64_t from, std::int64_t to, std::int64_t n, F f) {
  Tensor tensor = c.table(DType::f64, {from, to});
  for (std::int64_t j = 0; j < from; ++j)
    for (std::int64_t k = 0; k < to; ++k)
      tensor.data<double>()[std::size_t(j * to + k)] = f(kTurn * double(j * k % n) / double(n));
  return c.constant(std::move(tensor));
}

// x [..., length, 1 or 2] f64 (real, or real and imaginary) to [..., bins, 2], over n places.
Value transformed(C& c, Value x, std::int64_t n, bool inverse, bool onesided) {
  int rank = x.shape().rank();
  std::int64_t length = x.shape()[-2], bins = onesided ? n / 2 + 1 : n;
  c.require(n > 0 && rank >= 2, "onnx.refused.rank", {{"rank", rank}});
  if (length > n) x = slice(x, {.axis = rank - 2, .end = n});
  length = std::min(length, n);
  auto plane = [&](std::int64_t i) { return squeeze(slice(x, {.axis = -1, .begin = i, .end = i + 1}), -1); };
  double turn = inverse ? 1 : -1;
  Value cosines = wave(c, length, bins, n, [](double a) { return std::cos(a); });
  Value sines = wave(c, length, bins, n, [turn](double a) { return turn * std::sin(a); });
  auto row = [&](Value v) { return v.shape().rank() == 1 ? unsqueeze(v, 0) : v; };
  Value real = row(plane(0)), re = matmul(real, cosines), im = matmul(real, sines);
  if (x.shape()[-1] == 2) {
    Value imaginary = row(plane(1));
    re = re - matmul(imaginary, sines);
    im = im + matmul(imaginary, cosines);
  }
  if (inverse) re = re / double(n), im = im / double(n);
  Value out = stack({re, im}, -1);
  return rank == 2 ? squeeze(out, 0) : out;
}

Value fourier(C& c) {
  Value x = c[0];
  DType dtype = x.dtype();
  int rank = x.shape().rank(), axis = axis_of(c.int_of("axis", 1), rank);
  std::int64_t n = c.has(1) ? c.integer(1) : x.shape()[axis];
  std::vector<std::int64_t> order;  // the axis next to the last
  for (int i = 0; i < rank - 1; ++i)
    if (i != axis) order.push_back(i);
  order.push_back(axis);
  order.push_back(rank - 1);
  std::vector<std::int64_t> back(std::size_t(rank), 0);
  for (int i = 0; i < rank; ++i) back[std::size_t(order[std::size_t(i)])] = i;
  Value y = transformed(c, transpose(cast(x, DType::f64), order), n, c.int_of("inverse") != 0,
                        c.int_of("onesided") != 0);
  return cast(transpose(y, back), dtype);
}

// Frames of the signal, `step` apart, each under the window and transformed: [N, frames, bins, 2].
Value short_time_fourier(C& c) {
  Value x = c[0];
  DType dtype = x.dtype();
  std::int64_t step = c.integer(1);
  Value window = c.or_none(2);
  std::int64_t n = c.has(3) ? c.integer(3) : window ? window.shape().elements() : 0;
  if (x.shape().rank() == 2) x = unsqueeze(x, 2);
  if (x.shape().rank() != 3 || step < 1 || n < 1 || n > x.shape()[1])
    throw Error(Problem("onnx.frames", {{"step", step}, {"length", n}}));
  std::int64_t frames = (x.shape()[1] - n) / step + 1;
  Tensor places = c.table(DType::i64, {frames, n});
  for (std::int64_t f = 0; f < frames; ++f)
    for (std::int64_t i = 0; i < n; ++i) places.set(f * n + i, double(f * step + i));
  Value framed = cast(take(x, c.constant(std::move(places)), 1), DType::f64);
  if (window) {
    // A window shorter than the frame stands in its middle.
    std::int64_t room = n - window.shape().elements();
    window = pad(cast(window, DType::f64), 0, room / 2, room - room / 2);
    framed = framed * reshape(window, {n, 1});
  }
  return cast(transformed(c, framed, n, false, c.int_of("onesided", 1) != 0), dtype);
}

// The sum of amplitudes[i] cos(2 pi i k / N).
Value window(C& c, std::initializer_list<double> amplitudes) {
  std::int64_t size = c.integer(0);
  double period = double(c.int_of("periodic", 1) ? size : size - 1);
  Tensor tensor = c.table(DType::f64, {size});
  for (std::int64_t k = 0; k < size; ++k) {
    double sum = 0;
    int i = 0;
    for (double amplitude : amplitudes) sum += amplitude * std::cos(kTurn * double(i++) * double(k) / period);
    tensor.set(k, period == 0 ? 1 : sum);
  }
  return c.constant(tensor.to(c.dtype_of("output_datatype").value_or(DType::f32)));
}

// Triangles over the bins of a spectrum, evenly spaced in mel = 2595 log10(1 + f / 700).
Value mel_weights(C& c) {
  std::int64_t bands = c.integer(0), length = c.integer(1), rate = c.integer(2);
  double low = c.number(3), high = c.number(4);
  std::int64_t bins = length / 2 + 1;
  if (bands < 1 || bands > 4096 || length < 1 || length > (1 << 24) || rate < 1)
    throw Error(Problem("onnx.frames", {{"step", bands}, {"length", length}}));
  auto mel = [](double f) { return 2595 * std::log10(1 + f / 700); };
  double step = (mel(high) - mel(low)) / double(bands + 2);
  std::vector<std::int64_t> edges;
  for (std::int64_t i = 0; i < bands + 2; ++i) {
    double frequency = 700 * (std::pow(10, (double(i) * step + mel(low)) / 2595) - 1);
    edges.push_back(std::int64_t(std::floor(double(length + 1) * frequency / double(rate))));
  }
  Tensor weights = c.table(DType::f32, {bins, bands});
  auto put = [&](std::int64_t j, std::int64_t i, double w) {
    if (j >= 0 && j < bins) weights.set(j * bands + i, w);
  };
  for (std::int64_t i = 0; i < bands; ++i) {
    std::int64_t left = edges[std::size_t(i)], middle = edges[std::size_t(i + 1)],
                 right = edges[std::size_t(i + 2)];
    if (left == middle) put(middle, i, 1);
    for (std::int64_t j = left; left < middle && j <= middle; ++j)
      put(j, i, double(j - left) / double(middle - left));
    for (std::int64_t j = middle; j < right; ++j) put(j, i, double(right - j) / double(right - middle));
  }
  return c.constant(weights.to(c.dtype_of("output_datatype").value_or(DType::f32)));
}

}  // namespace

void add_signals(Mappings& m) {
  m.add("DFT", fourier);
  m.add("STFT", short_time_fourier);
  m.add("HannWindow", [](C& c) { return window(c, {0.5, -0.5}); });
  m.add("HammingWindow", [](C& c) { return window(c, {25.0 / 46, -21.0 / 46}); });
  m.add("BlackmanWindow", [](C& c) { return window(c, {0.42, -0.5, 0.08}); });
  m.add("MelWeightMatrix", mel_weights);
}

}  // namespace percept::onnx
