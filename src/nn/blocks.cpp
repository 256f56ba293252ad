#include "percept/nn/blocks.hpp"

#include "percept/nn/init.hpp"
#include "percept/nn/layers.hpp"
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

Value BasicBlock::forward(Value x) const {
  std::int64_t in = x.shape().rank() == 4 ? x.shape()[1] : 1, out = config_.out ? config_.out : in;
  auto conv = [&](const char* name, int kernel, Extent2d stride) {
    return named(
        name,
        Conv2d({.out = out, .kernel = kernel, .stride = stride, .padding = kernel / 2, .bias = false}, at()));
  };
  auto norm = [&](const char* name) { return named(name, BatchNorm({}, at())); };
  Sequential body(conv("conv1", 3, config_.stride), norm("bn1"), Relu({}, at()), conv("conv2", 3, 1),
                  norm("bn2"));
  bool same = in == out && config_.stride == Extent2d(1);
  Sequential downsample(conv("", 1, config_.stride), norm(""));
  Residual sum(shared(std::move(body)), same ? nullptr : named("downsample", shared(std::move(downsample))),
               at());
  return relu(sum(x), at());
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
