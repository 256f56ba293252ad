#include "percept/optim/optimizer.hpp"

#include <algorithm>

#include "percept/autograd/differentiate.hpp"
#include "percept/ops/ops.hpp"

namespace percept::optim {
namespace {

std::string state_path(const std::string& name) { return std::string(kStatePrefix) + name; }

// The rows of a weight, one a unit of the output, scaled where they are longer than `most`.
Value shortened(Value weight, double most) {
  std::vector<std::int64_t> axes;
  for (int axis = 1; axis < weight.shape().rank(); ++axis) axes.push_back(axis);
  Value length = norm(weight, {axes, true});
  Value limit = fill(weight.graph(), {weight.dtype(), {}, most});
  return weight * (minimum(length, limit) / maximum(length, limit * 1e-12));
}

}  // namespace

std::vector<Value> Optimizer::minimize(Value loss, const UpdateOptions& options, Location at) const {
  std::vector<Value> parameters = loss.graph().trainable();
  return update(parameters, differentiate(loss, parameters, at), options);
}

std::vector<Value> Optimizer::update(const std::vector<Value>& parameters, std::vector<Value> gradients,
                                     const UpdateOptions& options) const {
  if (parameters.empty()) return {};
  Graph& graph = parameters.front().graph();
  Graph::Origin scope(graph, "optim", true);
  if (options.clip_value > 0)
    gradients = clip_by_value(gradients, graph.scalar("clip_value", options.clip_value));
  if (options.clip_norm > 0)
    gradients = clip_by_norm(gradients, graph.scalar("clip_norm", options.clip_norm));
  std::vector<Value> news;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Value p = parameters[i];
    Group group = options.group ? options.group(p.name()) : Group();
    Step step(p, group, parameters.front().name());
    Value now = stepped(step, p, gradients[i]);
    if (options.max_norm > 0 && p.shape().rank() >= 2) now = shortened(now, options.max_norm);
    graph.assign(p, now);
    news.push_back(now);
    if (options.ema <= 0) continue;
    // The first average is the weight itself. Averages count for themselves: they may begin late.
    Value average = step.kept("ema"),
          first = cast(equal(step.count("ema_steps"), fill(graph, {DType::f64, {}, 1})), p.dtype());
    Value share = (1.0 - step.rate("ema", options.ema)) * (1.0 - first) + first;
    step.keep(average, average + share * (now - average));
  }
  return news;
}

Value Optimizer::Step::kept(const std::string& name) const {
  return parameter_.graph().parameter(
      {.path = state_path(name + "." + parameter_.name()), .type = parameter_.type(), .trainable = false});
}

Value Optimizer::Step::kept_number(const std::string& name, double start) const {
  return parameter_.graph().parameter(
      {.path = state_path(name + "." + first_),
       .type = {DType::f64, {}},
       .trainable = false,
       .initialize = [start](Tensor& tensor, const RandomStream&) { tensor.set(0, start); }});
}

void Optimizer::Step::keep(Value state, Value now) const {
  if (!state.graph().is_assigned(state)) state.graph().assign(state, now);  // shared numbers: once a step
}

Value Optimizer::Step::rate(const char* name, double fallback) const {
  return cast(parameter_.graph().scalar(name, fallback), parameter_.dtype());
}

Value Optimizer::Step::lr(double fallback) const {
  Value lr = rate("lr", fallback);
  return group_.lr == 1 ? lr : lr * group_.lr;
}

Value Optimizer::Step::weight_decay(double fallback) const {
  Value decay = rate("weight_decay", fallback);
  return group_.weight_decay == 1 ? decay : decay * group_.weight_decay;
}

Value Optimizer::Step::count(const std::string& name) const {
  Value steps = kept_number(name, 0), now = steps + 1;
  keep(steps, now);
  return now;
}

Value Optimizer::Step::as_rate(Value number) const { return cast(number, parameter_.dtype()); }

std::vector<Value> clip_by_value(const std::vector<Value>& gradients, Value bound) {
  std::vector<Value> clipped;
  for (Value g : gradients) {
    Value b = cast(bound, g.dtype());
    clipped.push_back(maximum(minimum(g, b), -b));
  }
  return clipped;
}

Value global_norm(const std::vector<Value>& gradients) {
  bool precise =
      std::any_of(gradients.begin(), gradients.end(), [](Value g) { return g.dtype() == DType::f64; });
  Value sum;
  for (Value g : gradients) {
    Value term = cast(reduce_sum(g * g), precise ? DType::f64 : DType::f32);
    sum = sum ? sum + term : term;
  }
  return sqrt(sum);
}

std::vector<Value> clip_by_norm(const std::vector<Value>& gradients, Value most) {
  if (gradients.empty()) return {};
  Value length = global_norm(gradients), ratio = cast(most, length.dtype()) / (length + 1e-6);
  Value factor = minimum(ratio, ones_like(ratio));
  std::vector<Value> clipped;
  for (Value g : gradients) clipped.push_back(g * cast(factor, g.dtype()));
  return clipped;
}

}  // namespace percept::optim
