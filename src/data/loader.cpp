#include "percept/data/loader.hpp"

#include <numeric>
#include <utility>

#include "percept/base/random.hpp"
#include "ring.hpp"

namespace percept::data {

std::vector<std::int64_t> shuffled_order(std::int64_t size, std::uint64_t seed, std::int64_t epoch) {
  std::vector<std::int64_t> order(std::size_t(size), 0);
  std::iota(order.begin(), order.end(), std::int64_t(0));
  RandomStream stream(seed, "shuffle", std::uint64_t(epoch));
  for (std::uint64_t i = order.size(); i-- > 1;)
    std::swap(order[i], order[stream.below(i, std::uint32_t(i + 1))]);
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

Epoch Loader::epoch(std::int64_t epoch, std::int64_t first) {
  return Epoch(ring_, ring_->start(epoch, first));
}
std::int64_t Loader::batches() const { return ring_->batches(); }
const Dataset& Loader::dataset() const { return *ring_->dataset(); }
const LoaderOptions& Loader::options() const { return ring_->options(); }

}  // namespace percept::data
