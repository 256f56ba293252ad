"""Ops that arrange elements anew."""
import torch
from torch.nn import functional as F

from op_cases import bools, case, distinct, floats, integers, whole


def placed(x, axis, begin, step, size):
    shape = list(x.shape)
    shape[axis] = size
    y = torch.zeros(shape, dtype=x.dtype)
    where = begin + step * torch.arange(x.shape[axis])
    return y.index_copy(axis, where, x)


case("reshape/three axes to two", lambda x: x.reshape(5, 21), floats(3, 7, 5))
case("reshape/what remains", lambda x: x.reshape(3, -1, 1), floats(3, 7, 5))
case("flatten/image", lambda x: x.flatten(1), floats(3, 1, 5, 7))
case("squeeze/middle", lambda x: x.squeeze(1), floats(3, 1, 5))
case("unsqueeze/last", lambda x: x.unsqueeze(-1), floats(3, 5))
case("transpose/reversed", lambda x: x.permute(2, 1, 0), floats(3, 7, 5))
case("transpose/cycle", lambda x: x.permute(2, 0, 1, 3), floats(3, 1, 5, 2))
case("broadcast_to/row", lambda x: x.expand(3, 5, 7), floats(7))
case("broadcast_to/middle", lambda x: x.expand(3, 5, 7), floats(3, 1, 7))
case("concat/first axis", lambda a, b, c: torch.cat([a, b, c], 0), floats(1, 5), floats(3, 5), floats(2, 5))
case("concat/middle axis", lambda a, b: torch.cat([a, b], 1), floats(3, 5, 7), floats(3, 1, 7))
case("stack/last axis", lambda a, b, c: torch.stack([a, b, c], -1), floats(3, 5), floats(3, 5), floats(3, 5))
case("slice/part", lambda x: x[:, 1:4], floats(3, 7, 2))
case("slice/step", lambda x: x[:, 1:-1:2], floats(3, 7))
case("slice/backwards", lambda x: x.flip(0)[::3], floats(7, 3))
case("split/uneven", lambda x: torch.split(x, [1, 4, 2], 1), floats(3, 7))
case("flip/middle", lambda x: x.flip(1), floats(3, 5, 2))
case("place/apart", lambda x: placed(x, 1, 1, 3, 9), floats(3, 3))
case("place/backwards", lambda x: placed(x, 0, 5, -2, 7), floats(3, 2))
case("take/rows", lambda x, i: x[i], floats(7, 3), integers(5, high=7))
case("take/from the end, twice the same", lambda x, i: x[:, i], floats(3, 7), whole(-1, 2, 2, -7))
case("take/words", lambda x, i: F.embedding(i, x), floats(17, 3), integers(3, 5, high=17))
case("gather/last axis", lambda x, i: x.gather(-1, i), floats(3, 7), integers(3, 5, high=7))
case("gather/first axis", lambda x, i: x.gather(0, i), floats(7, 3), integers(5, 3, high=7))
case("scatter_add/first axis", lambda x, i, v: x.scatter_add(0, i, v), floats(7, 3), integers(5, 3, high=7), floats(5, 3))
case("scatter_add/last axis", lambda x, i, v: x.scatter_add(1, i, v), floats(3, 5), integers(3, 7, high=5), floats(3, 7))
for mode, name in [("constant", "zeros"), ("reflect", "reflect"), ("replicate", "replicate"), ("circular", "circular")]:
    case(f"pad/{name}", lambda x, m=mode: F.pad(x, (3, 2), mode=m), floats(2, 3, 7))
case("pad/cut", lambda x: F.pad(x, (2, -3)), floats(3, 7))
case("pad/reflected image", lambda x: F.pad(x, (2, 0, 1, 2), mode="reflect"), floats(1, 2, 4, 5))
case("tile/both axes", lambda x: x.repeat(3, 2), floats(2, 5))
case("one_hot/row", lambda i: F.one_hot(i, 7).double(), integers(5, high=7))
case("one_hot/matrix", lambda i: F.one_hot(i, 3).double(), integers(2, 5, high=3))
