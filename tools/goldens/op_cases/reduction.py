"""Ops that fold axes away or go along one."""
import torch

from op_cases import case, distinct, floats, given

case("reduce_sum/all", lambda x: x.sum(), floats(3, 7, 5))
case("reduce_sum/middle", lambda x: x.sum(1), floats(3, 7, 5))
case("reduce_sum/two, kept", lambda x: x.sum((0, 2), keepdim=True), floats(3, 7, 5))
case("reduce_mean/two", lambda x: x.mean((0, 2)), floats(3, 7, 5))
case("reduce_mean/all, kept", lambda x: x.mean((0, 1), keepdim=True), floats(3, 7))
for name, function in [("reduce_max", torch.amax), ("reduce_min", torch.amin)]:
    case(f"{name}/all", lambda x, f=function: f(x, (0, 1, 2)), distinct(3, 7, 5))
    case(f"{name}/two, kept", lambda x, f=function: f(x, (0, 2), keepdim=True), distinct(3, 7, 5))
    case(f"{name}/ties", lambda x, f=function: f(x, 1), given(1, 2, 2, 1, 3, 3, 3, 3, shape=(2, 4)))
case("logsumexp/last", lambda x: x.logsumexp(1), floats(3, 7))
case("logsumexp/two, kept", lambda x: x.logsumexp((0, 2), keepdim=True), floats(3, 7, 5))
case("logsumexp/large", lambda x: x.logsumexp(0), given(1000, 1001, 999, -1000))
case("variance/population", lambda x: x.var((0, 2), unbiased=False), floats(3, 7, 5))
case("variance/sample, kept", lambda x: x.var(1, unbiased=True, keepdim=True), floats(3, 7))
case("argmax/last", lambda x: x.argmax(-1), distinct(3, 7))
case("argmax/middle", lambda x: x.argmax(1), distinct(3, 7, 5))
case("cumsum/last", lambda x: x.cumsum(-1), floats(3, 7))
case("cumsum/first, reverse", lambda x: x.flip(0).cumsum(0).flip(0), floats(7, 3))
case("cumsum/exclusive", lambda x: x.cumsum(1) - x, floats(3, 7, 2))
case("cumsum/exclusive, reverse", lambda x: x.flip(1).cumsum(1).flip(1) - x, floats(3, 7))
case("argsort/last", lambda x: x.argsort(-1), distinct(3, 7))
case("sort/last", lambda x: torch.sort(x, dim=-1, stable=True), distinct(3, 7))
case("sort/first, descending", lambda x: torch.sort(x, dim=0, descending=True, stable=True), distinct(7, 3))
case("sort/ties", lambda x: torch.sort(x, dim=0, stable=True), given(2, 1, 2, 1, 2, 0))
case("top_k/largest", lambda x: torch.topk(x, 3, -1), distinct(3, 7))
case("top_k/smallest", lambda x: torch.topk(x, 2, 0, largest=False), distinct(7, 3))
