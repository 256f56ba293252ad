#include "ring.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "augment/mixup.hpp"

namespace percept::data::detail {

Ring::Ring(DatasetPtr dataset, LoaderOptions options)
    : dataset_(std::move(dataset)), options_(std::move(options)), chain_(options_.augment),
      fields_(dataset_->fields()) {
  if (options_.batch < 1 || options_.workers < 0 || options_.prefetch < 1)
    throw Error(
        Problem("data.loader_options",
                {{"batch", options_.batch}, {"workers", options_.workers}, {"prefetch", options_.prefetch}})
            .with_hint("data.loader_options.hint"));
  chain_.require_fits(*dataset_);
  if (options_.normalization) {
    Tensor probe = allocate_batch(*dataset_, 0).front();
    options_.normalization->apply(probe);  // throws now, not in a worker, where the channels do not fit
  }
  if (options_.balance) {
    labels_ = dataset_->labels();
    if (labels_.empty() && dataset_->size() > 0)
      throw Error(Problem("data.balance").about(dataset_->name()).with_hint("data.balance.hint"));
  }
  if (chain_.mixup())
    fields_.push_back({"soft_label", DType::f32, {std::int64_t(dataset_->classes().size())}});
  slots_.resize(std::size_t(std::min(batches(), std::int64_t(options_.prefetch) + 1)));
  for (Slot& slot : slots_) allocate(slot);
}

void Ring::allocate(Slot& slot) const {
  std::int64_t count = std::min(options_.batch, dataset_->size());
  slot.full = allocate_batch(*dataset_, count);
  slot.indices.reserve(std::size_t(count));
  if (!chain_.mixup()) return;
  slot.full.emplace_back(DType::f32, Shape{count, fields_.back().shape[0]});
  slot.full_partners = allocate_batch(*dataset_, count);
  slot.partner_keys.reserve(std::size_t(count));
}

std::int64_t Ring::batches() const {
  std::int64_t whole = dataset_->size() / options_.batch;
  return whole + (!options_.drop_last && dataset_->size() % options_.batch != 0);
}

std::uint64_t Ring::start(std::int64_t epoch, std::int64_t first) {
  if (first < 0 || first > batches())
    throw Error(Problem("data.first_batch", {{"first", first}, {"batches", batches()}}));
  stop();
  ++run_;
  epoch_ = epoch;
  if (options_.balance) {
    order_ = balanced_order(labels_, options_.seed, epoch);
  } else if (options_.shuffle) {
    order_ = shuffled_order(dataset_->size(), options_.seed, epoch);
  } else if (std::int64_t(order_.size()) != dataset_->size()) {
    order_.resize(std::size_t(dataset_->size()));
    std::iota(order_.begin(), order_.end(), std::int64_t(0));
  }
  streams_ = chain_.streams(options_.seed, epoch);
  first_ = taken_ = claimed_ = returned_ = first;
  stopping_ = over_ = false;
  for (Slot& slot : slots_) slot.filled = false, slot.failure = nullptr;
  try {
    for (std::int64_t i = 0; i < std::min<std::int64_t>(options_.workers, batches() - first); ++i)
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
    slot.partners.clear();
    for (const Tensor& tensor : slot.full) slot.out.push_back(tensor.rows(0, size));
    for (const Tensor& tensor : slot.full_partners) slot.partners.push_back(tensor.rows(0, size));
    for (std::size_t i = 0; i < slot.out.size(); ++i)
      slot.batch.tensors.insert_or_assign(fields_[i].name, slot.out[i]);
    slot.batch.size = size;
  }
  slot.batch.index = index;
  std::span<const std::int64_t> keys = std::span(order_).subspan(std::size_t(begin), std::size_t(size));
  read(slot, keys, std::span(slot.out).first(dataset_->fields().size()));
  if (chain_.mixup()) mix(slot, begin, size);
  if (options_.normalization) options_.normalization->apply(slot.out.front());
}

void Ring::read(Slot& slot, std::span<const std::int64_t> keys, std::span<Tensor> out) {
  slot.indices.assign(keys.begin(), keys.end());
  for (std::int64_t& example : slot.indices) example %= dataset_->size();
  dataset_->read(slot.indices, out);
  chain_.apply(out.front(), keys, streams_, epoch_, slot.workspace);
}

// Each example with another of the epoch's order, so that balanced classes stay so.
void Ring::mix(Slot& slot, std::int64_t begin, std::int64_t size) {
  std::vector<augment::Draws>& draws = slot.draws;
  draws.clear();
  slot.partner_keys.clear();
  for (std::int64_t row = begin; row < begin + size; ++row) {
    draws.emplace_back(streams_.back(), std::uint64_t(order_[std::size_t(row)]));
    auto other = std::int64_t(draws.back().below(std::uint32_t(std::max<std::size_t>(order_.size(), 2) - 1)));
    other += other >= row && order_.size() > 1;
    slot.partner_keys.push_back(order_[std::size_t(other)]);
  }
  read(slot, slot.partner_keys, slot.partners);
  std::size_t numbers = std::size_t(dataset_->fields().front().shape.elements());
  std::size_t classes = dataset_->classes().size();
  auto first = slot.out[0].data<float>(), soft = slot.out.back().data<float>();
  auto other = slot.partners[0].data<float>();
  auto label = slot.out[1].data<std::int64_t>(), other_label = slot.partners[1].data<std::int64_t>();
  for (std::size_t i = 0; i < std::size_t(size); ++i) {
    auto share = float(augment::draw_share(draws[i], *chain_.mixup()));
    augment::mix(first.subspan(i * numbers, numbers), other.subspan(i * numbers, numbers), share);
    augment::mix_labels(soft.subspan(i * classes, classes), label[i], other_label[i], share);
  }
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
