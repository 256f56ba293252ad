#include "ring.hpp"

#include <sched.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "augment/mixup.hpp"
#include "percept/base/threads.hpp"

namespace percept::data::detail {
namespace {

constexpr std::int64_t kRows = 8;  // of a piece

// A worker takes only the time that the computation leaves: where it held up one of the threads that compute,
// the others would wait for that one.
void stand_back() {
  sched_param none{};
  ::sched_setscheduler(0, SCHED_IDLE, &none);  // this thread; where it is refused, it goes on as it is
}

}  // namespace

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
  std::int64_t ahead = options_.workers > 0 ? options_.prefetch : 0;
  slots_.resize(std::size_t(std::min(batches(), ahead + 1)));
  for (Slot& slot : slots_) allocate(slot);
}

void Ring::allocate(Slot& slot) const {
  std::int64_t count = std::min(options_.batch, dataset_->size());
  slot.full = allocate_batch(*dataset_, count);
  if (!chain_.mixup()) return;
  slot.full.emplace_back(DType::f32, Shape{count, fields_.back().shape[0]});
  slot.partners = allocate_batch(*dataset_, count);
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
  for (Slot& slot : slots_) slot.claimed = slot.finished = 0, slot.failure = nullptr;
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
  stand_back();
  Scratch scratch;
  std::unique_lock lock(mutex_);
  for (;;) {
    freed_.wait(lock, [&] { return stopping_ || claimed_ == batches() || can_claim(); });
    if (stopping_ || claimed_ == batches()) return;
    fill_next(scratch, lock);
  }
}

void Ring::help(std::int64_t index) {
  int threads = thread_count();
  scratches_.resize(std::max(scratches_.size(), std::size_t(threads)));
  parallel_for(threads, 1, [&](std::int64_t thread, std::int64_t) {
    std::unique_lock lock(mutex_);
    while (claimed_ == index) fill_next(scratches_[std::size_t(thread)], lock);
  });
}

Ring::Claim Ring::claim() {
  std::int64_t &begin = slot_of(claimed_).claimed, size = size_of(claimed_);
  Claim claim{claimed_, begin, std::min(begin + kRows, size)};
  begin = claim.end;
  if (claim.end == size) ++claimed_;
  return claim;
}

void Ring::fill_next(Scratch& scratch, std::unique_lock<std::mutex>& lock) {
  Claim mine = claim();
  lock.unlock();
  std::exception_ptr failure;
  try {
    fill(mine, scratch);
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  Slot& slot = slot_of(mine.index);
  if (failure) slot.failure = std::move(failure);
  slot.finished += mine.end - mine.begin;
  if (slot.finished == size_of(mine.index)) filled_.notify_one();
}

void Ring::fill(const Claim& claim, Scratch& scratch) {
  Slot& slot = slot_of(claim.index);
  scratch.out.clear();
  for (const Tensor& tensor : slot.full) scratch.out.push_back(tensor.rows(claim.begin, claim.end));
  std::span<const std::int64_t> keys(order_);
  keys = keys.subspan(std::size_t(claim.index * options_.batch + claim.begin),
                      std::size_t(claim.end - claim.begin));
  read(keys, std::span(scratch.out).first(dataset_->fields().size()), scratch);
  if (chain_.mixup()) mix(claim, scratch);
  if (options_.normalization) options_.normalization->apply(scratch.out.front());
}

void Ring::read(std::span<const std::int64_t> keys, std::span<Tensor> out, Scratch& scratch) {
  scratch.indices.assign(keys.begin(), keys.end());
  for (std::int64_t& example : scratch.indices) example %= dataset_->size();
  dataset_->read(scratch.indices, out);
  chain_.apply(out.front(), keys, streams_, epoch_, scratch.workspace);
}

// Each example with another of the epoch's order, so that balanced classes stay so.
void Ring::mix(const Claim& claim, Scratch& scratch) {
  std::vector<augment::Draws>& draws = scratch.draws;
  draws.clear();
  scratch.partner_keys.clear();
  std::int64_t first = claim.index * options_.batch;
  for (std::int64_t row = first + claim.begin; row < first + claim.end; ++row) {
    draws.emplace_back(streams_.back(), std::uint64_t(order_[std::size_t(row)]));
    auto other = std::int64_t(draws.back().below(std::uint32_t(std::max<std::size_t>(order_.size(), 2) - 1)));
    other += other >= row && order_.size() > 1;
    scratch.partner_keys.push_back(order_[std::size_t(other)]);
  }
  scratch.partners.clear();
  for (const Tensor& tensor : slot_of(claim.index).partners)
    scratch.partners.push_back(tensor.rows(claim.begin, claim.end));
  read(scratch.partner_keys, scratch.partners, scratch);
  std::size_t numbers = std::size_t(dataset_->fields().front().shape.elements());
  std::size_t classes = dataset_->classes().size();
  auto one = scratch.out[0].data<float>(), soft = scratch.out.back().data<float>();
  auto other = scratch.partners[0].data<float>();
  auto label = scratch.out[1].data<std::int64_t>(), other_label = scratch.partners[1].data<std::int64_t>();
  for (std::size_t i = 0; i < draws.size(); ++i) {
    auto share = float(augment::draw_share(draws[i], *chain_.mixup()));
    augment::mix(one.subspan(i * numbers, numbers), other.subspan(i * numbers, numbers), share);
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
  std::int64_t size = size_of(taken_);
  std::unique_lock lock(mutex_);
  if (taken_ > first_) {
    Slot& last = slot_of(taken_ - 1);
    last.claimed = last.finished = 0;
    returned_ = taken_;
    freed_.notify_all();
  }
  if (claimed_ == taken_) {
    lock.unlock();
    help(taken_);
    lock.lock();
  }
  filled_.wait(lock, [&] { return slot.finished == size; });
  if (std::exception_ptr failure = std::exchange(slot.failure, nullptr)) {
    lock.unlock();
    stop();
    std::rethrow_exception(failure);
  }
  if (slot.batch.size != size) {  // the first use of the slot, and the last batch of an epoch
    for (std::size_t i = 0; i < slot.full.size(); ++i)
      slot.batch.tensors.insert_or_assign(fields_[i].name, slot.full[i].rows(0, size));
    slot.batch.size = size;
  }
  slot.batch.index = taken_;
  ++taken_;
  return &slot.batch;
}

}  // namespace percept::data::detail
