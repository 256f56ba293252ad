#include "percept/train/loss_minimizer.hpp"

#include "percept/autograd/differentiate.hpp"

namespace percept::train {
namespace {

std::string gradient_of(const std::string& path) { return "gradient." + path; }

}  // namespace

LossMinimizer::LossMinimizer(ParameterStore& store, std::function<Value(Graph&)> loss,
                             optim::LbfgsConfig config, PlanOptions plan)
    : store_(store), program_(store,
                              [this, loss = std::move(loss)](Graph& graph) {
                                Value value = loss(graph);
                                std::vector<Value> parameters = graph.trainable(),
                                                   gradients = differentiate(value, parameters);
                                paths_.clear();
                                for (std::size_t i = 0; i < parameters.size(); ++i) {
                                  paths_.push_back(parameters[i].name());
                                  graph.fetch(gradient_of(paths_.back()), gradients[i]);
                                }
                                graph.fetch("loss", value);
                              },
                              {.plan = plan}),
      lbfgs_(config) {}

std::vector<double> LossMinimizer::gathered() const {
  std::vector<double> x;
  for (const std::string& path : paths_) {
    const Tensor& value = store_.find(path)->value;
    for (std::int64_t i = 0; i < value.size(); ++i) x.push_back(value.at(i));
  }
  return x;
}

void LossMinimizer::scatter(const std::vector<double>& x) {
  std::size_t next = 0;
  for (const std::string& path : paths_) {
    const Tensor& old = store_.find(path)->value;
    Tensor value(old.dtype(), old.shape());
    for (std::int64_t i = 0; i < value.size(); ++i) value.set(i, x[next++]);
    store_.set(path, value);
  }
}

optim::Lbfgs::Outcome LossMinimizer::step(const Feeds& feeds) {
  Plan& plan = program_.plan(feeds);
  std::vector<double> x = gathered();
  optim::Lbfgs::Outcome outcome =
      lbfgs_.step(x, [&](const std::vector<double>& at, std::vector<double>& gradient) {
        scatter(at);
        const Fetches& fetched = plan.run(feeds);
        std::size_t next = 0;
        for (const std::string& path : paths_) {
          const Tensor& part = fetched[gradient_of(path)];
          for (std::int64_t i = 0; i < part.size(); ++i) gradient[next++] = part.at(i);
        }
        return fetched.number("loss");
      });
  scatter(x);
  return outcome;
}

}  // namespace percept::train
