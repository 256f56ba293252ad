// Parts of a data set: a range, a selection, some of its classes; and its examples with other labels.
#include <algorithm>
#include <numeric>
#include <set>

#include "percept/base/random.hpp"
#include "percept/base/spelling.hpp"
#include "view.hpp"

namespace percept::data {
namespace {

// Reads `indices` of a view as those that `place` gives of the whole.
template <class Place>
void read_from(const Dataset& whole, std::span<const std::int64_t> indices, std::span<Tensor> out,
               Place place) {
  thread_local std::vector<std::int64_t> kept;         // from batch to batch
  std::vector<std::int64_t> places = std::move(kept);  // a view of a view comes here again
  places.assign(indices.begin(), indices.end());
  for (std::int64_t& index : places) index = place(index);
  whole.read(places, out);
  kept = std::move(places);
}

class Slice : public View {
 public:
  Slice(DatasetPtr whole, std::int64_t begin, std::int64_t end)
      : View(std::move(whole)), begin_(begin), end_(end) {}
  std::int64_t size() const override { return end_ - begin_; }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    read_from(whole(), indices, out, [this](std::int64_t index) { return begin_ + index; });
  }
  std::vector<std::int64_t> labels() const override {
    std::vector<std::int64_t> all = whole().labels();
    if (all.empty()) return all;
    return {all.begin() + begin_, all.begin() + end_};
  }

 private:
  std::int64_t begin_, end_;
};

class Selection : public View {
 public:
  Selection(DatasetPtr whole, std::vector<std::int64_t> indices)
      : View(std::move(whole)), indices_(std::move(indices)) {}
  std::int64_t size() const override { return std::int64_t(indices_.size()); }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    read_from(whole(), indices, out, [this](std::int64_t index) { return indices_[std::size_t(index)]; });
  }
  std::vector<std::int64_t> labels() const override {
    std::vector<std::int64_t> all = whole().labels(), mine;
    if (all.empty()) return mine;
    for (std::int64_t index : indices_) mine.push_back(all[std::size_t(index)]);
    return mine;
  }

 private:
  std::vector<std::int64_t> indices_;
};

std::size_t label_field(const Dataset& dataset) {
  auto is_label = [](const Field& field) { return field.name == "label"; };
  const std::vector<Field>& fields = dataset.fields();
  return std::size_t(std::find_if(fields.begin(), fields.end(), is_label) - fields.begin());
}

// Labels by another numbering: `label_of` has a new label for each old one that occurs.
class Relabelled : public View {
 public:
  Relabelled(DatasetPtr whole, std::vector<std::string> classes, std::vector<std::int64_t> label_of)
      : View(std::move(whole)), classes_(std::move(classes)), label_of_(std::move(label_of)),
        which_(label_field(*this)) {}
  std::int64_t size() const override { return whole().size(); }
  const std::vector<std::string>& classes() const override { return classes_; }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    whole().read(indices, out);
    relabel(out[which_].data<std::int64_t>());
  }
  std::vector<std::int64_t> labels() const override {
    std::vector<std::int64_t> all = whole().labels();
    relabel(all);
    return all;
  }

 private:
  void relabel(std::span<std::int64_t> labels) const {
    for (std::int64_t& label : labels) label = label_of_[std::size_t(label)];
  }
  std::vector<std::string> classes_;
  std::vector<std::int64_t> label_of_;
  std::size_t which_;
};

// A label for each example that has nothing to do with it, the same whenever it is read.
class DrawnLabels : public View {
 public:
  DrawnLabels(DatasetPtr whole, std::uint64_t seed)
      : View(std::move(whole)), random_(seed, "labels"), which_(label_field(*this)) {}
  std::int64_t size() const override { return whole().size(); }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    whole().read(indices, out);
    auto labels = out[which_].data<std::int64_t>();
    for (std::size_t i = 0; i < indices.size(); ++i) labels[i] = label(indices[i]);
  }
  std::vector<std::int64_t> labels() const override {
    std::vector<std::int64_t> all;
    for (std::int64_t i = 0; i < size(); ++i) all.push_back(label(i));
    return all;
  }

 private:
  std::int64_t label(std::int64_t index) const {
    return random_.below(std::uint64_t(index), std::uint32_t(classes().size()));
  }
  RandomStream random_;
  std::size_t which_;
};

Problem no_classes(const Dataset& dataset) {
  return Problem("data.classes.none").about(dataset.name()).with_hint("data.classes.none.hint");
}

Problem unknown_class(const Dataset& dataset, const std::string& name) {
  constexpr std::size_t kShown = 20;
  const std::vector<std::string>& classes = dataset.classes();
  std::string known;
  for (std::size_t i = 0; i < std::min(kShown, classes.size()); ++i) known += (i ? ", " : "") + classes[i];
  if (classes.size() > kShown) known += ", ...";
  Problem problem = Problem("data.class", {{"name", name}}).about(dataset.name());
  if (std::optional<std::string> meant = nearest_spelling(name, classes))
    return std::move(problem).with_hint("data.class.meant", {{"meant", *meant}, {"known", known}});
  return std::move(problem).with_hint("data.class.hint", {{"known", known}});
}

}  // namespace

DatasetPtr slice(DatasetPtr dataset, std::int64_t begin, std::int64_t end) {
  if (begin < 0 || begin > end || end > dataset->size())
    throw Error(Problem("data.slice", {{"begin", begin}, {"end", end}, {"size", dataset->size()}})
                    .about(dataset->name()));
  return std::make_shared<Slice>(std::move(dataset), begin, end);
}

DatasetPtr take(DatasetPtr dataset, std::int64_t count) {
  std::int64_t end = std::clamp<std::int64_t>(count, 0, dataset->size());
  return slice(std::move(dataset), 0, end);
}

DatasetPtr select(DatasetPtr dataset, std::vector<std::int64_t> indices) {
  for (std::int64_t index : indices)
    if (index < 0 || index >= dataset->size())
      throw Error(
          Problem("data.index", {{"index", index}, {"size", dataset->size()}}).about(dataset->name()));
  return std::make_shared<Selection>(std::move(dataset), std::move(indices));
}

Result<DatasetPtr> pick_classes(DatasetPtr dataset, const std::vector<std::string>& names) {
  const std::vector<std::string>& classes = dataset->classes();
  if (classes.empty()) return no_classes(*dataset);
  std::vector<std::int64_t> label_of(classes.size(), -1);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto found = std::find(classes.begin(), classes.end(), names[i]);
    if (found == classes.end()) return unknown_class(*dataset, names[i]);
    std::int64_t& label = label_of[std::size_t(found - classes.begin())];
    if (label >= 0)
      return Problem("data.classes.twice", {{"name", names[i]}})
          .about(dataset->name())
          .with_hint("data.classes.twice.hint");
    label = std::int64_t(i);
  }
  if (names == classes) return dataset;
  std::vector<std::int64_t> labels = dataset->labels(), indices;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (label_of[std::size_t(labels[i])] >= 0) indices.push_back(std::int64_t(i));
  return DatasetPtr(std::make_shared<Relabelled>(select(std::move(dataset), std::move(indices)), names,
                                                 std::move(label_of)));
}

DatasetPtr draw_labels(DatasetPtr dataset, std::uint64_t seed) {
  if (dataset->classes().empty()) throw Error(no_classes(*dataset));
  return std::make_shared<DrawnLabels>(std::move(dataset), seed);
}

}  // namespace percept::data
