"""Activations and softmax: random inputs, and those where the slope jumps."""
import torch
from torch.nn import functional as F

from op_cases import case, distinct, floats, given

AROUND = given(-4, -3, -1, -0.5, 0, 0.5, 1, 3, 4, 6, 7)  # where one of them has a kink, and beside

for name, function in [
    ("relu", torch.relu), ("sigmoid", torch.sigmoid), ("leaky_relu", F.leaky_relu), ("elu", F.elu), ("celu", F.celu),
    ("selu", F.selu), ("gelu", F.gelu), ("silu", F.silu), ("mish", F.mish), ("softplus", F.softplus),
    ("softsign", F.softsign), ("log_sigmoid", F.logsigmoid), ("relu6", F.relu6),
    ("hard_sigmoid", lambda x: F.relu6(x + 3) / 6),  # F.hardsigmoid has a sixth in f32 in its gradient, of f64 too
    ("hard_tanh", F.hardtanh), ("hard_shrink", F.hardshrink),
    ("soft_shrink", F.softshrink), ("tanh_shrink", F.tanhshrink),
]:
    case(f"{name}/awkward", function, floats(3, 7, 5, low=-5, high=8))
    case(f"{name}/around the kinks", function, AROUND)
case("hard_swish/awkward", F.hardswish, floats(3, 7, 5, low=-5, high=8))
# Not at 3: there F.hardswish has two slopes, by the place in memory.
case("hard_swish/around the kinks", F.hardswish, given(-4, -3, -1, 0, 1, 2.875, 3.125, 4))
case("threshold/awkward", lambda x: F.threshold(x, 0.5, -2), floats(3, 7))
case("threshold/around the kinks", lambda x: F.threshold(x, 0.5, -2), AROUND)
case("leaky_relu/slope", lambda x: F.leaky_relu(x, 0.3), floats(3, 7))
case("elu/alpha", lambda x: F.elu(x, 0.5), floats(3, 7))
case("celu/alpha", lambda x: F.celu(x, 0.5), floats(3, 7))
case("gelu/tanh", lambda x: F.gelu(x, approximate="tanh"), floats(3, 7, low=-5, high=5))
case("softplus/beta", lambda x: F.softplus(x, beta=3), floats(3, 7))
case("hard_tanh/bounds", lambda x: F.hardtanh(x, -0.5, 1.5), floats(3, 7))
case("hard_shrink/bound", lambda x: F.hardshrink(x, 1), floats(3, 7))
case("soft_shrink/bound", lambda x: F.softshrink(x, 1), floats(3, 7))

for name, function in [("softmax", F.softmax), ("log_softmax", F.log_softmax)]:
    case(f"{name}/last axis", lambda x, f=function: f(x, -1), floats(3, 7, low=-5, high=5))
    case(f"{name}/middle axis", lambda x, f=function: f(x, 1), floats(3, 5, 7))
    case(f"{name}/large scores", lambda x, f=function: f(x, 0), given(1000, 1001, 999, -1000))

case("prelu/a channel", F.prelu, floats(3, 5, 7), floats(5))
case("prelu/one weight", F.prelu, floats(3, 5), floats(1))
case("prelu/around the kink", F.prelu, given(-1, 0, 0, 1, shape=(2, 2)), given(0.25))
case("glu/last axis", F.glu, floats(3, 10))
case("glu/channels", lambda x: F.glu(x, 1), floats(2, 6, 5))
case("swiglu/last axis", lambda x: F.silu(x.chunk(2, -1)[0]) * x.chunk(2, -1)[1], floats(3, 10))
case("maxout/channels", lambda x: x.unflatten(1, (3, 2)).amax(2), distinct(2, 6, 5))
case("maxout/last axis", lambda x: x.unflatten(1, (2, 5)).amax(2), distinct(3, 10))
