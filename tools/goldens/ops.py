#!/usr/bin/python3
"""Writes tests/golden/ops.safetensors: values and gradients of every op in PyTorch, in f64, of random inputs.

The cases stand in op_cases/FAMILY.py, one a line; tests/ops/pytorch_FAMILY.inc has the same call in C++, and
tests/ops/pytorch_test.cpp compares. To add a case, write its line in both and run this script again: what is drawn
depends on the case's name alone, so all other cases keep their numbers.

Of a case NAME the file holds its inputs NAME:x0, NAME:x1, ..., its outputs NAME:y0, ..., for each differentiable
output a random NAME:w0, ..., and for each input that it is differentiable by the gradient NAME:g0, ... of sum_i y_i w_i.
Inputs and w are f32 numbers, so that a computation in f32 starts from the same ones.

Needs Debian's python3-torch; the tests need neither it nor Python."""
import importlib
import pathlib

import numpy
import torch

from golden_file import DTYPES, write
from op_cases import CASES, draw


def tensors_of(name, function, specs):
    """What the file holds of one case."""
    arrays = [spec(draw(name, f"x{i}")) for i, spec in enumerate(specs)]
    inputs = [torch.from_numpy(a.astype(numpy.float64) if a.dtype == numpy.float32 else a.copy()) for a in arrays]
    for x, spec in zip(inputs, specs):
        x.requires_grad_(x.is_floating_point() and not getattr(spec, "fixed", False))
    outputs = function(*inputs)
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    kept = {f"x{i}": a for i, a in enumerate(arrays)}
    loss = None
    for i, y in enumerate(outputs):
        kept[f"y{i}"] = y.detach().numpy()
        if y.is_floating_point() and y.requires_grad:
            w = draw(name, f"w{i}").uniform(-1, 1, tuple(y.shape)).astype(numpy.float32)
            kept[f"w{i}"] = w
            term = (y * torch.from_numpy(w.astype(numpy.float64)).reshape(y.shape)).sum()
            loss = term if loss is None else loss + term
    if loss is not None:
        wanted = [i for i, x in enumerate(inputs) if x.requires_grad]
        for i, g in zip(wanted, torch.autograd.grad(loss, [inputs[i] for i in wanted], allow_unused=True)):
            kept[f"g{i}"] = numpy.zeros(arrays[i].shape) if g is None else g.numpy()
    for key, array in kept.items():
        assert array.dtype.name in DTYPES, f"{name}:{key} is {array.dtype}"
    return {f"{name}:{key}": array for key, array in kept.items()}


for family in sorted((pathlib.Path(__file__).parent / "op_cases").glob("[a-z]*.py")):
    importlib.import_module("op_cases." + family.stem)
torch.manual_seed(0)
tensors = {}
for case in CASES:
    tensors.update(tensors_of(*case))
write("ops", tensors, {"numpy": numpy.__version__})
