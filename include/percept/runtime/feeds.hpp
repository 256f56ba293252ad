// What goes into a run and what comes out.
#pragma once

#include <initializer_list>
#include <map>
#include <string>

#include "percept/graph/graph.hpp"

namespace percept {

/// Named tensors; a plain number is an f32 scalar: `{{"image", batch}, {"lr", 0.1}}`.
class Feeds {
 public:
  struct Item {
    std::string name;
    Tensor tensor;
    Item(std::string name, Tensor tensor) : name(std::move(name)), tensor(std::move(tensor)) {}
    Item(std::string name, double number) : name(std::move(name)), tensor(Tensor::scalar(float(number))) {}
  };

  Feeds() = default;
  Feeds(std::initializer_list<Item> items) {
    for (const Item& item : items) tensors_[item.name] = item.tensor;
  }
  Feeds(std::map<std::string, Tensor, std::less<>> tensors) : tensors_(std::move(tensors)) {}

  Tensor& operator[](const std::string& name) { return tensors_[name]; }
  const Tensor* find(std::string_view name) const {
    auto found = tensors_.find(name);
    return found == tensors_.end() ? nullptr : &found->second;
  }
  const std::map<std::string, Tensor, std::less<>>& tensors() const { return tensors_; }

 private:
  std::map<std::string, Tensor, std::less<>> tensors_;
};

/// The fetched tensors of a run, by name.
class Fetches {
 public:
  /// Throws, naming what there is, where nothing of that name was fetched.
  const Tensor& operator[](std::string_view name) const;
  /// The number in a one-element fetch.
  double number(std::string_view name) const { return (*this)[name].item(); }
  const std::map<std::string, Tensor, std::less<>>& tensors() const { return tensors_; }
  void set(const std::string& name, Tensor tensor) { tensors_[name] = std::move(tensor); }

 private:
  std::map<std::string, Tensor, std::less<>> tensors_;
};

/// The tensor fed for a feed node, or its fallback; throws where it is missing or of another type.
Tensor feed_for(const Node& feed, const Feeds& feeds);

}  // namespace percept
