"""Arithmetic, functions of one number, comparison, logic, and what depends on no input."""
import torch

from op_cases import bools, case, distinct, floats, given, integers, whole

INF, NAN = float("inf"), float("nan")

for name, function, low, high in [
    ("abs", torch.abs, -2, 2), ("neg", torch.neg, -2, 2), ("sign", torch.sign, -2, 2),
    ("sqrt", torch.sqrt, 0.1, 5), ("exp", torch.exp, -3, 3), ("expm1", torch.expm1, -2, 2),
    ("log", torch.log, 0.1, 5), ("log1p", torch.log1p, -0.8, 5), ("erf", torch.erf, -3, 3),
    ("sin", torch.sin, -7, 7), ("cos", torch.cos, -7, 7), ("tan", torch.tan, -1.3, 1.3),
    ("asin", torch.asin, -0.95, 0.95), ("acos", torch.acos, -0.95, 0.95), ("atan", torch.atan, -5, 5),
    ("sinh", torch.sinh, -3, 3), ("cosh", torch.cosh, -3, 3), ("tanh", torch.tanh, -3, 3),
    ("asinh", torch.asinh, -5, 5), ("acosh", torch.acosh, 1.1, 5), ("atanh", torch.atanh, -0.9, 0.9),
    ("floor", torch.floor, -5, 5), ("ceil", torch.ceil, -5, 5), ("trunc", torch.trunc, -5, 5),
    ("round", torch.round, -5, 5),
]:
    case(f"{name}/awkward", function, floats(3, 7, 5, low=low, high=high))
case("abs/zero", torch.abs, given(0, -0.0, 1, -1))
case("sign/zero", torch.sign, given(0, 3, -3))
case("round/halves", torch.round, given(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5))

for name, function in [("add", torch.add), ("sub", torch.sub), ("mul", torch.mul), ("maximum", torch.maximum),
                       ("minimum", torch.minimum)]:
    case(f"{name}/awkward", function, floats(3, 7, 5), floats(3, 7, 5))
    case(f"{name}/row", function, floats(3, 7), floats(7))
    case(f"{name}/column and row", function, floats(3, 1), floats(7))
case("div/awkward", torch.div, floats(3, 7), floats(3, 7, low=0.5, high=2))
case("div/negative, column", torch.div, floats(3, 7), floats(3, 1, low=-2, high=-0.5))
case("maximum/ties", torch.maximum, given(1, 2, 3), given(1, 3, 2))
case("minimum/ties", torch.minimum, given(1, 2, 3), given(1, 3, 2))
case("atan2/all around", torch.atan2, floats(3, 7), floats(3, 7))
case("pow/positive base", torch.pow, floats(3, 7, low=0.2, high=3), floats(3, 7))
case("pow/square", lambda x: torch.pow(x, 2.0), floats(3, 7))
case("pow/cube", lambda x: torch.pow(x, 3.0), floats(3, 7))
case("pow/root", lambda x: torch.pow(x, 0.5), floats(3, 7, low=0.1, high=3))
case("pow/minus one", lambda x: torch.pow(x, -1.0), floats(3, 7, low=-3, high=-0.3))
case("pow/zero base", torch.pow, given(0, 0, 0), given(1, 2, 3))
case("number/both sides", lambda x: (2 - x) / 3 + 4 / (x + 5) * 0.5 - 1, floats(3, 7))

case("clip/both", lambda x: torch.clamp(x, -0.5, 0.75), floats(3, 7, 5))
case("clip/below", lambda x: torch.clamp(x, min=-0.5), floats(3, 7))
case("clip/at the bounds", lambda x: torch.clamp(x, -1, 1), given(-2, -1, 0, 1, 2))
case("cast/to whole numbers", lambda x: x.long(), floats(3, 7, low=-5, high=5))
case("cast/to bool", lambda x: x.bool(), given(0, 1, -0.5, 0))
case("cast/from whole numbers", lambda x: x.double(), integers(3, 7, low=-9))
case("cast/to f32", lambda x: x.float(), floats(3, 7))

COMPARED = floats(3, 7, low=0, high=1), floats(3, 7, low=0, high=1)
for name, function in [("equal", torch.eq), ("not_equal", torch.ne), ("less", torch.lt), ("less_equal", torch.le),
                       ("greater", torch.gt), ("greater_equal", torch.ge)]:
    case(f"{name}/floats", function, *COMPARED)
    case(f"{name}/special", function, given(1, NAN, NAN, INF, -INF, 0), given(1, NAN, 1, INF, INF, -0.0))
    case(f"{name}/whole numbers, row", function, integers(5, 7, high=3), integers(7, high=3))
case("logical_not/bools", torch.logical_not, bools(3, 7))
for name, function in [("logical_and", torch.logical_and), ("logical_or", torch.logical_or),
                       ("logical_xor", torch.logical_xor)]:
    case(f"{name}/bools", function, bools(3, 7), bools(3, 7))
    case(f"{name}/row", function, bools(3, 7), bools(7))
case("is_nan/special", torch.isnan, given(0, 1, INF, -INF, NAN))
case("is_inf/special", torch.isinf, given(0, 1, INF, -INF, NAN))
case("where/awkward", torch.where, bools(3, 7), floats(3, 7), floats(3, 7))
case("where/row and column", torch.where, bools(3, 7), floats(7), floats(3, 1))
case("where/a number", lambda c, x: torch.where(c, x, torch.tensor(-1.5, dtype=torch.float64)), bools(3, 7), floats(3, 7))

case("fill/floats", lambda: torch.full((3, 5), 0.3, dtype=torch.float64))
case("fill/whole numbers", lambda: torch.full((7,), -4, dtype=torch.int64))
case("shape_of/three axes", lambda x: torch.tensor(x.shape), floats(3, 1, 5))

for name, function, low, high in [
    ("square", torch.square, -2, 2), ("rsqrt", torch.rsqrt, 0.2, 5), ("reciprocal", torch.reciprocal, 0.3, 3),
    ("log2", torch.log2, 0.1, 5), ("log10", torch.log10, 0.1, 5),
]:
    case(f"{name}/awkward", function, floats(3, 7, 5, low=low, high=high))
case("range/seven", lambda: torch.arange(7))
case("eye/five", lambda: torch.eye(5, dtype=torch.float64))
