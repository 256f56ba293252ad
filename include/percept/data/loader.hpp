// Batches of a data set, read and augmented by the threads that compute, or ahead by others.
#pragma once

#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "percept/data/dataset.hpp"
#include "percept/data/normalization.hpp"

namespace percept::data {

struct LoaderOptions {
  std::int64_t batch = 64;
  bool shuffle = false;
  bool balance = false;                   // every class equally often; the order is shuffled then
  std::vector<std::string> augment = {};  // words of percept/data/augmentation.hpp
  bool drop_last = false;                 // leave out the last batch where it would be smaller
  std::uint64_t seed = 0;                 // of the order and of augmentation
  int workers = 0;                        // threads that read ahead; 0: those that compute read what is due
  int prefetch = 4;                       // batches read ahead at most
  std::optional<Normalization> normalization = std::nullopt;  // of the first field
};

/// One tensor a field, [size, shape of the field...]. Valid until the next batch is taken: its bytes are then
/// written anew (`clone` a tensor to keep it).
struct Batch {
  std::map<std::string, Tensor, std::less<>> tensors;
  std::int64_t size = 0;
  std::int64_t index = 0;  // within the epoch

  /// Throws `Error` where there is no such field.
  const Tensor& operator[](std::string_view name) const;
};

namespace detail {
class Ring;
}

/// The batches of one epoch, taken once, in order. An exception that reading threw is thrown where the batch
/// is taken; the epoch is then over. Leaving early ends the threads and waits for what they read at the
/// moment.
class Epoch {
 public:
  class Iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = Batch;
    Iterator() = default;
    const Batch& operator*() const { return *batch_; }
    const Batch* operator->() const { return batch_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !batch_; }

   private:
    friend class Epoch;
    explicit Iterator(Epoch* epoch);
    Epoch* epoch_ = nullptr;
    const Batch* batch_ = nullptr;
  };

  Epoch(Epoch&& other) noexcept = default;
  Epoch& operator=(Epoch&&) = delete;
  ~Epoch();

  /// Takes the first batch; call it once.
  Iterator begin() { return Iterator(this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  friend class Loader;
  Epoch(std::shared_ptr<detail::Ring> ring, std::uint64_t run) : ring_(std::move(ring)), run_(run) {}
  std::shared_ptr<detail::Ring> ring_;
  std::uint64_t run_;  // which of the ring's runs this is: a later one ends it
};

/// `for (const Batch& batch : loader.epoch(e)) ...`
///
/// An example is read, augmented, then normalised. With the word mixup it is mixed with another one, which is
/// augmented too, and the batch has a further field "soft_label" f32 [N, classes], the share of each class;
/// "label" stays that of the first.
///
/// Order and augmentation depend on seed and epoch alone, never on the number of workers. Buffers are
/// made once and reused: prefetch + 1 batches. Thread safety: one thread takes the batches, of one epoch at a
/// time (starting an epoch ends the one before). That thread helps where the batch it comes for is not ready,
/// with all threads that compute (parallel_for). The workers are std::threads and never enter OpenMP.
class Loader {
 public:
  /// Throws `Error` where an option makes no sense.
  explicit Loader(DatasetPtr dataset, LoaderOptions options = {});
  ~Loader();
  Loader(Loader&&) noexcept;
  Loader& operator=(Loader&&) noexcept;

  /// The epoch's batches from `first_batch` on, just as they come in the whole epoch. Throws `Error` where it
  /// has fewer.
  Epoch epoch(std::int64_t epoch, std::int64_t first_batch = 0);
  /// Batches in an epoch.
  std::int64_t batches() const;
  const Dataset& dataset() const;
  /// What a batch holds: the data set's fields, and with mixup "soft_label".
  const std::vector<Field>& fields() const;
  const LoaderOptions& options() const;

 private:
  std::shared_ptr<detail::Ring> ring_;
};

/// 0 to size - 1, shuffled by Fisher and Yates with RandomStream(seed, "shuffle", epoch).
std::vector<std::int64_t> shuffled_order(std::int64_t size, std::uint64_t seed, std::int64_t epoch);

/// As many examples as there are labels, every class equally often (but for one, where the number does not
/// divide), shuffled. Of a large class some are left out, others in the next epoch; of a small one each comes
/// n or n + 1 times. The k-th time example i is i + k labels.size(), k from 0: every time another key for
/// what is drawn for it.
std::vector<std::int64_t> balanced_order(std::span<const std::int64_t> labels, std::uint64_t seed,
                                         std::int64_t epoch);

}  // namespace percept::data
