// Threads read pieces of the set and sum each example for itself; what depends on order (the hash, the sums
// over examples) is added piece after piece, by whichever thread has the one that is due.
#include "percept/data/survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <numeric>

#include "content_hash.hpp"
#include "percept/base/threads.hpp"
#include "workers.hpp"

namespace percept::data {
namespace {

constexpr std::int64_t kChunk = 256;             // examples that the hash takes field by field
constexpr std::int64_t kPieceBytes = 4ll << 20;  // read at once by a thread, where an example is not larger

// The hash of all, taken in pieces that never reach from one chunk into the next.
class PiecewiseHash {
 public:
  explicit PiecewiseHash(const Dataset& dataset) : size_(dataset.size()), later_(dataset.fields().size()) {
    for (const Field& field : dataset.fields()) {
      hash_.add(field.name);
      hash_.add(name_of(field.dtype));
      for (std::int64_t dim : field.shape) hash_.add_word(std::uint64_t(dim));
    }
    for (const std::string& label : dataset.classes()) hash_.add(label);
  }

  void add(std::int64_t begin, const std::vector<Tensor>& piece) {
    std::int64_t count = piece[0].shape()[0], row = std::int64_t(piece[0].bytes()) / count;
    if (begin % kChunk == 0) hash_.begin(std::uint64_t(row * std::min(kChunk, size_ - begin)));
    hash_.append({piece[0].raw(), piece[0].bytes()});
    for (std::size_t i = 1; i < piece.size();
         ++i)  // these wait until the first field of the chunk is through
      later_[i].insert(later_[i].end(), piece[i].raw(), piece[i].raw() + piece[i].bytes());
    if ((begin + count) % kChunk != 0 && begin + count != size_) return;
    hash_.end();
    for (std::size_t i = 1; i < piece.size(); ++i) hash_.add(later_[i]), later_[i].clear();
  }
  std::string text() const { return fmt::format("{:016x}", hash_.value()); }

 private:
  std::int64_t size_;
  ContentHash hash_;
  std::vector<std::vector<std::byte>> later_;
};

struct Plane {
  double sum = 0, square = 0;
};

// The planes of each example, so that the great sums receive few, large terms.
void sum_planes(const Tensor& numbers, std::int64_t planes, std::vector<Plane>& out) {
  out.assign(std::size_t(planes), {});
  if (planes == 0) return;
  std::int64_t pixels = numbers.size() / planes;
  const float* value = numbers.data<float>().data();
  for (Plane& plane : out)
    for (std::int64_t i = 0; i < pixels; ++i, ++value)
      plane.sum += *value, plane.square += double(*value) * *value;
}

// The sum over the border of one image, plane after plane.
double border_sum(const float* pixels, std::int64_t planes, std::int64_t height, std::int64_t width) {
  double sum = 0;
  for (std::int64_t plane = 0; plane < planes; ++plane)
    for (std::int64_t y = 0; y < height; ++y) {
      const float* row = pixels + (plane * height + y) * width;
      std::int64_t step = y == 0 || y == height - 1 ? 1 : std::max<std::int64_t>(width - 1, 1);
      for (std::int64_t x = 0; x < width; x += step) sum += double(row[x]);
    }
  return sum;
}

std::int64_t border_pixels(std::int64_t height, std::int64_t width) {
  return height * width - std::max<std::int64_t>(height - 2, 0) * std::max<std::int64_t>(width - 2, 0);
}

class Surveyor {
 public:
  explicit Surveyor(const Dataset& dataset)
      : dataset_(dataset), hash_(dataset), counts_(dataset.classes().size()) {
    const std::vector<Field>& fields = dataset.fields();
    const Field& first = fields.front();
    if (first.dtype == DType::f32 && first.shape.rank() > 0) sums_.resize(std::size_t(first.shape[0]));
    images_ = first.name == "image" && first.shape.rank() == 3 && !sums_.empty();
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].name == "label" && fields[i].dtype == DType::i64 && fields[i].shape.rank() == 0)
        label_ = i;
    std::int64_t bytes = 1;
    for (const Field& field : fields) bytes += field.shape.elements() * std::int64_t(size_of(field.dtype));
    piece_ =
        std::int64_t(std::bit_floor(std::uint64_t(std::clamp<std::int64_t>(kPieceBytes / bytes, 1, kChunk))));
  }

  Survey run(int threads) {
    std::int64_t pieces = (dataset_.size() + piece_ - 1) / piece_;
    run_on_threads(int(std::min<std::int64_t>(threads, pieces)), [&] { work(pieces); });
    return result();
  }

 private:
  void work(std::int64_t pieces) try {
    std::vector<Tensor> tensors;
    std::vector<Plane> planes;
    std::vector<std::int64_t> indices;
    for (std::unique_lock lock(mutex_); claimed_ < pieces && !failed_;) {
      std::int64_t piece = claimed_++, begin = piece * piece_;
      lock.unlock();
      indices.resize(std::size_t(std::min(piece_, dataset_.size() - begin)));
      std::iota(indices.begin(), indices.end(), begin);
      auto count = std::int64_t(indices.size());
      if (tensors.empty() || tensors[0].shape()[0] != count) tensors = allocate_batch(dataset_, count);
      dataset_.read(indices, tensors);
      if (!sums_.empty()) sum_planes(tensors[0], count * std::int64_t(sums_.size()), planes);
      lock.lock();
      turn_.wait(lock, [&] { return due_ == piece || failed_; });
      if (failed_) return;
      lock.unlock();  // the others go on reading; none adds before `due_` says so
      add(begin, tensors, planes);
      lock.lock();
      ++due_;
      turn_.notify_all();
    }
  } catch (...) {
    std::lock_guard lock(mutex_);
    failed_ = true;
    turn_.notify_all();
    throw;
  }

  void add(std::int64_t begin, const std::vector<Tensor>& tensors, const std::vector<Plane>& planes) {
    hash_.add(begin, tensors);
    for (std::size_t i = 0; i < planes.size(); ++i) {
      sums_[i % sums_.size()].sum += planes[i].sum;
      sums_[i % sums_.size()].square += planes[i].square;
    }
    if (images_) {
      const Shape& shape = tensors[0].shape();
      std::int64_t size = shape.elements(1, 4);
      for (std::int64_t i = 0; i < shape[0] && size > 0; ++i)
        border_ += border_sum(tensors[0].data<float>().data() + i * size, shape[1], shape[2], shape[3]);
    }
    if (!counts_.empty() && label_)
      for (std::int64_t label : tensors[*label_].data<std::int64_t>())
        if (label >= 0 && label < std::int64_t(counts_.size())) ++counts_[std::size_t(label)];
  }

  Survey result() const {
    Survey result{.count = dataset_.size(), .content_hash = hash_.text(), .class_counts = counts_};
    const Shape& shape = dataset_.fields().front().shape;
    if (result.count == 0 || sums_.empty()) return result;
    double count = double(result.count) * double(shape.elements(1, shape.rank()));
    for (const Plane& channel : sums_) {
      double mean = channel.sum / count;
      result.normalization.mean.push_back(float(mean));
      result.normalization.deviation.push_back(
          float(std::sqrt(std::max(0.0, channel.square / count - mean * mean))));
    }
    if (images_)
      result.border_brightness =
          border_ / (double(result.count) * double(shape[0] * border_pixels(shape[1], shape[2])));
    return result;
  }

  const Dataset& dataset_;
  std::int64_t piece_;  // examples read at once: a power of two, so that pieces fill chunks
  PiecewiseHash hash_;
  std::vector<Plane> sums_;  // by channel; empty where the first field is not of numbers to normalise
  bool images_ = false;
  double border_ = 0;
  std::vector<std::int64_t> counts_;
  std::optional<std::size_t> label_;

  std::mutex mutex_;
  std::condition_variable turn_;
  std::int64_t claimed_ = 0, due_ = 0;
  bool failed_ = false;
};

}  // namespace

Survey survey(const Dataset& dataset, int threads) {
  return Surveyor(dataset).run(threads > 0 ? threads : thread_count());
}

std::string Dataset::content_hash() const { return survey(*this).content_hash; }

double border_brightness(const Tensor& images) {
  const Shape& shape = images.shape();
  double sum = border_sum(images.data<float>().data(), shape[0] * shape[1], shape[2], shape[3]);
  std::int64_t count = shape[0] * shape[1] * border_pixels(shape[2], shape[3]);
  return count ? sum / double(count) : 0;
}

}  // namespace percept::data
