// Losses: what training makes small. Names, defaults and formulas are PyTorch's; each gives one number, or
// with Reduction::none one an element (or an example). Targets that are compared with numbers may be whole
// numbers or bools too; class labels are whole numbers. Mistakes in shapes and types throw `Error`.
#pragma once

#include <optional>

#include "percept/graph/graph.hpp"

namespace percept::nn {

/// How the losses of the elements become one number. `batchmean`: their sum over the size of the first axis.
enum class Reduction { mean, sum, none, batchmean };

struct LossOptions {
  Reduction reduction = Reduction::mean;
};

// Numbers: prediction p and target t have one shape.

/// (p - t)^2
Value mean_squared_error(Value prediction, Value target, LossOptions options = {},
                         Location at = Location::current());
/// |p - t|
Value l1_loss(Value prediction, Value target, LossOptions options = {}, Location at = Location::current());
struct HuberOptions {
  double delta = 1;
  Reduction reduction = Reduction::mean;
};
/// (p - t)^2 / 2 where |p - t| < delta, else delta (|p - t| - delta / 2). Huber 1964.
Value huber_loss(Value prediction, Value target, HuberOptions options = {},
                 Location at = Location::current());
struct SmoothL1Options {
  double beta = 1;
  Reduction reduction = Reduction::mean;
};
/// huber_loss / beta; with beta 0 the l1_loss. Girshick 2015.
Value smooth_l1_loss(Value prediction, Value target, SmoothL1Options options = {},
                     Location at = Location::current());
struct PoissonNllOptions {
  bool log_input = true;  // the prediction is the logarithm of the rate
  bool full = false;      // with Stirling's approximation of ln t! where t > 1
  double eps = 1e-8;      // added to a rate before its logarithm
  Reduction reduction = Reduction::mean;
};
/// e^p - t p, or without log_input p - t ln(p + eps): counts t of a Poisson variable.
Value poisson_nll_loss(Value prediction, Value target, PoissonNllOptions options = {},
                       Location at = Location::current());
struct GaussianNllOptions {
  bool full = false;  // with the constant ln(2 pi) / 2
  double eps = 1e-6;  // the least variance; PyTorch lets gradients pass to a smaller one, here they end
  Reduction reduction = Reduction::mean;
};
/// (ln v + (p - t)^2 / v) / 2. The variance has the prediction's shape, or one that can be repeated to it.
Value gaussian_nll_loss(Value prediction, Value target, Value variance, GaussianNllOptions options = {},
                        Location at = Location::current());

// Probabilities of yes.

struct BinaryOptions {
  Value weight;      // of each element; any shape that can be repeated to theirs
  Value pos_weight;  // of the positive side, by class; with logits only
  Reduction reduction = Reduction::mean;
};
/// -(t ln p + (1 - t) ln(1 - p)), p in [0, 1]. A logarithm is held at -100; held, it has no gradient.
Value binary_cross_entropy(Value probability, Value target, BinaryOptions options = {},
                           Location at = Location::current());
/// The same of p = sigmoid(logit), computed so that nothing overflows:
/// (1 - t) x + (1 + (pos_weight - 1) t) ln(1 + e^-x).
Value binary_cross_entropy_with_logits(Value logits, Value target, BinaryOptions options = {},
                                       Location at = Location::current());
struct SigmoidFocalOptions {
  double alpha = 0.25;  // weight of the positives, 1 - alpha of the negatives; negative: none
  double gamma = 2;     // how much less the easy ones count
  Reduction reduction = Reduction::mean;
};
/// -alpha_t (1 - p_t)^gamma ln p_t, p_t = sigmoid(logit) where the target is 1, else 1 - that. Lin et al.
/// 2017.
Value sigmoid_focal_loss(Value logits, Value target, SigmoidFocalOptions options = {},
                         Location at = Location::current());
struct DiceOptions {
  double smooth = 1e-5;  // added above and below: two empty masks are alike
  Reduction reduction = Reduction::mean;
};
/// 1 - (2 sum p t + smooth) / (sum p^2 + sum t^2 + smooth), a sum an example. Milletari et al. 2016.
Value dice_loss(Value probability, Value target, DiceOptions options = {}, Location at = Location::current());
struct KlDivOptions {
  bool log_target = false;                // the target is given by its logarithm too
  Reduction reduction = Reduction::mean;  // batchmean is the divergence of the mathematics
};
/// t (ln t - q), q the logarithm of the predicted probability; nothing where t = 0.
Value kl_div(Value log_probability, Value target, KlDivOptions options = {},
             Location at = Location::current());

// Choice of one class: scores [N, C] with labels [N], or [N, C, d1, ...] with [N, d1, ...].

struct CrossEntropyOptions {
  Value weight;                              // [C]; the mean is over the weights of the labels
  std::optional<std::int64_t> ignore_index;  // this label counts for nothing; none here, -100 in PyTorch
  double label_smoothing = 0;                // share of the target spread over all classes
  Reduction reduction = Reduction::mean;
};
/// -ln softmax(logits)[label]. Instead of labels there may be a target of the logits' shape and type, a
/// probability a class; then there is nothing to ignore.
Value cross_entropy(Value logits, Value labels, CrossEntropyOptions options = {},
                    Location at = Location::current());
struct NllOptions {
  Value weight;
  std::optional<std::int64_t> ignore_index;
  Reduction reduction = Reduction::mean;
};
/// -q[label], q the logarithms of probabilities.
Value nll_loss(Value log_probabilities, Value labels, NllOptions options = {},
               Location at = Location::current());
struct FocalOptions {
  Value weight;  // [C]: alpha of each class
  double gamma = 2;
  Reduction reduction = Reduction::mean;  // over the examples, whatever their weights
};
/// -alpha_label (1 - p_label)^gamma ln p_label, p = softmax(logits): focal loss of more than two classes.
Value focal_loss(Value logits, Value labels, FocalOptions options = {}, Location at = Location::current());
/// The share of rows whose largest score stands at the label, as f32.
Value accuracy(Value logits, Value labels, Location at = Location::current());

// Margins.

struct MultiMarginOptions {
  std::int64_t p = 1;  // 1 or 2
  double margin = 1;
  Value weight;  // [C]
  Reduction reduction = Reduction::mean;
};
/// sum over j != label of max(0, margin - s[label] + s[j])^p / C; scores [N, C], labels [N].
Value multi_margin_loss(Value scores, Value labels, MultiMarginOptions options = {},
                        Location at = Location::current());
/// sum over i not among the labels, j among them, of max(0, 1 - (s[j] - s[i])) / C; scores [N, C], labels
/// [N, C]: the labels of a row end before its first negative number.
Value multilabel_margin_loss(Value scores, Value labels, LossOptions options = {},
                             Location at = Location::current());
struct MultilabelSoftMarginOptions {
  Value weight;  // [C]
  Reduction reduction = Reduction::mean;
};
/// The mean over the last axis of binary_cross_entropy_with_logits.
Value multilabel_soft_margin_loss(Value logits, Value target, MultilabelSoftMarginOptions options = {},
                                  Location at = Location::current());
// The targets of these are 1 and -1.
/// ln(1 + e^(-t x))
Value soft_margin_loss(Value scores, Value target, LossOptions options = {},
                       Location at = Location::current());
struct MarginOptions {
  double margin = 1;
  Reduction reduction = Reduction::mean;
};
/// max(0, margin - t x), and its square.
Value hinge_loss(Value scores, Value target, MarginOptions options = {}, Location at = Location::current());
Value squared_hinge_loss(Value scores, Value target, MarginOptions options = {},
                         Location at = Location::current());
/// |x| where the answer is wrong: x > 0 is a yes, and a yes should be where t = 1. Its gradient step on one
/// example is the rule of the perceptron (Rosenblatt, 1958), which learns from x = 0 too.
Value perceptron_loss(Value scores, Value target, LossOptions options = {},
                      Location at = Location::current());
/// x where t = 1, max(0, margin - x) where t = -1: x is a distance.
Value hinge_embedding_loss(Value distance, Value target, MarginOptions options = {},
                           Location at = Location::current());
/// max(0, margin - t (a - b)): a should be larger where t = 1.
Value margin_ranking_loss(Value a, Value b, Value target, MarginOptions options = {.margin = 0},
                          Location at = Location::current());

// Vectors that should lie close or far.

struct CosineSimilarityOptions {
  std::int64_t axis = 1;
  double eps = 1e-8;  // the least length
};
/// sum a b / (|a| |b|) along an axis. No loss: it gives one number a pair.
Value cosine_similarity(Value a, Value b, CosineSimilarityOptions options = {},
                        Location at = Location::current());
/// 1 - cos(a, b) where t = 1, max(0, cos(a, b) - margin) where t = -1. a and b [N, D], t [N]; or [D] and [].
Value cosine_embedding_loss(Value a, Value b, Value target, MarginOptions options = {.margin = 0},
                            Location at = Location::current());
struct PairwiseDistanceOptions {
  double p = 2;  // which norm; infinity: the largest difference
  double eps = 1e-6;
};
/// |a - b + eps|_p along the last axis. No loss: it gives one number a pair.
Value pairwise_distance(Value a, Value b, PairwiseDistanceOptions options = {},
                        Location at = Location::current());
struct TripletMarginOptions {
  double margin = 1;
  double p = 2;
  double eps = 1e-6;
  bool swap = false;  // take the distance of the positive to the negative where that is the smaller
  Reduction reduction = Reduction::mean;
};
/// max(0, margin + d(anchor, positive) - d(anchor, negative)), d the pairwise_distance.
Value triplet_margin_loss(Value anchor, Value positive, Value negative, TripletMarginOptions options = {},
                          Location at = Location::current());

// Sequences.

struct CtcOptions {
  std::int64_t blank = 0;
  bool zero_infinity = false;  // a target that is too long for its input costs nothing instead of infinity
  Reduction reduction = Reduction::mean;  // each loss over its target's length first
};
/// -ln of the sum of the probabilities of all alignments (the op `ctc_loss`). log_probabilities [T, N, C],
/// targets [N, S], lengths [N].
Value ctc_loss(Value log_probabilities, Value targets, Value input_lengths, Value target_lengths,
               CtcOptions options = {}, Location at = Location::current());

}  // namespace percept::nn
