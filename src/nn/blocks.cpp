#include "percept/nn/blocks.hpp"

#include "percept/nn/init.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"

namespace percept::nn {

Residual::Residual(ModulePtr body, ModulePtr shortcut, Location at)
    : Module(at), body_(std::move(body)), shortcut_(std::move(shortcut)) {
  if (shortcut_ && shortcut_->name().empty()) shortcut_->set_name("shortcut");
}

Value Residual::forward(Value x) const {
  Value y = (*body_)(x), past = shortcut_ ? (*shortcut_)(x) : x;
  // A body that changes the shape needs a shortcut that does so too; broadcasting would hide it.
  if (y.shape() != past.shape())
    throw Error(Problem("nn.residual")
                    .about("residual '" + x.graph().path() + "'")
                    .operand({"body", y.name(), to_string(y.type())})
                    .operand({"shortcut", past.name(), to_string(past.type())})
                    .with_hint("nn.residual.hint")
                    .at(at()));
  return add(y, past, at());
}

Branches::Branches(std::vector<ModulePtr> branches, std::int64_t axis, Location at)
    : Module(at), branches_(std::move(branches)), axis_(axis) {
  for (std::size_t i = 0; i < branches_.size(); ++i)
    if (branches_[i]->name().empty()) branches_[i]->set_name(std::to_string(i));
}

Value Branches::forward(Value x) const {
  std::vector<Value> outputs;
  for (const ModulePtr& branch : branches_) outputs.push_back((*branch)(x));
  return concat(outputs, axis_, at());
}

Value PRelu::forward(Value x) const {
  std::int64_t channels = x.shape().rank() >= 2 ? x.shape()[1] : 1;
  Value weight =
      parameter(x, "weight", {config_.slopes ? config_.slopes : channels}, constant(config_.start));
  return prelu(x, weight, at());
}

}  // namespace percept::nn
