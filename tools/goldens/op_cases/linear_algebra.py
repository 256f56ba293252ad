"""Products of matrices."""
import torch
from torch.nn import functional as F

from op_cases import case, floats

case("matmul/plain", torch.matmul, floats(3, 7), floats(7, 5))
case("matmul/batched", torch.matmul, floats(2, 3, 5, 7), floats(2, 3, 7, 1))
case("matmul/first transposed", lambda a, b: a.T @ b, floats(7, 3), floats(7, 5))
case("matmul/second transposed", lambda a, b: a @ b.mT, floats(3, 1, 7), floats(3, 5, 7))
case("matmul/both transposed", lambda a, b: a.T @ b.T, floats(7, 3), floats(5, 7))
case("linear/bias", F.linear, floats(5, 7), floats(3, 7), floats(3))
case("linear/no bias", F.linear, floats(1, 7), floats(3, 7))
case("linear/sequences", F.linear, floats(2, 3, 7), floats(5, 7), floats(5))
case("linear/33 by 17", F.linear, floats(7, 33), floats(17, 33), floats(17))
case("matmul/dot product", torch.matmul, floats(7), floats(7))
case("matmul/vector first", torch.matmul, floats(7), floats(7, 5))
case("matmul/vector second", torch.matmul, floats(2, 3, 7), floats(7))
case("matmul/broadcast in front", torch.matmul, floats(2, 1, 3, 7), floats(5, 7, 3))
for name, equation, shapes in [
    ("batched", "nij,njk->nik", [(2, 3, 5), (2, 5, 7)]), ("implicit output", "ij,jk", [(3, 5), (5, 7)]),
    ("outer", "i,j->ij", [(3,), (5,)]), ("trace", "ii->", [(5, 5)]), ("diagonal", "ii->i", [(5, 5)]),
    ("transposed", "ij->ji", [(3, 7)]), ("sum of a row", "ij->i", [(3, 7)]),
    ("attention", "bhqd,bhkd->bhqk", [(1, 2, 3, 5), (1, 2, 7, 5)]),
    ("dots", "...ij,...jk->...ik", [(2, 3, 5), (5, 2)]), ("three", "ij,jk,kl->il", [(3, 5), (5, 2), (2, 7)]),
    ("bilinear", "bi,oij,bj->bo", [(3, 5), (2, 5, 7), (3, 7)]),
]:
    case(f"einsum/{name}", lambda *x, e=equation: torch.einsum(e, *x), *[floats(*shape) for shape in shapes])
