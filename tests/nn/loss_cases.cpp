#include "nn/loss_cases.hpp"

#include <cmath>
#include <utility>

#include "percept/ops/softmax.hpp"

namespace percept::proof {
namespace {

using namespace nn;
using X = const LossInputs&;
using Cases = std::map<std::string, LossCall>;

constexpr std::pair<const char*, Reduction> kReductions[] = {
    {"mean", Reduction::mean}, {"sum", Reduction::sum}, {"none", Reduction::none}};

void add_numbers(Cases& cases) {
  for (auto [name, r] : kReductions) {
    std::string suffix = std::string(", ") + name;
    cases["mean_squared_error" + suffix] = [r](X x) { return mean_squared_error(x[0], x[1], {r}); };
    cases["l1_loss" + suffix] = [r](X x) { return l1_loss(x[0], x[1], {r}); };
    cases["huber_loss" + suffix] = [r](X x) { return huber_loss(x[0], x[1], {.reduction = r}); };
    cases["smooth_l1_loss" + suffix] = [r](X x) { return smooth_l1_loss(x[0], x[1], {.reduction = r}); };
    cases["poisson_nll_loss" + suffix] = [r](X x) { return poisson_nll_loss(x[0], x[1], {.reduction = r}); };
    cases["gaussian_nll_loss" + suffix] = [r](X x) {
      return gaussian_nll_loss(x[0], x[1], x[2], {.reduction = r});
    };
  }
  cases["huber_loss, delta 0.4"] = [](X x) { return huber_loss(x[0], x[1], {.delta = 0.4}); };
  cases["smooth_l1_loss, beta 0.4"] = [](X x) { return smooth_l1_loss(x[0], x[1], {.beta = 0.4}); };
  cases["smooth_l1_loss, beta 0"] = [](X x) { return smooth_l1_loss(x[0], x[1], {.beta = 0}); };
  cases["poisson_nll_loss, full"] = [](X x) { return poisson_nll_loss(x[0], x[1], {.full = true}); };
  cases["poisson_nll_loss, rates"] = [](X x) { return poisson_nll_loss(x[0], x[1], {.log_input = false}); };
  cases["poisson_nll_loss, rates, full"] = [](X x) {
    return poisson_nll_loss(x[0], x[1], {.log_input = false, .full = true, .eps = 1e-3});
  };
  cases["gaussian_nll_loss, full, one variance a row"] = [](X x) {
    return gaussian_nll_loss(x[0], x[1], x[2], {.full = true});
  };
}

void add_probabilities(Cases& cases) {
  for (auto [name, r] : kReductions) {
    std::string suffix = std::string(", ") + name;
    cases["binary_cross_entropy" + suffix] = [r](X x) {
      return binary_cross_entropy(x[0], x[1], {.reduction = r});
    };
    cases["binary_cross_entropy_with_logits" + suffix] = [r](X x) {
      return binary_cross_entropy_with_logits(x[0], x[1], {.reduction = r});
    };
    cases["sigmoid_focal_loss" + suffix] = [r](X x) {
      return sigmoid_focal_loss(x[0], x[1], {.reduction = r});
    };
    cases["kl_div" + suffix] = [r](X x) { return kl_div(x[0], x[1], {.reduction = r}); };
  }
  cases["binary_cross_entropy, weight"] = [](X x) {
    return binary_cross_entropy(x[0], x[1], {.weight = x[2]});
  };
  cases["binary_cross_entropy, certain"] = [](X x) {
    return binary_cross_entropy(x[0], x[1], {.reduction = Reduction::none});
  };
  cases["binary_cross_entropy_with_logits, weights"] = [](X x) {
    return binary_cross_entropy_with_logits(x[0], x[1], {.weight = x[2], .pos_weight = x[3]});
  };
  cases["binary_cross_entropy_with_logits, far out"] = [](X x) {
    return binary_cross_entropy_with_logits(x[0], x[1], {.reduction = Reduction::none});
  };
  cases["sigmoid_focal_loss, alpha 0.7, gamma 1.5"] = [](X x) {
    return sigmoid_focal_loss(x[0], x[1], {.alpha = 0.7, .gamma = 1.5});
  };
  cases["sigmoid_focal_loss, no alpha"] = [](X x) { return sigmoid_focal_loss(x[0], x[1], {.alpha = -1}); };
  cases["sigmoid_focal_loss, gamma 0"] = [](X x) { return sigmoid_focal_loss(x[0], x[1], {.gamma = 0}); };
  cases["dice_loss, mean"] = [](X x) { return dice_loss(x[0], x[1]); };
  cases["dice_loss, sum"] = [](X x) { return dice_loss(x[0], x[1], {.reduction = Reduction::sum}); };
  cases["dice_loss, none, smooth 1"] = [](X x) {
    return dice_loss(x[0], x[1], {.smooth = 1, .reduction = Reduction::none});
  };
  KlDivOptions divergence{.reduction = Reduction::batchmean};
  cases["kl_div, batchmean"] = [=](X x) { return kl_div(x[0], x[1], divergence); };
  cases["kl_div, zeros in the target"] = [=](X x) { return kl_div(x[0], x[1], divergence); };
  cases["kl_div, log target"] = [](X x) {
    return kl_div(x[0], x[1], {.log_target = true, .reduction = Reduction::batchmean});
  };
}

void add_classes(Cases& cases) {
  for (auto [name, r] : kReductions) {
    std::string suffix = std::string(", ") + name;
    cases["cross_entropy" + suffix] = [r](X x) { return cross_entropy(x[0], x[1], {.reduction = r}); };
    cases["cross_entropy, places" + suffix] = cases["cross_entropy, soft" + suffix] =
        cases["cross_entropy" + suffix];
    cases["cross_entropy, weight" + suffix] = [r](X x) {
      return cross_entropy(x[0], x[1], {.weight = x[2], .reduction = r});
    };
    cases["cross_entropy, ignore -100" + suffix] = [r](X x) {
      return cross_entropy(x[0], x[1], {.ignore_index = -100, .reduction = r});
    };
    cases["cross_entropy, smoothing" + suffix] = [r](X x) {
      return cross_entropy(x[0], x[1], {.label_smoothing = 0.1, .reduction = r});
    };
    cases["cross_entropy, smoothing, weight, ignore" + suffix] = [r](X x) {
      return cross_entropy(x[0], x[1],
                           {.weight = x[2], .ignore_index = -100, .label_smoothing = 0.2, .reduction = r});
    };
    cases["cross_entropy, places, all options" + suffix] = [r](X x) {
      return cross_entropy(x[0], x[1],
                           {.weight = x[2], .ignore_index = 3, .label_smoothing = 0.1, .reduction = r});
    };
    cases["nll_loss" + suffix] = [r](X x) { return nll_loss(x[0], x[1], {.reduction = r}); };
    cases["nll_loss, weight, ignore" + suffix] = [r](X x) {
      return nll_loss(x[0], x[1], {.weight = x[2], .ignore_index = -100, .reduction = r});
    };
    cases["focal_loss" + suffix] = [r](X x) { return focal_loss(x[0], x[1], {.reduction = r}); };
  }
  cases["cross_entropy, a line of places"] = [](X x) { return cross_entropy(x[0], x[1]); };
  cases["cross_entropy, soft, places"] = [](X x) { return cross_entropy(x[0], x[1]); };
  cases["cross_entropy, smoothing, ignore"] = [](X x) {
    return cross_entropy(x[0], x[1], {.ignore_index = -100, .label_smoothing = 0.1});
  };
  cases["cross_entropy, soft, smoothing, weight"] = [](X x) {
    return cross_entropy(x[0], x[1], {.weight = x[2], .label_smoothing = 0.1});
  };
  cases["nll_loss, places"] = [](X x) { return nll_loss(x[0], x[1], {.weight = x[2], .ignore_index = 3}); };
  cases["focal_loss, weight, gamma 0.5"] = [](X x) {
    return focal_loss(x[0], x[1], {.weight = x[2], .gamma = 0.5});
  };
}

void add_margins(Cases& cases) {
  for (auto [name, r] : kReductions) {
    std::string suffix = std::string(", ") + name;
    cases["multi_margin_loss" + suffix] = [r](X x) {
      return multi_margin_loss(x[0], x[1], {.reduction = r});
    };
    cases["multilabel_margin_loss" + suffix] = [r](X x) { return multilabel_margin_loss(x[0], x[1], {r}); };
    cases["multilabel_soft_margin_loss" + suffix] = [r](X x) {
      return multilabel_soft_margin_loss(x[0], x[1], {.reduction = r});
    };
    cases["soft_margin_loss" + suffix] = [r](X x) { return soft_margin_loss(x[0], x[1], {r}); };
    cases["hinge_embedding_loss" + suffix] = [r](X x) {
      return hinge_embedding_loss(x[0], x[1], {.reduction = r});
    };
    cases["margin_ranking_loss" + suffix] = [r](X x) {
      return margin_ranking_loss(x[0], x[1], x[2], {.margin = 0, .reduction = r});
    };
  }
  cases["multi_margin_loss, squared, weight, margin 0.5"] = [](X x) {
    return multi_margin_loss(x[0], x[1], {.p = 2, .margin = 0.5, .weight = x[2]});
  };
  cases["multilabel_soft_margin_loss, weight"] = [](X x) {
    return multilabel_soft_margin_loss(x[0], x[1], {.weight = x[2]});
  };
  cases["hinge_embedding_loss, margin 0.5"] = [](X x) {
    return hinge_embedding_loss(x[0], x[1], {.margin = 0.5});
  };
  cases["margin_ranking_loss, margin 0.5"] = [](X x) {
    return margin_ranking_loss(x[0], x[1], x[2], {.margin = 0.5});
  };
  cases["hinge_loss, mean"] = [](X x) { return hinge_loss(x[0], x[1]); };
  cases["hinge_loss, none, margin 0.5"] = [](X x) {
    return hinge_loss(x[0], x[1], {.margin = 0.5, .reduction = Reduction::none});
  };
  cases["perceptron_loss, mean"] = [](X x) { return perceptron_loss(x[0], x[1]); };
  cases["perceptron_loss, none"] = [](X x) {
    return perceptron_loss(x[0], x[1], {.reduction = Reduction::none});
  };
  cases["squared_hinge_loss, mean"] = [](X x) { return squared_hinge_loss(x[0], x[1]); };
  cases["squared_hinge_loss, sum"] = [](X x) {
    return squared_hinge_loss(x[0], x[1], {.reduction = Reduction::sum});
  };
}

void add_vectors(Cases& cases) {
  for (std::int64_t axis : {0, 1, 2})
    cases["cosine_similarity, axis " + std::to_string(axis)] = [axis](X x) {
      return cosine_similarity(x[0], x[1], {.axis = axis});
    };
  for (auto [name, r] : kReductions) {
    std::string suffix = std::string(", ") + name;
    cases["cosine_embedding_loss" + suffix] = [r](X x) {
      return cosine_embedding_loss(x[0], x[1], x[2], {.margin = 0, .reduction = r});
    };
    cases["triplet_margin_loss" + suffix] = [r](X x) {
      return triplet_margin_loss(x[0], x[1], x[2], {.reduction = r});
    };
  }
  cases["cosine_embedding_loss, margin 0.3"] = [](X x) {
    return cosine_embedding_loss(x[0], x[1], x[2], {.margin = 0.3});
  };
  cases["cosine_embedding_loss, one pair"] = [](X x) { return cosine_embedding_loss(x[0], x[1], x[2]); };
  for (auto [name, p] : {std::pair{"1", 1.0}, {"2", 2.0}, {"3", 3.0}, {"inf", double(INFINITY)}})
    cases[std::string("pairwise_distance, p ") + name] = [p](X x) {
      return pairwise_distance(x[0], x[1], {.p = p});
    };
  cases["triplet_margin_loss, swap"] = [](X x) {
    return triplet_margin_loss(x[0], x[1], x[2], {.swap = true});
  };
  cases["triplet_margin_loss, p 1, margin 3"] = [](X x) {
    return triplet_margin_loss(x[0], x[1], x[2], {.margin = 3, .p = 1});
  };
}

Value ctc_of_logits(X x, CtcOptions options = {}) {
  return nn::ctc_loss(log_softmax(x[0], {.axis = 2}), x[1], x[2], x[3], options);
}

void add_sequences(Cases& cases) {
  for (auto [name, r] : kReductions)
    cases[std::string("ctc_loss, ") + name] = [r](X x) { return ctc_of_logits(x, {.reduction = r}); };
  cases["ctc_loss, blank 4"] = [](X x) { return ctc_of_logits(x, {.blank = 4}); };
  cases["ctc_loss, zero_infinity"] = [](X x) {
    return ctc_of_logits(x, {.zero_infinity = true, .reduction = Reduction::sum});
  };
}

}  // namespace

std::map<std::string, LossCall> loss_cases() {
  Cases cases;
  add_numbers(cases);
  add_probabilities(cases);
  add_classes(cases);
  add_margins(cases);
  add_vectors(cases);
  add_sequences(cases);
  return cases;
}

}  // namespace percept::proof
