// The ring of buffers between the threads that read batches and the one that takes them.
#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "augment/chain.hpp"
#include "percept/data/loader.hpp"

namespace percept::data::detail {

/// Batch k lives in slot k mod n. A worker claims the next k once its slot is free, that is, once batch k - n
/// has been given back; the taker waits for k to be filled. So batches come in order from any number of
/// workers, and at most n are ahead. Thread safety: `start`, `take` and `stop` belong to one thread, the
/// taker's.
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
    std::vector<Tensor> full;  // for a whole batch, one a field
    std::vector<Tensor> out;   // the rows of `full` that this batch needs
    Batch batch;               // views of `out` by name
    std::vector<std::int64_t> indices;
    augment::Workspace workspace;
    // For mixup: the other example of each, and its tensors.
    std::vector<augment::Draws> draws;
    std::vector<std::int64_t> partner_keys;
    std::vector<Tensor> full_partners, partners;
    bool filled = false;
    std::exception_ptr failure;
  };

  void allocate(Slot& slot) const;
  void stop();
  void work();
  void fill(Slot& slot, std::int64_t index);
  /// The examples of these keys, augmented, in the tensors of the data set's fields.
  void read(Slot& slot, std::span<const std::int64_t> keys, std::span<Tensor> out);
  void mix(Slot& slot, std::int64_t begin, std::int64_t size);
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

  std::mutex mutex_;  // guards what follows, and `filled` and `failure` of the slots
  std::condition_variable freed_, filled_;
  std::int64_t claimed_ = 0, returned_ = 0;
  bool stopping_ = false;
};

}  // namespace percept::data::detail
