// What a plan runs, and how it chooses: ordered lists of candidates, each of which builds a kernel for a node
// or says why it will not. The last candidate of every op is its reference kernel.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "percept/graph/graph.hpp"

namespace percept {

class Kernel;

/// An order of a tensor's elements in memory other than row-major, or what a kernel makes of them beforehand.
/// It never leaves a plan.
class LayoutSpec {
 public:
  virtual ~LayoutSpec() = default;
  virtual bool same(const LayoutSpec& other) const = 0;
  virtual std::string name() const = 0;
  virtual std::size_t bytes() const = 0;
  /// b where [N, C, H, W] is stored as [N, C/b, H, W, b] with zeros in the channels added; 0 for other
  /// orders.
  virtual std::int64_t channel_block() const = 0;
  /// The kernel that makes it of a row-major tensor, where it is an order that one native kernel alone knows;
  /// null for the orders between which make_reorder copies.
  virtual std::unique_ptr<Kernel> from_plain() const;
};

/// Row-major where the spec is null.
struct Layout {
  std::shared_ptr<const LayoutSpec> spec;

  bool plain() const { return !spec; }
  std::int64_t channel_block() const { return spec ? spec->channel_block() : 0; }
  std::size_t bytes(const ValueType& type) const {
    return spec ? spec->bytes() : std::size_t(type.shape.elements()) * size_of(type.dtype);
  }
  std::string name() const { return spec ? spec->name() : "plain"; }
  bool operator==(const Layout& other) const {
    return spec == other.spec || (spec && other.spec && spec->same(*other.spec));
  }
};

/// One node made executable. Everything is decided and allocated when it is built: `run` only computes.
class Kernel {
 public:
  virtual ~Kernel() = default;
  /// Pointers in the order of the node's inputs (null for an absent one) and outputs, in the layouts named
  /// below; `scratch` has scratch_bytes, aligned to 64, and holds nothing between runs.
  virtual void run(void* const* inputs, void* const* outputs, void* scratch) noexcept = 0;

  /// Missing entries mean plain.
  std::vector<Layout> input_layouts, output_layouts;
  std::size_t scratch_bytes = 0;
  /// An output may be an input's own memory: nothing is written there before it was read for the last time.
  bool in_place = false;
};

enum class Precision {
  exact,   // f32 throughout, each product computed as it is defined
  single,  // f32 throughout; wide convolutions may be computed by Winograd's algorithm
  mixed    // as single, but what Winograd's algorithm does not take may round its factors to bf16
};

/// What goes with it where nothing is learnt: mixed precision is for training.
inline Precision unmixed(Precision precision) {
  return precision == Precision::mixed ? Precision::single : precision;
}

/// What a candidate is asked: the node, the layouts in which its inputs are at hand, and how exact it must
/// be.
struct KernelRequest {
  const Node& node;
  std::span<const Layout> inputs;
  Precision precision = Precision::single;
  /// Which inputs are not the same in the next run, so that a layout of them is made in every one; empty:
  /// none.
  std::vector<bool> changing = {};

  bool changes(std::size_t input) const { return input < changing.size() && changing[input]; }
};

/// A kernel, or the reason why not: a catalogue message, so that `percept plan` says it in the reader's
/// language.
struct KernelOffer {
  std::unique_ptr<Kernel> kernel;
  Message refusal;
  template <class K>
  KernelOffer(std::unique_ptr<K> made) : kernel(std::move(made)) {}
  KernelOffer(Message refusal) : refusal(std::move(refusal)) {}
};

struct KernelCandidate {
  std::string_view name;  // onednn:conv2d
  KernelOffer (*make)(const KernelRequest&);
};

/// The candidates for an op, best first, the reference kernel last.
std::vector<KernelCandidate> candidates_for(std::string_view op);
/// The reference kernel as a candidate.
KernelOffer make_reference(const KernelRequest& request);

/// Brings a tensor from one layout to another; null where no kernel can, as from blocks to a layout that is
/// made of row-major tensors alone.
std::unique_ptr<Kernel> make_reorder(const ValueType& type, const Layout& from, const Layout& to);

/// The layout of the first float input that is blocked by channels and of the node's own shape, else plain:
/// what kernels that work in any order follow.
Layout followed_layout(const KernelRequest& request);

}  // namespace percept
