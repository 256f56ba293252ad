#include "percept/train/lbfgs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "percept/autograd/differentiate.hpp"

namespace percept::train {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}
void add(Vector& a, double factor, const Vector& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += factor * b[i];
}
double largest(const Vector& a) {
  double most = 0;
  for (double x : a) most = std::max(most, std::abs(x));
  return most;
}
double length1(const Vector& a) {
  double sum = 0;
  for (double x : a) sum += std::abs(x);
  return sum;
}

// Where the cubic through two points, with their slopes, is least; held in [low, high].
template <class Point>
double cubic_minimum(const Point& a, const Point& b, double low, double high) {
  double d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t), square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const Point &left = a.t <= b.t ? a : b, &right = a.t <= b.t ? b : a;
  double d2 = std::sqrt(square);
  double at = right.t - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
  return std::min(std::max(at, low), high);
}

std::string gradient_of(const std::string& path) { return "gradient of " + path; }

}  // namespace

Lbfgs::Lbfgs(ParameterStore& store, std::function<Value(Graph&)> loss, LbfgsConfig config)
    : store_(store), config_(config), program_(store, [this, loss = std::move(loss)](Graph& graph) {
        Value value = loss(graph);
        std::vector<Value> parameters = graph.trainable(), gradients = differentiate(value, parameters);
        graph.fetch("loss", value);
        paths_.clear();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
          paths_.push_back(parameters[i].name());
          graph.fetch(gradient_of(paths_.back()), gradients[i]);
        }
      }) {
  if (config_.max_eval == 0) config_.max_eval = config_.max_iter * 5 / 4;
}

Lbfgs::Point Lbfgs::evaluate(const Feeds& feeds) {
  const Fetches& fetched = program_.run(feeds);
  Point point;
  point.loss = fetched.number("loss");
  for (const std::string& path : paths_) {
    const Tensor& gradient = fetched[gradient_of(path)];
    for (std::int64_t i = 0; i < gradient.size(); ++i) point.gradient.push_back(gradient.at(i));
  }
  return point;
}

Lbfgs::Point Lbfgs::evaluate_at(const Feeds& feeds, const Vector& from, const Vector& direction, double t) {
  Vector there = from;
  add(there, t, direction);
  write(there);
  Point point = evaluate(feeds);
  point.t = t;
  point.slope = dot(point.gradient, direction);
  return point;
}

Vector Lbfgs::read() const {
  Vector values;
  for (const std::string& path : paths_) {
    const Tensor& value = store_.find(path)->value;
    for (std::int64_t i = 0; i < value.size(); ++i) values.push_back(value.at(i));
  }
  return values;
}

void Lbfgs::write(const Vector& values) {
  std::size_t next = 0;
  for (const std::string& path : paths_) {
    const Tensor& old = store_.find(path)->value;
    Tensor now(old.dtype(), old.shape());
    for (std::int64_t i = 0; i < now.size(); ++i) now.set(i, values[next++]);
    store_.set(path, now);
  }
}

void Lbfgs::remember(const Vector& gradient) {
  Vector change = gradient, step = direction_;
  add(change, -1, last_gradient_);
  for (double& x : step) x *= t_;
  double product = dot(change, step);
  if (product <= 1e-10) return;
  if (std::int64_t(history_.size()) == config_.history_size) history_.pop_front();
  scale_ = product / dot(change, change);
  history_.push_back({std::move(step), std::move(change), 1 / product});
}

// The two loops of Nocedal & Wright 2006, algorithm 7.4.
Vector Lbfgs::direction(const Vector& gradient) const {
  Vector d(gradient.size()), shares(history_.size());
  add(d, -1, gradient);
  for (std::size_t i = history_.size(); i-- > 0;) {
    shares[i] = dot(history_[i].step, d) * history_[i].share;
    add(d, -shares[i], history_[i].change);
  }
  for (double& x : d) x *= scale_;
  for (std::size_t i = 0; i < history_.size(); ++i)
    add(d, shares[i] - dot(history_[i].change, d) * history_[i].share, history_[i].step);
  return d;
}

// A t that meets the strong Wolfe conditions, as PyTorch looks for it: bracket a minimum, then narrow the
// bracket.
Lbfgs::Point Lbfgs::search(const Feeds& feeds, const Vector& from, const Vector& direction,
                           const Point& start, double t, std::int64_t& evaluations) {
  constexpr double kFall = 1e-4, kFlatter = 0.9;
  constexpr int kMost = 25;
  auto at = [&](double where) {
    ++evaluations;
    return evaluate_at(feeds, from, direction, where);
  };
  auto falls = [&](const Point& p) { return p.loss <= start.loss + kFall * p.t * start.slope; };
  auto flat = [&](const Point& p) { return std::abs(p.slope) <= -kFlatter * start.slope; };

  std::array<Point, 2> bracket;
  Point before = start, now = at(t);
  int tries = 0;
  for (;; ++tries) {
    if (tries == kMost) {
      bracket = {start, now};
      break;
    }
    bracket = {before, now};
    if (!falls(now) || (tries > 1 && now.loss >= before.loss)) break;
    if (flat(now)) return now;
    if (now.slope >= 0) break;
    double next = cubic_minimum(before, now, now.t + 0.01 * (now.t - before.t), now.t * 10);
    before = std::move(now);
    now = at(next);
  }

  bool slow = false;
  int low = bracket[0].loss <= bracket[1].loss ? 0 : 1;
  for (; tries < kMost; ++tries) {
    double left = std::min(bracket[0].t, bracket[1].t), right = std::max(bracket[0].t, bracket[1].t);
    if ((right - left) * largest(direction) < config_.tolerance_change) break;
    double next = cubic_minimum(bracket[0], bracket[1], left, right), edge = 0.1 * (right - left);
    bool near = std::min(right - next, next - left) < edge;
    if (near && (slow || next >= right || next <= left)) {
      next = std::abs(next - right) < std::abs(next - left) ? right - edge : left + edge;
      near = false;
    }
    slow = near;
    now = at(next);
    if (!falls(now) || now.loss >= bracket[std::size_t(low)].loss) {
      bracket[std::size_t(1 - low)] = now;
      low = bracket[0].loss <= bracket[1].loss ? 0 : 1;
      continue;
    }
    bool done = flat(now);
    Point &best = bracket[std::size_t(low)], &other = bracket[std::size_t(1 - low)];
    if (!done && now.slope * (other.t - best.t) >= 0) other = best;
    best = now;
    if (done) break;
  }
  return bracket[std::size_t(low)];
}

double Lbfgs::step(const Feeds& feeds) {
  Point now = evaluate(feeds);
  const double first = now.loss;
  std::int64_t evaluations = 1;
  for (std::int64_t i = 1; i <= config_.max_iter && largest(now.gradient) > config_.tolerance_grad; ++i) {
    if (++iterations_ > 1) remember(now.gradient);
    direction_ = direction(now.gradient);
    last_gradient_ = now.gradient;
    t_ = iterations_ == 1 ? std::min(1.0, 1 / length1(now.gradient)) * config_.lr : config_.lr;
    now.t = 0;
    now.slope = dot(now.gradient, direction_);
    if (now.slope > -config_.tolerance_change) break;

    const double loss = now.loss;
    Vector from = read(), there = from;
    if (config_.strong_wolfe) {
      now = search(feeds, from, direction_, now, t_, evaluations);
      t_ = now.t;
    }
    add(there, t_, direction_);
    write(there);
    if (i == config_.max_iter) break;
    if (!config_.strong_wolfe) {
      now = evaluate(feeds);
      ++evaluations;
    }
    if (evaluations >= config_.max_eval || std::abs(t_) * largest(direction_) <= config_.tolerance_change ||
        std::abs(now.loss - loss) < config_.tolerance_change)
      break;
  }
  return first;
}

}  // namespace percept::train
