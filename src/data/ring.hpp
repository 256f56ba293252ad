// The ring of buffers between the threads that read batches and the one that takes them.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "augment/chain.hpp"
#include "percept/data/loader.hpp"

namespace percept::data::detail {

/// Batch k lives in slot k mod n, and is filled in pieces of a few rows. Whoever has time claims the next
/// piece, of the first batch that is not all claimed yet: workers do so ahead, as far as slots are free, that
/// is, up to batch k - n that has been given back; and the taker, who comes for a batch that is not ready,
/// claims its pieces too, with all threads that compute. So the workers can stand back behind the computation
/// without keeping it waiting, and batches come in order from any number of them. Thread safety: `start`,
/// `take` and `stop` belong to one thread, the taker's.
class Ring {
 public:
  Ring(DatasetPtr dataset, LoaderOptions options);
  ~Ring() { stop(); }

  /// Ends the run there is and begins the next, at batch `first`; gives its number.
  std::uint64_t start(std::int64_t epoch, std::int64_t first);
  /// Gives the last batch back and takes the next; null at the end, or where `run` is no longer the current
  /// one.
  const Batch* take(std::uint64_t run);
  /// Ends the run, if it is still the current one.
  void end(std::uint64_t run) {
    if (run == run_) stop();
  }

  std::int64_t batches() const;
  const DatasetPtr& dataset() const { return dataset_; }
  const std::vector<Field>& fields() const { return fields_; }
  const LoaderOptions& options() const { return options_; }

 private:
  struct Slot {
    std::vector<Tensor> full, partners;  // for a whole batch, one a field; for mixup, of the other examples
    Batch batch;                         // the rows of `full` that it has, by name
    std::int64_t claimed = 0, finished = 0;  // rows
    std::exception_ptr failure;
  };
  /// Rows of a batch, to be filled.
  struct Claim {
    std::int64_t index, begin, end;
  };
  /// What a thread that fills needs.
  struct Scratch {
    std::vector<Tensor> out, partners;  // the rows of a claim, one a field
    std::vector<std::int64_t> indices, partner_keys;
    std::vector<augment::Draws> draws;
    augment::Workspace workspace;
  };

  void allocate(Slot& slot) const;
  void stop();
  void work();
  /// Fills what is not claimed yet of batch `index`, with all threads that compute.
  void help(std::int64_t index);
  // With the mutex locked.
  bool can_claim() const { return claimed_ < std::min(batches(), returned_ + std::int64_t(slots_.size())); }
  Claim claim();
  /// Fills what it claims, with `lock` open in the meantime; what is thrown is kept with the slot.
  void fill_next(Scratch& scratch, std::unique_lock<std::mutex>& lock);

  void fill(const Claim& claim, Scratch& scratch);
  /// The examples of these keys, augmented, in the tensors of the data set's fields.
  void read(std::span<const std::int64_t> keys, std::span<Tensor> out, Scratch& scratch);
  void mix(const Claim& claim, Scratch& scratch);
  std::int64_t size_of(std::int64_t index) const {
    return std::min(options_.batch, dataset_->size() - index * options_.batch);
  }
  Slot& slot_of(std::int64_t index) { return slots_[std::size_t(index) % slots_.size()]; }

  const DatasetPtr dataset_;
  const LoaderOptions options_;
  const augment::Chain chain_;
  std::vector<Field> fields_;         // of a batch
  std::vector<std::int64_t> labels_;  // where classes are to be balanced
  std::vector<Slot> slots_;

  // Of the run.
  std::int64_t epoch_ = 0;
  std::vector<std::int64_t> order_;    // keys of examples: example = key mod size
  std::vector<RandomStream> streams_;  // of augmentation

  // The taker's own.
  std::uint64_t run_ = 0;
  std::int64_t first_ = 0, taken_ = 0;
  bool over_ = true;
  std::vector<std::thread> workers_;
  std::vector<Scratch> scratches_;  // of the threads that compute

  std::mutex mutex_;  // guards what follows, and of the slots how far they are
  std::condition_variable freed_, filled_;
  std::int64_t claimed_ = 0;   // the first batch that is not all claimed
  std::int64_t returned_ = 0;  // the first that has not been given back
  bool stopping_ = false;
};

}  // namespace percept::data::detail
