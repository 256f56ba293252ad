// The ring of buffers between the threads that read batches and the one that takes them.
#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

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

  /// Ends the run there is and begins the next with its batch `first`; gives its number.
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
  const LoaderOptions& options() const { return options_; }

 private:
  struct Slot {
    std::vector<Tensor> full;  // for a whole batch
    std::vector<Tensor> out;   // the rows of `full` that this batch needs
    Batch batch;               // views of `out` by name
    bool filled = false;
    std::exception_ptr failure;
  };

  void stop();
  void work();
  void fill(Slot& slot, std::int64_t index);
  Slot& slot_of(std::int64_t index) { return slots_[std::size_t(index) % slots_.size()]; }

  const DatasetPtr dataset_;
  const LoaderOptions options_;
  std::ptrdiff_t image_ = -1;  // the field that is normalised
  std::vector<Slot> slots_;
  std::vector<std::int64_t> order_;

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
