"""Values and gradients of losses in PyTorch, for tests/nn/loss_test.cpp.
Writes tests/golden/losses.safetensors: for each case its inputs, what the loss gives, and the gradients. The inputs
are drawn here and kept in the file, so no generator must be imitated. A case gives CASE/0, CASE/1, ... (inputs),
CASE/value, CASE/gradient.I for each input I that is differentiated and, where the value is not one number,
CASE/weights: what is differentiated is then the sum of weights times value.
What PyTorch lacks is written here from its paper's formula.
Needs Debian's python3-torch; the tests need neither it nor Python."""
import math

import torch
import torch.nn.functional as F

from golden_file import write

torch.manual_seed(1)
cases = {}


def normal(*shape):
    return torch.randn(*shape, dtype=torch.float64)


def uniform(*shape, low=0.0, high=1.0):
    return low + (high - low) * torch.rand(*shape, dtype=torch.float64)


def numbers(*values):
    return torch.tensor(values, dtype=torch.float64)


def whole(high, *shape, low=0):
    return torch.randint(low, high, shape)


def signs(*shape):
    return 2 * whole(2, *shape) - 1


def case(name, loss, inputs, gradients=(0,), **options):
    """`loss` gets the inputs and options; the inputs numbered in `gradients` are differentiated."""
    assert name not in cases, name
    leaves = [x.clone().requires_grad_(i in gradients) for i, x in enumerate(inputs)]
    value = loss(*leaves, **options)
    entry = {str(i): x for i, x in enumerate(inputs)}
    entry["value"] = value.detach()
    total = value
    if value.dim():
        entry["weights"] = uniform(*value.shape, low=0.5, high=1.5)
        total = (entry["weights"] * value).sum()
    assert math.isfinite(total.item()), name
    for i in gradients:
        (entry[f"gradient.{i}"],) = torch.autograd.grad(total, leaves[i], retain_graph=True)
    cases[name] = entry


REDUCTIONS = ("mean", "sum", "none")

# Numbers.
for r in REDUCTIONS:
    case(f"mean_squared_error, {r}", F.mse_loss, [normal(3, 5), normal(3, 5)], (0, 1), reduction=r)
    case(f"l1_loss, {r}", F.l1_loss, [normal(3, 5), normal(3, 5)], (0, 1), reduction=r)
    case(f"huber_loss, {r}", F.huber_loss, [2 * normal(3, 5), normal(3, 5)], (0, 1), reduction=r)
    case(f"smooth_l1_loss, {r}", F.smooth_l1_loss, [2 * normal(3, 5), normal(3, 5)], (0, 1), reduction=r)
case("huber_loss, delta 0.4", F.huber_loss, [normal(17), normal(17)], (0, 1), delta=0.4)
case("smooth_l1_loss, beta 0.4", F.smooth_l1_loss, [normal(17), normal(17)], (0, 1), beta=0.4)
case("smooth_l1_loss, beta 0", F.smooth_l1_loss, [normal(17), normal(17)], (0, 1), beta=0)
counts = whole(6, 5, 4).double()
for r in REDUCTIONS:
    case(f"poisson_nll_loss, {r}", F.poisson_nll_loss, [normal(5, 4), counts], reduction=r)
case("poisson_nll_loss, full", F.poisson_nll_loss, [normal(5, 4), counts], full=True)
case("poisson_nll_loss, rates", F.poisson_nll_loss, [uniform(5, 4, low=0.2, high=4), counts], log_input=False)
case("poisson_nll_loss, rates, full", F.poisson_nll_loss, [uniform(5, 4, low=0.2, high=4), counts],
     log_input=False, full=True, eps=1e-3)
for r in REDUCTIONS:
    case(f"gaussian_nll_loss, {r}", F.gaussian_nll_loss,
         [normal(5, 4), normal(5, 4), uniform(5, 4, low=0.1, high=2)], (0, 1, 2), reduction=r)
case("gaussian_nll_loss, full, one variance a row", F.gaussian_nll_loss,
     [normal(5, 4), normal(5, 4), uniform(5, 1, low=0.1, high=2)], (0, 1, 2), full=True)

# Probabilities of yes.
p, y = uniform(3, 7, low=0.02, high=0.98), uniform(3, 7)
for r in REDUCTIONS:
    case(f"binary_cross_entropy, {r}", F.binary_cross_entropy, [p, y], (0,), reduction=r)
case("binary_cross_entropy, weight", lambda p, y, w: F.binary_cross_entropy(p, y, weight=w), [p, y, uniform(7)])
# A logarithm of 0 counts -100. (Gradients are compared where there is one.)
case("binary_cross_entropy, certain", F.binary_cross_entropy,
     [numbers(0, 1, 0, 1, 0.25), numbers(0, 1, 1, 0, 1)], (), reduction="none")
x = 3 * normal(3, 7)
for r in REDUCTIONS:
    case(f"binary_cross_entropy_with_logits, {r}", F.binary_cross_entropy_with_logits, [x, y], (0, 1), reduction=r)
case("binary_cross_entropy_with_logits, weights",
     lambda x, y, w, q: F.binary_cross_entropy_with_logits(x, y, weight=w, pos_weight=q),
     [x, y, uniform(3, 1), uniform(7, low=0.3, high=3)], (0, 1))
case("binary_cross_entropy_with_logits, far out", F.binary_cross_entropy_with_logits,
     [numbers(-1e4, 1e4, -1e4, 1e4), numbers(0, 1, 1, 0)], reduction="none")


def sigmoid_focal(x, y, alpha, gamma):
    """Lin et al. 2017, formula 5: -alpha_t (1 - p_t)^gamma ln p_t."""
    p = torch.sigmoid(x)
    p_t = torch.where(y == 1, p, 1 - p)
    alpha_t = torch.where(y == 1, torch.full_like(p, alpha), torch.full_like(p, 1 - alpha))
    return -alpha_t * (1 - p_t) ** gamma * torch.log(p_t)


yes = whole(2, 3, 7)
case("sigmoid_focal_loss, mean", lambda x, y: sigmoid_focal(x, y, 0.25, 2).mean(), [x, yes])
case("sigmoid_focal_loss, sum", lambda x, y: sigmoid_focal(x, y, 0.25, 2).sum(), [x, yes])
case("sigmoid_focal_loss, none", lambda x, y: sigmoid_focal(x, y, 0.25, 2), [x, yes])
case("sigmoid_focal_loss, alpha 0.7, gamma 1.5", lambda x, y: sigmoid_focal(x, y, 0.7, 1.5).mean(), [x, yes])
case("sigmoid_focal_loss, no alpha", lambda x, y: 2 * sigmoid_focal(x, y, 0.5, 2).mean(), [x, yes])
case("sigmoid_focal_loss, gamma 0", lambda x, y: sigmoid_focal(x, y, 0.25, 0).mean(), [x, yes])


def dice(p, t, smooth):
    """Milletari et al. 2016, section 3: D = 2 sum p g / (sum p^2 + sum g^2), for each example."""
    p, t = p.flatten(1), t.flatten(1)
    return 1 - (2 * (p * t).sum(1) + smooth) / ((p * p).sum(1) + (t * t).sum(1) + smooth)


mask = whole(2, 3, 1, 5, 4).double()
case("dice_loss, mean", lambda p, t: dice(p, t, 1e-5).mean(), [uniform(3, 1, 5, 4), mask], (0, 1))
case("dice_loss, sum", lambda p, t: dice(p, t, 1e-5).sum(), [uniform(3, 1, 5, 4), mask])
case("dice_loss, none, smooth 1", lambda p, t: dice(p, t, 1.0), [uniform(3, 1, 5, 4), mask])

q, t = F.log_softmax(normal(5, 7), 1), F.softmax(0.5 * normal(5, 7), 1)
for r in REDUCTIONS + ("batchmean",):
    case(f"kl_div, {r}", F.kl_div, [q, t], (0, 1), reduction=r)
case("kl_div, log target", F.kl_div, [q, t.log()], (0, 1), reduction="batchmean", log_target=True)
case("kl_div, zeros in the target", F.kl_div, [q, F.one_hot(whole(7, 5), 7).double()], reduction="batchmean")

# Choice of one class.
s, labels, weight = 2 * normal(7, 5), whole(5, 7), uniform(5, low=0.2, high=2)
images, places = normal(2, 4, 2, 3), whole(4, 2, 2, 3)
with_ignored = labels.clone()
with_ignored[[1, 4]] = -100
places_ignored = places.clone()
places_ignored[:, 1, 2] = 3
for r in REDUCTIONS:
    case(f"cross_entropy, {r}", F.cross_entropy, [s, labels], reduction=r)
    case(f"cross_entropy, weight, {r}", lambda s, l, w: F.cross_entropy(s, l, weight=w, reduction=r),
         [s, labels, weight])
    case(f"cross_entropy, ignore -100, {r}", F.cross_entropy, [s, with_ignored], reduction=r)
    case(f"cross_entropy, smoothing, {r}", F.cross_entropy, [s, labels], label_smoothing=0.1, reduction=r)
    case(f"cross_entropy, smoothing, weight, ignore, {r}",
         lambda s, l, w: F.cross_entropy(s, l, weight=w, label_smoothing=0.2, reduction=r), [s, with_ignored, weight])
    case(f"cross_entropy, places, {r}", F.cross_entropy, [images, places], reduction=r)
    case(f"cross_entropy, places, all options, {r}",
         lambda s, l, w: F.cross_entropy(s, l, weight=w, ignore_index=3, label_smoothing=0.1, reduction=r),
         [images, places_ignored, uniform(4, low=0.2, high=2)])
    case(f"cross_entropy, soft, {r}", F.cross_entropy, [s, F.softmax(normal(7, 5), 1)], reduction=r)
case("cross_entropy, a line of places", F.cross_entropy, [normal(3, 5, 6), whole(5, 3, 6)])
case("cross_entropy, smoothing, ignore", F.cross_entropy, [s, with_ignored], label_smoothing=0.1)
case("cross_entropy, soft, smoothing, weight", lambda s, t, w: F.cross_entropy(s, t, weight=w, label_smoothing=0.1),
     [s, F.softmax(normal(7, 5), 1), weight])
case("cross_entropy, soft, places", F.cross_entropy, [images, F.softmax(normal(2, 4, 2, 3), 1)])
for r in REDUCTIONS:
    case(f"nll_loss, {r}", F.nll_loss, [F.log_softmax(s, 1), labels], reduction=r)
    case(f"nll_loss, weight, ignore, {r}", lambda q, l, w: F.nll_loss(q, l, weight=w, reduction=r),
         [F.log_softmax(s, 1), with_ignored, weight])
case("nll_loss, places", lambda q, l, w: F.nll_loss(q, l, weight=w, ignore_index=3),
     [F.log_softmax(images, 1), places_ignored, uniform(4)])


def focal(s, l, gamma, weight=None):
    """Lin et al. 2017 with a softmax: -alpha_y (1 - p_y)^gamma ln p_y."""
    p = F.softmax(s, 1)[torch.arange(len(l)), l]
    loss = -((1 - p) ** gamma) * torch.log(p)
    return loss if weight is None else weight[l] * loss


case("focal_loss, mean", lambda s, l: focal(s, l, 2).mean(), [s, labels])
case("focal_loss, sum", lambda s, l: focal(s, l, 2).sum(), [s, labels])
case("focal_loss, none", lambda s, l: focal(s, l, 2), [s, labels])
case("focal_loss, weight, gamma 0.5", lambda s, l, w: focal(s, l, 0.5, w).mean(), [s, labels, weight])

# Margins.
several = torch.tensor([[3, 0, -1, 1, 2], [1, -1, -1, -1, -1], [4, 3, 2, 1, 0], [-1, 0, 1, 2, 3], [2, 4, 1, -1, 0]])
for r in REDUCTIONS:
    case(f"multi_margin_loss, {r}", F.multi_margin_loss, [s, labels], reduction=r)
    case(f"multilabel_margin_loss, {r}", F.multilabel_margin_loss, [normal(5, 5), several], reduction=r)
    case(f"multilabel_soft_margin_loss, {r}", F.multilabel_soft_margin_loss, [x, yes.double()], reduction=r)
    case(f"soft_margin_loss, {r}", F.soft_margin_loss, [normal(4, 5), signs(4, 5)], reduction=r)
    case(f"hinge_embedding_loss, {r}", F.hinge_embedding_loss, [uniform(4, 5, high=2), signs(4, 5)], reduction=r)
    case(f"margin_ranking_loss, {r}", F.margin_ranking_loss, [normal(17), normal(17), signs(17)], (0, 1), reduction=r)
case("multi_margin_loss, squared, weight, margin 0.5",
     lambda s, l, w: F.multi_margin_loss(s, l, p=2, margin=0.5, weight=w),
     [s, labels, weight])
case("multilabel_soft_margin_loss, weight", lambda s, t, w: F.multilabel_soft_margin_loss(s, t, weight=w),
     [x, yes.double(), uniform(7)])
case("hinge_embedding_loss, margin 0.5", F.hinge_embedding_loss, [uniform(4, 5, high=2), signs(4, 5)], margin=0.5)
case("margin_ranking_loss, margin 0.5", F.margin_ranking_loss, [normal(17), normal(17), signs(17)], (0, 1), margin=0.5)
# The hinge of Cortes and Vapnik 1995, max(0, 1 - t x), and its square.
case("hinge_loss, mean", lambda s, t: torch.clamp(1 - t * s, min=0).mean(), [normal(4, 5), signs(4, 5)])
case("hinge_loss, none, margin 0.5", lambda s, t: torch.clamp(0.5 - t * s, min=0), [normal(4, 5), signs(4, 5)])
case("squared_hinge_loss, mean", lambda s, t: (torch.clamp(1 - t * s, min=0) ** 2).mean(), [normal(4, 5), signs(4, 5)])
case("squared_hinge_loss, sum", lambda s, t: (torch.clamp(1 - t * s, min=0) ** 2).sum(), [normal(4, 5), signs(4, 5)])

# Vectors.
for axis in (0, 1, 2):
    case(f"cosine_similarity, axis {axis}", F.cosine_similarity, [normal(3, 4, 5), normal(3, 4, 5)], (0, 1), dim=axis)
for r in REDUCTIONS:
    case(f"cosine_embedding_loss, {r}", F.cosine_embedding_loss, [normal(9, 3), normal(9, 3), signs(9)], (0, 1),
         reduction=r)
    case(f"triplet_margin_loss, {r}", F.triplet_margin_loss, [normal(9, 4), normal(9, 4), normal(9, 4)], (0, 1, 2),
         reduction=r)
case("cosine_embedding_loss, margin 0.3", F.cosine_embedding_loss, [normal(9, 3), normal(9, 3), signs(9)], (0, 1),
     margin=0.3)
case("cosine_embedding_loss, one pair", F.cosine_embedding_loss, [normal(5), normal(5), torch.tensor(1)], (0, 1))
for p_ in (1, 2, 3, math.inf):
    case(f"pairwise_distance, p {p_}", F.pairwise_distance, [normal(6, 5), normal(6, 5)], (0, 1), p=p_)
case("triplet_margin_loss, swap", F.triplet_margin_loss, [normal(9, 4), normal(9, 4), normal(9, 4)], (0, 1, 2),
     swap=True)
case("triplet_margin_loss, p 1, margin 3", F.triplet_margin_loss,
     [normal(9, 4), normal(9, 4), normal(9, 4)], (0, 1, 2), p=1, margin=3)

# CTC. PyTorch's gradient by the logarithms contains the derivative of log_softmax, so it is compared by the logits.
# With repeated targets, short inputs, an empty target, one that just fits and one of the longest kind.
logits = 2 * normal(9, 5, 5)
spelt = torch.tensor([[1, 2, 3, 4], [2, 2, 1, 1], [4, 0, 0, 0], [3, 3, 4, 0], [1, 2, 2, 4]])
steps, letters = torch.tensor([9, 8, 7, 4, 9]), torch.tensor([4, 4, 0, 3, 4])


def ctc(x, l, steps, letters, **options):
    return F.ctc_loss(F.log_softmax(x, 2), l, steps, letters, **options)


for r in REDUCTIONS:
    case(f"ctc_loss, {r}", ctc, [logits, spelt, steps, letters], reduction=r)
case("ctc_loss, blank 4", ctc, [logits, spelt.clamp(min=1) - 1, steps, letters], blank=4)
# The first cannot be spelt in three steps.
case("ctc_loss, zero_infinity", ctc, [logits, spelt, torch.tensor([3, 8, 7, 4, 9]), letters],
     zero_infinity=True, reduction="sum")

# |s| where the sign is wrong: the perceptron criterion (Bishop 2006, eq. 4.54).
case("perceptron_loss, mean", lambda s, t: torch.clamp(-t * s, min=0).mean(), [normal(4, 5), signs(4, 5)])
case("perceptron_loss, none", lambda s, t: torch.clamp(-t * s, min=0), [normal(4, 5), signs(4, 5)])

write("losses", {f"{name}/{key}": tensor for name, entry in cases.items() for key, tensor in entry.items()})
