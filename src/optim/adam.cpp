#include "percept/optim/adam.hpp"

#include "percept/ops/ops.hpp"

// Each step begins with the arithmetic of single numbers, so that what follows can be fused into one pass
// over the parameter and its state.
namespace percept::optim {
namespace {

// beta now + (1 - beta) new
Value averaged(Value average, Value now, double beta) { return beta * average + (1 - beta) * now; }

Value power(double base, Value exponent) {
  return pow(fill(exponent.graph(), {DType::f64, {}, base}), exponent);
}
// 1 - beta^t: what the averages of t steps, begun with zeros, lack.
Value share_seen(double beta, Value t) { return 1.0 - power(beta, t); }

// The step of Adam, and with `apart` of AdamW.
template <class Step, class Config>
Value adam(const Step& step, const Config& c, bool apart, Value p, Value g) {
  Value t = step.count(), m = step.kept("m"), v = step.kept("v");
  Value rate = step.as_rate(cast(step.lr(c.lr), DType::f64) / share_seen(c.beta1, t));
  Value root = step.as_rate(sqrt(share_seen(c.beta2, t)));
  if (step.decays(c.weight_decay)) {
    Value decay = step.weight_decay(c.weight_decay);
    if (apart)
      p = p * (1.0 - step.lr(c.lr) * decay);
    else
      g = g + decay * p;
  }
  Value m_now = averaged(m, g, c.beta1), v_now = averaged(v, g * g, c.beta2), divisor = v_now;
  step.keep(m, m_now);
  step.keep(v, v_now);
  if (c.amsgrad) {
    Value most = step.kept("most_v");
    divisor = maximum(most, v_now);
    step.keep(most, divisor);
  }
  return p - rate * m_now / (sqrt(divisor) / root + c.epsilon);
}

}  // namespace

Value Adam::stepped(const Step& step, Value p, Value g) const { return adam(step, config_, false, p, g); }

Value AdamW::stepped(const Step& step, Value p, Value g) const { return adam(step, config_, true, p, g); }

Value Adamax::stepped(const Step& step, Value p, Value g) const {
  Value rate = step.as_rate(cast(step.lr(config_.lr), DType::f64) / share_seen(config_.beta1, step.count()));
  Value m = step.kept("m"), u = step.kept("u");
  if (step.decays(config_.weight_decay)) g = g + step.weight_decay(config_.weight_decay) * p;
  Value m_now = averaged(m, g, config_.beta1), u_now = maximum(config_.beta2 * u, abs(g) + config_.epsilon);
  step.keep(m, m_now);
  step.keep(u, u_now);
  return p - rate * m_now / u_now;
}

Value NAdam::stepped(const Step& step, Value p, Value g) const {
  Value t = step.count(), m = step.kept("m"), v = step.kept("v");
  auto mu = [&](Value at) { return config_.beta1 * (1.0 - 0.5 * power(0.96, at * config_.momentum_decay)); };
  Value before = step.kept_number("mu_product", 1), product = before * mu(t), after = product * mu(t + 1.0);
  step.keep(before, product);
  Value lr = cast(step.lr(config_.lr), DType::f64);
  Value of_g = step.as_rate(lr * (1.0 - mu(t)) / (1.0 - product)),
        of_m = step.as_rate(lr * mu(t + 1.0) / (1.0 - after));
  Value root = step.as_rate(sqrt(share_seen(config_.beta2, t)));
  if (step.decays(config_.weight_decay)) g = g + step.weight_decay(config_.weight_decay) * p;
  Value m_now = averaged(m, g, config_.beta1), v_now = averaged(v, g * g, config_.beta2);
  step.keep(m, m_now);
  step.keep(v, v_now);
  return p - (of_g * g + of_m * m_now) / (sqrt(v_now) / root + config_.epsilon);
}

Value RAdam::stepped(const Step& step, Value p, Value g) const {
  Value t = step.count(), m = step.kept("m"), v = step.kept("v");
  // The length of the simple average that the running one is worth; the variance is finite above 4, and
  // PyTorch begins at 5.
  double longest = 2 / (1 - config_.beta2) - 1;
  Value length = longest - 2.0 * t * power(config_.beta2, t) / share_seen(config_.beta2, t);
  Value trusted = less(fill(t.graph(), {DType::f64, {}, 5}), length);
  Value safe = where(trusted, length, fill(t.graph(), {DType::f64, {}, 5}));
  Value rectified = sqrt((safe - 4.0) * (safe - 2.0) * longest / ((longest - 4) * (longest - 2) * safe));
  Value rate = cast(step.lr(config_.lr), DType::f64) / share_seen(config_.beta1, t);
  Value scaled = step.as_rate(rate * rectified * sqrt(share_seen(config_.beta2, t))),
        plain = step.as_rate(rate);
  if (step.decays(config_.weight_decay)) g = g + step.weight_decay(config_.weight_decay) * p;
  Value m_now = averaged(m, g, config_.beta1), v_now = averaged(v, g * g, config_.beta2);
  step.keep(m, m_now);
  step.keep(v, v_now);
  Value adaptive = scaled / (sqrt(v_now) + config_.epsilon);
  return p - where(trusted, adaptive, broadcast_to(plain, p.shape())) * m_now;
}

Value Lamb::stepped(const Step& step, Value p, Value g) const {
  Value t = step.count(), m = step.kept("m"), v = step.kept("v");
  Value seen_m = step.as_rate(share_seen(config_.beta1, t)),
        seen_v = step.as_rate(share_seen(config_.beta2, t));
  Value m_now = averaged(m, g, config_.beta1), v_now = averaged(v, g * g, config_.beta2);
  step.keep(m, m_now);
  step.keep(v, v_now);
  Value m_hat = m_now / seen_m, v_hat = v_now / seen_v;
  Value r = m_hat / (sqrt(v_hat) + config_.epsilon);
  if (step.decays(config_.weight_decay)) r = r + step.weight_decay(config_.weight_decay) * p;
  Value length_p = norm(p), length_r = norm(r), zero = zeros_like(length_p);
  Value both = logical_and(less(zero, length_p), less(zero, length_r)), one = ones_like(length_p);
  Value trust = where(both, length_p / where(both, length_r, one), one);
  return p - step.lr(config_.lr) * trust * r;
}

Value Lion::stepped(const Step& step, Value p, Value g) const {
  Value m = step.kept("m");
  Value direction = sign(averaged(m, g, config_.beta1));
  step.keep(m, averaged(m, g, config_.beta2));
  if (step.decays(config_.weight_decay)) direction = direction + step.weight_decay(config_.weight_decay) * p;
  return p - step.lr(config_.lr) * direction;
}

}  // namespace percept::optim
