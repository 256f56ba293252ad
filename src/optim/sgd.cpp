#include "percept/optim/sgd.hpp"

#include "percept/ops/comparison.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept::optim {

Value Sgd::stepped(const Step& step, Value p, Value g) const {
  if (step.decays(config_.weight_decay)) g = g + step.weight_decay(config_.weight_decay) * p;
  if (config_.momentum != 0) {
    Value v = step.kept("velocity"), momentum = step.rate("momentum", config_.momentum), now = g;
    if (config_.dampening != 0) {
      Value later = cast(less(ones_like(step.count()), step.count()), p.dtype());  // 0 in the first step
      now = g * (1.0 - config_.dampening * later);
    }
    now = momentum * v + now;
    step.keep(v, now);
    g = config_.nesterov ? g + momentum * now : now;
  }
  return p - step.lr(config_.lr) * g;
}

}  // namespace percept::optim
