#include "parts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "percept/base/random.hpp"

namespace percept::data {
namespace {

constexpr double kTestShare = 0.2, kValidationShare = 0.1;

Indices counted(std::size_t size) {
  Indices all(size);
  std::iota(all.begin(), all.end(), std::int64_t(0));
  return all;
}

std::size_t rounded_share(std::size_t count, double share) {
  if (count < 2 || share <= 0 || share >= 1) return share >= 1 ? count : 0;
  return std::clamp<std::size_t>(std::size_t(std::lround(share * double(count))), 1, count - 1);
}

template <class T>
std::vector<T> picked(std::span<const T> values, const Indices& indices) {
  std::vector<T> out;
  for (std::int64_t index : indices)
    if (!values.empty()) out.push_back(values[std::size_t(index)]);
  return out;
}

}  // namespace

// The names of files differ in their last letters, which FNV carries to some bits only: Philox spreads them.
std::uint64_t key_of(std::string_view name) {
  RandomStream mixed(0, hash_of(name), 0);
  return std::uint64_t(mixed.bits(0)) << 32 | mixed.bits(1);
}

Problem empty_part(const Spec& spec) {
  return Problem("data.empty_part", {{"part", name_of(spec.split)}})
      .about(full_name(spec))
      .with_hint("data.empty_part.hint");
}

std::pair<Indices, Indices> divide(std::span<const std::uint64_t> keys, std::span<const std::int64_t> labels,
                                   double share) {
  auto label_of = [&](std::int64_t i) { return labels.empty() ? 0 : labels[std::size_t(i)]; };
  Indices order = counted(keys.size());
  std::sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return std::tuple(label_of(a), keys[std::size_t(a)], a) <
           std::tuple(label_of(b), keys[std::size_t(b)], b);
  });
  std::pair<Indices, Indices> parts;
  for (auto begin = order.begin(); begin != order.end();) {
    auto end =
        std::find_if(begin, order.end(), [&](std::int64_t i) { return label_of(i) != label_of(*begin); });
    auto middle = begin + std::ptrdiff_t(rounded_share(std::size_t(end - begin), share));
    parts.second.insert(parts.second.end(), begin, middle);
    parts.first.insert(parts.first.end(), middle, end);
    begin = end;
  }
  std::sort(parts.first.begin(), parts.first.end());
  std::sort(parts.second.begin(), parts.second.end());
  return parts;
}

Indices part_of(const Spec& spec, std::span<const std::uint64_t> keys, std::span<const std::int64_t> labels) {
  if (!spec.split_named) return counted(keys.size());
  auto [train, test] = divide(keys, labels, kTestShare);
  if (spec.split != Split::val) return spec.split == Split::test ? test : train;
  Indices within = divide(picked(keys, train), picked(labels, train), kValidationShare).second;
  return picked<std::int64_t>(train, within);
}

DatasetPtr sample(DatasetPtr dataset, std::int64_t count, std::uint64_t seed) {
  if (count >= dataset->size()) return dataset;
  RandomStream random(seed, "sample");
  std::vector<std::int64_t> labels = dataset->labels();
  std::map<std::int64_t, Indices> classes;
  for (std::int64_t i = 0; i < dataset->size(); ++i)
    classes[labels.empty() ? 0 : labels[std::size_t(i)]].push_back(i);
  // Each class is spread evenly from 0 to 1 in a drawn order: the first so many of all hold every class
  // alike.
  std::vector<std::pair<double, std::int64_t>> places;
  for (auto& [label, members] : classes) {
    std::sort(members.begin(), members.end(), [&](std::int64_t a, std::int64_t b) {
      return std::pair(random.bits(std::uint64_t(a)), a) < std::pair(random.bits(std::uint64_t(b)), b);
    });
    for (std::size_t rank = 0; rank < members.size(); ++rank)
      places.emplace_back((double(rank) + 0.5) / double(members.size()), members[rank]);
  }
  std::sort(places.begin(), places.end());
  Indices chosen;
  for (std::int64_t i = 0; i < count; ++i) chosen.push_back(places[std::size_t(i)].second);
  std::sort(chosen.begin(), chosen.end());
  return select(std::move(dataset), std::move(chosen));
}

std::pair<DatasetPtr, DatasetPtr> hold_out(DatasetPtr dataset, double share, std::uint64_t seed) {
  if (!(share > 0 && share < 1))
    throw Error(
        Problem("data.share", {{"share", share}}).about(dataset->name()).with_hint("data.share.hint"));
  RandomStream random(seed, "hold_out");
  std::vector<std::uint64_t> keys(std::size_t(dataset->size()), 0);
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = random.bits(i);
  auto [rest, held] = divide(keys, dataset->labels(), share);
  return {select(dataset, std::move(rest)), select(dataset, std::move(held))};
}

}  // namespace percept::data
