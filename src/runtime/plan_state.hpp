// The inside of a plan: its slots of memory and its steps, and the compiler that makes them.
#pragma once

#include <optional>
#include <set>

#include "percept/kernels/kernel.hpp"
#include "percept/runtime/plan.hpp"

namespace percept {

/// A piece of memory that values live in. Several values may share one (a reshape is a view).
struct Slot {
  enum class Kind {
    arena,      // planned by lifetime
    feed,       // the fed tensor, or its fallback
    parameter,  // the store's own bytes
    constant,   // the plan's copy
    persistent  // kept between runs: a parameter in another layout, or what depends on parameters alone
  };
  Kind kind = Kind::arena;
  std::size_t bytes = 0;
  int first = -1, last = -1;                   // arena: the steps of its life
  std::byte* data = nullptr;                   // resolved after compilation; of feeds at every run
  int feed = -1;                               // feed: its index
  ParameterStore::Entry* parameter = nullptr;  // parameter; arena slots that became the parameter's own bytes
  std::optional<Tensor> owned;                 // constant, persistent
  std::set<ParameterStore::Entry*> sources;    // persistent: the parameters that it is made of
};

struct Step {
  std::unique_ptr<Kernel> kernel;
  const Node* node = nullptr;  // null for a reorder
  PlanStep report;
  std::vector<int> inputs, outputs;  // slots; -1: absent
  std::vector<void*> input_pointers, output_pointers;
  bool prepares = false;                        // what is made of parameters alone: skipped while their
  std::vector<ParameterStore::Entry*> sources;  // versions, here added up, stand
  std::uint64_t prepared_version = 0;
  std::vector<double> samples;  // microseconds, when profiled
};

struct Plan::State {
  struct Feed {
    const Node* node;
    std::string_view name;
    std::optional<Tensor> fallback;
    std::vector<std::pair<int, int>> readers;  // step, input
    const void* bound = nullptr;
    int slot = -1;
  };
  struct Output {
    std::string name;
    int slot;
  };
  struct Commit {
    ParameterStore::Entry* entry;
    int slot;
    bool in_place = false;          // the step that computes it already wrote the store's bytes
    std::optional<Tensor> staging;  // where the value is another parameter: its copy from before the commits
  };

  PlanOptions options;
  std::unique_ptr<Graph> graph;
  ParameterStore* store = nullptr;
  std::vector<Slot> slots;
  std::vector<Step> steps;
  std::vector<Feed> feeds;
  std::vector<int> feeds_by_name;
  std::vector<Output> outputs;
  std::vector<Commit> commits;  // none: the plan does not train
  bool foreign_loops = false;   // whether a step's loops are oneDNN's
  Fetches fetches;
  std::vector<Tensor*> fetched;  // in the order of outputs
  std::optional<Buffer> arena, scratch;
  std::size_t unshared_bytes = 0;
};

/// Fills a state whose graph, store and options are set.
class PlanCompiler {
 public:
  explicit PlanCompiler(Plan::State& state) : s_(state) {}
  void compile();

 private:
  struct Held {
    int slot;
    Layout layout;
  };

  int add_slot(Slot slot);
  void place_leaf(const Node& node);
  void place_reshape(const Node& node);
  void choose_kernel(const Node& node);
  int in_layout(Value value, const Layout& wanted);
  void take(Step step);
  bool stays(const Slot& slot) const;
  void keep_if_prepared(Step& step);
  void release_prepared();
  void collect_results();
  void commit_in_place();
  void find_lifetimes();
  void allocate();
  Value value(const Node& node, int output = 0) { return s_.graph->value(node.id, output); }

  Plan::State& s_;
  std::set<ParameterStore::Entry*> assigned_;  // parameters that the plan changes
  std::map<Value, std::vector<Held>>
      held_;  // the first is where it was made; the others are reordered copies
};

}  // namespace percept
