// The words of augmentation, read, and what they do to a batch.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "percept/base/words.hpp"
#include "percept/data/dataset.hpp"
#include "step.hpp"
#include "warp.hpp"

namespace percept::data::augment {

class Chain;

/// A word that augmentation knows.
struct WordKind {
  enum class Needs { numbers, image, colour };
  std::string_view name;
  std::string_view form;  // as shown to people; what it does is the text data.augment_doc.NAME
  Needs needs;
  bool same_every_epoch;  // its draws
  void (*read)(Words& words, Chain& chain);
};
std::span<const WordKind> word_kinds();

/// A window of an image that is padded by so many pixels.
struct Window {
  Extent size;
  std::int64_t pad;
};

/// Steps in their order. Immutable once made. Thread safety: its functions may be called from several
/// threads, each with a workspace of its own.
class Chain {
 public:
  /// Throws `Error` where a word is none.
  explicit Chain(const std::vector<std::string>& words);
  /// Throws `Error` where a word can do nothing to these examples.
  void require_fits(const Dataset& dataset) const;

  /// The streams of an epoch, one a word.
  std::vector<RandomStream> streams(std::uint64_t seed, std::int64_t epoch) const;
  /// Changes each row of `first`, the first field of examples. `keys` are their numbers in all they draw: an
  /// example that comes several times in an epoch has one for each.
  void apply(Tensor& first, std::span<const std::int64_t> keys, std::span<const RandomStream> streams,
             std::int64_t epoch, Workspace& workspace) const;
  /// The alpha of mixup, which is the last word where it is there.
  const std::optional<double>& mixup() const { return mixup_; }

  // For the readers of words. `word` is the place of the one that is being read.
  std::size_t word() const { return lines_.size() - 1; }
  void add(std::unique_ptr<Step> step) { steps_.push_back(std::move(step)); }
  /// The warp to which a word with this fill belongs.
  Warp& warp(std::optional<Fill> fill);
  void set_mixup(double alpha) { mixup_ = alpha; }
  void set_window(Window window) { lines_.back().window = window; }

 private:
  struct Line {
    std::string text;
    const WordKind* kind;
    std::optional<Window> window;  // that must fit
  };
  std::string place(std::size_t line) const;

  std::vector<Line> lines_;
  std::vector<std::unique_ptr<Step>> steps_;
  std::optional<double> mixup_;
};

}  // namespace percept::data::augment
