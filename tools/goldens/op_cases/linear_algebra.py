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
