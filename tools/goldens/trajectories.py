#!/usr/bin/python3
"""Writes tests/golden/trajectories.json: the losses of ten steps of SGD with momentum in PyTorch, of networks whose
weights and batches follow from a formula, so that tests/runtime/trajectory_test.cpp can start from the same bits.
Needs Debian's python3-torch; the tests need neither it nor Python."""
import json
import math
import pathlib

import numpy
import torch
from torch import nn

STEPS, LR, MOMENTUM = 10, 0.1, 0.9


def name_hash(name):
    """FNV-1a, 64 bits, the lower half of it."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value & 0xFFFFFFFF


def uniform(name, count):
    """`count` numbers in [0, 1), 24 bits each, that depend on the name and their index alone."""
    x = numpy.arange(count, dtype=numpy.uint64) * 0x9E3779B1 + name_hash(name) & 0xFFFFFFFF
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x = (x ^ x >> numpy.uint64(shift)) * numpy.uint64(factor) & 0xFFFFFFFF
    x ^= x >> numpy.uint64(16)
    return (x >> numpy.uint64(8)).astype(numpy.float64) / 2**24


def bounding(name):
    """What 1 / sqrt(its row) bounds the parameter: the layer's weight, or a recurrent layer's weight_hh."""
    layer, leaf = name.rsplit(".", 1)
    return f"{layer}.weight_hh{leaf[leaf.index('_l'):]}" if "_l" in leaf else f"{layer}.weight"


def fill(model):
    for name, parameter in model.named_parameters():
        weight = dict(model.named_parameters())[bounding(name)]
        bound = 1 / math.sqrt(weight[0].numel())
        values = bound * (2 * uniform(name, parameter.numel()) - 1)
        parameter.data = torch.from_numpy(values.astype(numpy.float32).reshape(parameter.shape))


def losses(model, shape):
    fill(model)
    optimiser = torch.optim.SGD(model.parameters(), lr=LR, momentum=MOMENTUM)
    out = []
    for step in range(STEPS):
        images = uniform(f"images {step % 2}", math.prod(shape)).astype(numpy.float32).reshape(shape)
        labels = numpy.floor(uniform(f"labels {step % 2}", shape[0]) * 10).astype(numpy.int64)
        loss = nn.functional.cross_entropy(model(torch.from_numpy(images)), torch.from_numpy(labels))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        out.append(loss.item())
    return out


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def lenet():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
                         nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
                         nn.Linear(84, 10))


class RowReader(nn.Module):
    """Reads an image row by row, and gives what its LSTM says after the last row."""

    def __init__(self, hidden):
        super().__init__()
        self.lstm = nn.LSTM(28, hidden, batch_first=True)

    def forward(self, x):
        return self.lstm(x.reshape(-1, 28, 28))[0][:, -1]


golden = {
    "made by": "tools/goldens/trajectories.py",
    "torch": torch.__version__,
    "lr": LR,
    "momentum": MOMENTUM,
    "mlp, batch 32": losses(mlp(), (32, 1, 28, 28)),
    "lenet, batch 4": losses(lenet(), (4, 1, 28, 28)),
    "lenet, batch 64": losses(lenet(), (64, 1, 28, 28)),
    "lstm over rows, batch 16": losses(nn.Sequential(RowReader(16), nn.Linear(16, 10)), (16, 1, 28, 28)),
}
path = pathlib.Path(__file__).parents[2] / "tests/golden/trajectories.json"
path.write_text(json.dumps(golden, indent=2) + "\n")
