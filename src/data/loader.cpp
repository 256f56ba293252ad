#include "percept/data/loader.hpp"

#include <numeric>
#include <utility>

#include "percept/base/random.hpp"
#include "ring.hpp"

namespace percept::data {
namespace {

// Fisher and Yates.
void shuffle(std::vector<std::int64_t>& order, const RandomStream& stream) {
  for (std::uint64_t i = order.size(); i-- > 1;)
    std::swap(order[i], order[stream.below(i, std::uint32_t(i + 1))]);
}

}  // namespace

std::vector<std::int64_t> shuffled_order(std::int64_t size, std::uint64_t seed, std::int64_t epoch) {
  std::vector<std::int64_t> order(std::size_t(size), 0);
  std::iota(order.begin(), order.end(), std::int64_t(0));
  shuffle(order, RandomStream(seed, "shuffle", std::uint64_t(epoch)));
  return order;
}

std::vector<std::int64_t> balanced_order(std::span<const std::int64_t> labels, std::uint64_t seed,
                                         std::int64_t epoch) {
  std::map<std::int64_t, std::vector<std::int64_t>> members;
  for (std::int64_t i : shuffled_order(std::int64_t(labels.size()), seed, epoch))
    members[labels[std::size_t(i)]].push_back(i);
  auto size = std::int64_t(labels.size()), classes = std::int64_t(members.size());
  std::vector<std::int64_t> order;
  for (std::int64_t k = 0; const auto& [label, examples] : members) {
    // Which classes get one more goes round with the epochs.
    std::int64_t turn = (k++ + epoch) % classes, count = size / classes + (turn < size % classes);
    for (std::int64_t i = 0; i < count; ++i) {
      auto have = std::int64_t(examples.size());
      order.push_back(examples[std::size_t(i % have)] + i / have * size);
    }
  }
  shuffle(order, RandomStream(seed, "balance", std::uint64_t(epoch)));
  return order;
}

const Tensor& Batch::operator[](std::string_view name) const {
  if (auto found = tensors.find(name); found != tensors.end()) return found->second;
  std::string known;
  for (const auto& [field, tensor] : tensors) known += (known.empty() ? "" : ", ") + field;
  throw Error(Problem("data.no_field", {{"field", name}, {"known", known}}));
}

Epoch::Iterator::Iterator(Epoch* epoch) : epoch_(epoch), batch_(epoch->ring_->take(epoch->run_)) {}

Epoch::Iterator& Epoch::Iterator::operator++() {
  batch_ = nullptr;  // stays so where taking throws
  batch_ = epoch_->ring_->take(epoch_->run_);
  return *this;
}

Epoch::~Epoch() {
  if (ring_) ring_->end(run_);
}

Loader::Loader(DatasetPtr dataset, LoaderOptions options)
    : ring_(std::make_shared<detail::Ring>(std::move(dataset), std::move(options))) {}
Loader::~Loader() = default;
Loader::Loader(Loader&&) noexcept = default;
Loader& Loader::operator=(Loader&&) noexcept = default;

Epoch Loader::epoch(std::int64_t epoch, std::int64_t first_batch) {
  return Epoch(ring_, ring_->start(epoch, first_batch));
}
std::int64_t Loader::batches() const { return ring_->batches(); }
const Dataset& Loader::dataset() const { return *ring_->dataset(); }
const std::vector<Field>& Loader::fields() const { return ring_->fields(); }
const LoaderOptions& Loader::options() const { return ring_->options(); }

}  // namespace percept::data
