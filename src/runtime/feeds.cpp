#include "percept/runtime/feeds.hpp"

#include "percept/base/spelling.hpp"

namespace percept {

const Tensor& Fetches::operator[](std::string_view name) const {
  auto found = tensors_.find(name);
  if (found != tensors_.end()) return found->second;
  std::string names;
  std::vector<std::string> known;
  for (const auto& [other, tensor] : tensors_) {
    names += (names.empty() ? "" : ", ") + other;
    known.push_back(other);
  }
  Problem problem("runtime.no_fetch", {{"name", name}, {"fetched", names}});
  if (std::optional<std::string> meant = nearest_spelling(name, known))
    problem.hint = Message("runtime.no_fetch.hint", {{"meant", *meant}});
  throw Error(std::move(problem));
}

Tensor feed_for(const Node& feed, const Feeds& feeds) {
  const std::string& name = leaf_name(feed);
  const ValueType& type = feed.outputs[0];
  if (const Tensor* given = feeds.find(name)) {
    if (given->dtype() == type.dtype && given->shape() == type.shape) return *given;
    throw Error(Problem("runtime.feed_type", {{"name", name}})
                    .operand({"fed", name, to_string(*given)})
                    .operand({"traced", name, to_string(type)})
                    .at(feed.at));
  }
  if (std::optional<double> fallback = fallback_of(feed))
    return Tensor::full(type.dtype, type.shape, *fallback);
  throw Error(Problem("runtime.feed_missing", {{"name", name}})
                  .operand({"feed", name, to_string(type)})
                  .with_hint("runtime.feed_missing.hint", {{"name", name}})
                  .at(feed.at));
}

}  // namespace percept
