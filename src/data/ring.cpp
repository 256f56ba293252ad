#include "ring.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace percept::data::detail {

Ring::Ring(DatasetPtr dataset, LoaderOptions options)
    : dataset_(std::move(dataset)), options_(std::move(options)) {
  if (options_.batch < 1 || options_.workers < 0 || options_.prefetch < 1)
    throw Error(
        Problem("data.loader_options",
                {{"batch", options_.batch}, {"workers", options_.workers}, {"prefetch", options_.prefetch}})
            .with_hint("data.loader_options.hint"));
  const std::vector<Field>& fields = dataset_->fields();
  auto image = std::find_if(fields.begin(), fields.end(), [](const Field& f) { return f.name == "image"; });
  if (options_.normalization) {
    if (image == fields.end()) throw Error(Problem("data.no_images").about(dataset_->name()));
    image_ = image - fields.begin();
    Tensor probe = allocate_batch(*dataset_, 0)[std::size_t(image_)];
    options_.normalization->apply(probe);  // throws now, not in a worker, where the channels do not fit
  }
  std::int64_t count = std::min(batches(), std::int64_t(options_.prefetch) + 1);
  slots_.resize(std::size_t(count));
  for (Slot& slot : slots_) slot.full = allocate_batch(*dataset_, std::min(options_.batch, dataset_->size()));
}

std::int64_t Ring::batches() const {
  std::int64_t whole = dataset_->size() / options_.batch;
  return whole + (!options_.drop_last && dataset_->size() % options_.batch != 0);
}

std::uint64_t Ring::start(std::int64_t epoch, std::int64_t first) {
  stop();
  ++run_;
  if (options_.shuffle) {
    order_ = shuffled_order(dataset_->size(), options_.seed, epoch);
  } else if (std::int64_t(order_.size()) != dataset_->size()) {
    order_.resize(std::size_t(dataset_->size()));
    std::iota(order_.begin(), order_.end(), std::int64_t(0));
  }
  first_ = taken_ = claimed_ = returned_ = std::clamp<std::int64_t>(first, 0, batches());
  stopping_ = over_ = false;
  for (Slot& slot : slots_) slot.filled = false, slot.failure = nullptr;
  try {
    for (std::int64_t i = 0; i < std::min<std::int64_t>(options_.workers, batches()); ++i)
      workers_.emplace_back([this] { work(); });
  } catch (...) {  // the system has no thread to give
    stop();
    throw;
  }
  return run_;
}

void Ring::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  freed_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  over_ = true;
}

void Ring::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] {
      return stopping_ || claimed_ == batches() || claimed_ < returned_ + std::int64_t(slots_.size());
    });
    if (stopping_ || claimed_ == batches()) return;
    std::int64_t index = claimed_++;
    lock.unlock();

    Slot& slot = slot_of(index);
    std::exception_ptr failure;
    try {
      fill(slot, index);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    slot.failure = std::move(failure);
    slot.filled = true;
    lock.unlock();
    filled_.notify_one();
  }
}

void Ring::fill(Slot& slot, std::int64_t index) {
  std::int64_t begin = index * options_.batch;
  std::int64_t size = std::min(options_.batch, dataset_->size() - begin);
  if (slot.batch.size != size) {  // the first use of the slot, and the last batch of an epoch
    slot.out.clear();
    for (const Tensor& tensor : slot.full) slot.out.push_back(tensor.rows(0, size));
    for (std::size_t i = 0; i < slot.out.size(); ++i)
      slot.batch.tensors.insert_or_assign(dataset_->fields()[i].name, slot.out[i]);
    slot.batch.size = size;
  }
  slot.batch.index = index;
  dataset_->read(std::span(order_).subspan(std::size_t(begin), std::size_t(size)), slot.out);
  if (image_ >= 0) options_.normalization->apply(slot.out[std::size_t(image_)]);
}

const Batch* Ring::take(std::uint64_t run) {
  if (run != run_ || over_) return nullptr;
  if (taken_ == batches()) {
    stop();
    return nullptr;
  }
  Slot& slot = slot_of(taken_);
  try {
    if (options_.workers == 0) {
      fill(slot, taken_);
    } else {
      std::unique_lock lock(mutex_);
      if (taken_ > first_) {
        slot_of(taken_ - 1).filled = false;
        returned_ = taken_;
        freed_.notify_one();
      }
      filled_.wait(lock, [&] { return slot.filled; });
      if (slot.failure) std::rethrow_exception(std::exchange(slot.failure, nullptr));
    }
  } catch (...) {
    stop();
    throw;
  }
  ++taken_;
  return &slot.batch;
}

}  // namespace percept::data::detail
