#include "percept/optim/optimizers.hpp"

namespace percept::optim {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

std::unique_ptr<Optimizer> make_optimizer(const AnyConfig& config) {
  using Made = std::unique_ptr<Optimizer>;
  return std::visit(Overloaded{[](const SgdConfig& c) -> Made { return std::make_unique<Sgd>(c); },
                               [](const AdamConfig& c) -> Made { return std::make_unique<Adam>(c); },
                               [](const AdamWConfig& c) -> Made { return std::make_unique<AdamW>(c); },
                               [](const AdagradConfig& c) -> Made { return std::make_unique<Adagrad>(c); },
                               [](const AdadeltaConfig& c) -> Made { return std::make_unique<Adadelta>(c); },
                               [](const RmspropConfig& c) -> Made { return std::make_unique<Rmsprop>(c); },
                               [](const AdamaxConfig& c) -> Made { return std::make_unique<Adamax>(c); },
                               [](const NAdamConfig& c) -> Made { return std::make_unique<NAdam>(c); },
                               [](const RAdamConfig& c) -> Made { return std::make_unique<RAdam>(c); },
                               [](const LionConfig& c) -> Made { return std::make_unique<Lion>(c); },
                               [](const LambConfig& c) -> Made { return std::make_unique<Lamb>(c); }},
                    config);
}

}  // namespace percept::optim
