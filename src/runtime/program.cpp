#include "percept/runtime/program.hpp"

#include "percept/runtime/interpreter.hpp"

namespace percept {

namespace {

bool needs_numbers(const Error& error) { return error.problem().code() == "graph.value_unknown"; }

}  // namespace

bool Program::Cached::fits(const Feeds& feeds) const {
  const auto& tensors = feeds.tensors();
  if (tensors.size() != signature.size()) return false;
  auto expected = signature.begin();
  for (const auto& [name, tensor] : tensors) {
    if (name != expected->first || tensor.dtype() != expected->second.dtype ||
        tensor.shape() != expected->second.shape)
      return false;
    ++expected;
  }
  return true;
}

Plan& Program::plan(const Feeds& feeds) {
  for (auto cached = plans_.begin(); cached != plans_.end(); ++cached)
    if (cached->fits(feeds)) {
      plans_.splice(plans_.begin(), plans_, cached);
      return *plans_.front().plan;
    }
  std::unique_ptr<Graph> graph = trace_shapes(feeds);
  Cached made;
  for (const auto& [name, tensor] : feeds.tensors())
    made.signature.push_back({name, {tensor.dtype(), tensor.shape()}});
  made.plan = std::make_unique<Plan>(*graph, store_, options_.plan);
  plans_.push_front(std::move(made));
  if (plans_.size() > options_.most_plans) plans_.pop_back();
  return *plans_.front().plan;
}

std::unique_ptr<Graph> Program::offered(const Feeds& feeds) const {
  auto graph = std::make_unique<Graph>(options_.mode);
  for (const auto& [name, tensor] : feeds.tensors()) graph->offer(name, {tensor.dtype(), tensor.shape()});
  return graph;
}

std::unique_ptr<Graph> Program::trace_shapes(const Feeds& feeds) const {
  std::unique_ptr<Graph> graph = offered(feeds);
  serve_constants(*graph);
  trace_(*graph);
  graph->set_evaluator({});
  return graph;
}

std::unique_ptr<Graph> Program::trace(const Feeds& feeds) const {
  try {
    return trace_shapes(feeds);
  } catch (const Error& error) {
    if (!options_.may_interpret || !needs_numbers(error)) throw;
  }
  std::unique_ptr<Graph> graph = offered(feeds);
  Interpreter interpreter(*graph, store_);
  interpreter.reset(feeds);
  interpreter.serve_tracing();
  trace_(*graph);
  graph->set_evaluator({});
  return graph;
}

const Fetches& Program::run(const Feeds& feeds) {
  if (interprets_) return interpret(feeds);
  try {
    return plan(feeds).run(feeds);
  } catch (const Error& error) {
    if (!options_.may_interpret || !needs_numbers(error)) throw;
  }
  interprets_ = true;
  return interpret(feeds);
}

const Fetches& Program::interpret(const Feeds& feeds) {
  std::unique_ptr<Graph> graph = offered(feeds);
  Interpreter interpreter(*graph, store_, {.fast = options_.plan.backend == Backend::best});
  interpreter.reset(feeds);
  interpreter.serve_tracing();
  trace_(*graph);
  fetches_ = interpreter.finish();
  return fetches_;
}

}  // namespace percept
