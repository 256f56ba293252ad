#!/usr/bin/python3
"""Writes tests/golden/optimisers.json: twenty steps of every optimiser on a small tanh layer whose numbers follow from
a formula, and the factors of every schedule, by PyTorch in f64. Lion and LAMB, which it lacks, are written here from
their papers, max-norm from Srivastava et al. 2014. Needs Debian's python3-torch; the tests need neither it nor
Python."""
import json
import math
import pathlib

import numpy
import torch
from torch.optim import lr_scheduler

STEPS = 20


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


def tensor(name, *shape):
    """In [-1, 1)."""
    return torch.from_numpy((2 * uniform(name, math.prod(shape)) - 1).reshape(shape))


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2."""

    def __init__(self, parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                c = beta1 * m + (1 - beta1) * p.grad
                p -= group["lr"] * (c.sign() + group["weight_decay"] * p)
                m.copy_(beta2 * m + (1 - beta2) * p.grad)


class Lamb(torch.optim.Optimizer):
    """You et al. 2020, algorithm 2, phi the identity."""

    def __init__(self, parameters, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01):
        super().__init__(parameters, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state.update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                state["t"] += 1
                state["m"] = beta1 * state["m"] + (1 - beta1) * p.grad
                state["v"] = beta2 * state["v"] + (1 - beta2) * p.grad**2
                m = state["m"] / (1 - beta1 ** state["t"])
                v = state["v"] / (1 - beta2 ** state["t"])
                r = m / (v.sqrt() + group["eps"]) + group["weight_decay"] * p
                length_p, length_r = p.norm(), r.norm()
                trust = length_p / length_r if length_p > 0 and length_r > 0 else 1.0
                p -= group["lr"] * trust * r


class Layer:
    """tanh(x w^T + b) is to be y: the sum of squares."""

    def __init__(self):
        self.w, self.b = tensor("w", 3, 4).requires_grad_(), tensor("b", 3).requires_grad_()
        self.x, self.y = tensor("x", 5, 4), tensor("y", 5, 3)

    def loss(self):
        return ((torch.tanh(self.x @ self.w.T + self.b) - self.y) ** 2).sum()

    def numbers(self):
        return torch.cat([self.w.detach().flatten(), self.b.detach()]).tolist()


def trajectory(make, before=None, after=None):
    layer = Layer()
    optimiser = make(layer)
    out = []
    for _ in range(STEPS):
        optimiser.zero_grad()
        layer.loss().backward()
        if before:
            before([layer.w, layer.b])
        optimiser.step()
        if after:
            with torch.no_grad():
                after(layer)
        out.append(layer.numbers())
    return out


def of(kind, **options):
    return trajectory(lambda layer: kind([layer.w, layer.b], **options))


def max_norm(layer):
    length = layer.w.norm(dim=1, keepdim=True)
    layer.w *= length.clamp(max=0.9) / length


def ema():
    averages = None

    def after(layer):
        nonlocal averages
        now = torch.tensor(layer.numbers(), dtype=torch.float64)
        averages = now if averages is None else 0.9 * averages + 0.1 * now

    trajectory(lambda layer: torch.optim.SGD([layer.w, layer.b], lr=0.05), after=after)
    return averages.tolist()


def groups(layer):
    return torch.optim.AdamW([dict(params=[layer.w]), dict(params=[layer.b], lr=0.02, weight_decay=0)], lr=0.01,
                             weight_decay=0.1)


def lbfgs(**options):
    layer = Layer()
    optimiser = torch.optim.LBFGS([layer.w, layer.b], **options)
    out = []

    def closure():
        optimiser.zero_grad()
        loss = layer.loss()
        loss.backward()
        return loss

    for _ in range(5):
        optimiser.step(closure)
        out.append(layer.numbers())
    return out


o = torch.optim
trajectories = {
    "sgd": of(o.SGD, lr=0.05),
    "sgd, momentum": of(o.SGD, lr=0.05, momentum=0.9),
    "sgd, dampening": of(o.SGD, lr=0.05, momentum=0.9, dampening=0.5, weight_decay=0.1),
    "sgd, nesterov": of(o.SGD, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.1),
    "adagrad": of(o.Adagrad, lr=0.1),
    "adagrad, decay": of(o.Adagrad, lr=0.1, lr_decay=0.1, initial_accumulator_value=0.2, weight_decay=0.1),
    "adadelta": of(o.Adadelta),
    "adadelta, decay": of(o.Adadelta, lr=0.5, rho=0.8, weight_decay=0.1),
    "rmsprop": of(o.RMSprop),
    "rmsprop, momentum": of(o.RMSprop, momentum=0.5, weight_decay=0.1),
    "rmsprop, centered": of(o.RMSprop, centered=True, alpha=0.9),
    "rmsprop, both": of(o.RMSprop, centered=True, alpha=0.9, momentum=0.5),
    "adam": of(o.Adam, lr=0.05),
    "adam, decay": of(o.Adam, lr=0.05, betas=(0.8, 0.95), weight_decay=0.1),
    "adam, amsgrad": of(o.Adam, lr=0.2, betas=(0.5, 0.6), amsgrad=True),
    "adamw": of(o.AdamW, lr=0.05, weight_decay=0.1),
    "adamw, amsgrad": of(o.AdamW, lr=0.2, betas=(0.5, 0.6), amsgrad=True),
    "adamax": of(o.Adamax, lr=0.05),
    "adamax, decay": of(o.Adamax, lr=0.05, weight_decay=0.1),
    # 1.13 has two codes for NAdam: that of foreach is the documented formula, the other takes mu_t twice into the
    # product of step t + 1.
    "nadam": of(o.NAdam, lr=0.05, foreach=True),
    "nadam, decay": of(o.NAdam, lr=0.05, momentum_decay=0.1, weight_decay=0.1, foreach=True),
    "radam": of(o.RAdam, lr=0.05),
    "radam, decay": of(o.RAdam, lr=0.05, weight_decay=0.1),
    "lion": of(Lion, lr=0.01),
    "lion, decay": of(Lion, lr=0.01, weight_decay=0.1),
    "lamb": of(Lamb, lr=0.05),
    "lamb, no decay": of(Lamb, lr=0.05, weight_decay=0),
    "clip_value": trajectory(lambda layer: o.SGD([layer.w, layer.b], lr=0.05),
                             lambda ps: torch.nn.utils.clip_grad_value_(ps, 0.5)),
    "clip_norm": trajectory(lambda layer: o.SGD([layer.w, layer.b], lr=0.05),
                            lambda ps: torch.nn.utils.clip_grad_norm_(ps, 1.0)),
    "max_norm": trajectory(lambda layer: o.SGD([layer.w, layer.b], lr=0.05), after=max_norm),
    "groups": trajectory(groups),
}


def factors(make, lr=1.0, steps=30):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    schedule = make(optimiser)
    out = []
    for step in range(steps):
        out.append(optimiser.param_groups[0]["lr"] / lr)
        if step + 1 < steps:
            optimiser.step()
            schedule.step()
    return out


s = lr_scheduler
schedules = {
    "constant": factors(lambda opt: s.ConstantLR(opt, 0.5, 7)),
    "step": factors(lambda opt: s.StepLR(opt, 7, 0.3)),
    "multi_step": factors(lambda opt: s.MultiStepLR(opt, [3, 10, 11], 0.5)),
    "exponential": factors(lambda opt: s.ExponentialLR(opt, 0.9)),
    "polynomial": factors(lambda opt: s.PolynomialLR(opt, 20, 2)),
    "linear": factors(lambda opt: s.LinearLR(opt, 0.25, 0.75, 8)),
    "cosine": factors(lambda opt: s.CosineAnnealingLR(opt, 30, 0.05)),
    "cosine_restarts": factors(lambda opt: s.CosineAnnealingWarmRestarts(opt, 4, 2, 0.1)),
    "cosine_restarts, equal": factors(lambda opt: s.CosineAnnealingWarmRestarts(opt, 5)),
    "one_cycle": factors(lambda opt: s.OneCycleLR(opt, 1.0, 30)),
    "one_cycle, linear": factors(lambda opt: s.OneCycleLR(opt, 1.0, 30, pct_start=0.4, anneal_strategy="linear")),
    "one_cycle, three_phase": factors(lambda opt: s.OneCycleLR(opt, 1.0, 30, div_factor=10, three_phase=True)),
    "noam": factors(lambda opt: s.LambdaLR(opt, lambda t: 64**-0.5 * min((t + 1) ** -0.5, (t + 1) * 9**-1.5))),
    "warm_up": factors(lambda opt: s.SequentialLR(
        opt, [s.LinearLR(opt, 0.1, 1.0, 6), s.ExponentialLR(opt, 0.8)], [6])),
    "sequence": factors(lambda opt: s.SequentialLR(
        opt, [s.ConstantLR(opt, 0.1, 100), s.LinearLR(opt, 0.5, 1.0, 4), s.ExponentialLR(opt, 0.7)], [5, 12])),
}


def plateau(metrics, **options):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = s.ReduceLROnPlateau(optimiser, **options)
    out = []
    for metric in metrics:
        schedule.step(metric)
        out.append(optimiser.param_groups[0]["lr"])
    return {"metrics": metrics, "factors": out}


falling = [1, 0.8, 0.7, 0.7, 0.69999, 0.71, 0.7, 0.6, 0.61, 0.62, 0.63, 0.64, 0.5, 0.5, 0.5, 0.5]
plateaus = {
    "min": plateau(falling, factor=0.5, patience=2),
    "max": plateau([1.2 - x for x in falling], mode="max", factor=0.5, patience=1, threshold=0.01, cooldown=2),
    "absolute": plateau(falling, factor=0.1, patience=0, threshold=0.05, threshold_mode="abs", min_lr=0.02),
}

golden = {
    "made by": "tools/goldens/optimisers.py",
    "torch": torch.__version__,
    "trajectories": trajectories,
    "ema": ema(),
    "lbfgs": {
        "fixed": lbfgs(lr=0.1, max_iter=4),
        "short history": lbfgs(lr=0.1, max_iter=6, history_size=2),
        "strong_wolfe": lbfgs(line_search_fn="strong_wolfe", max_iter=5),
    },
    "schedules": schedules,
    "plateaus": plateaus,
}


def short(value):
    """Ten digits are enough for bounds of 1e-5, sixteen are kept for the schedules' factors."""
    if isinstance(value, dict):
        return {key: item if key in ("schedules", "plateaus") else short(item) for key, item in value.items()}
    if isinstance(value, list):
        return [short(item) for item in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


path = pathlib.Path(__file__).parents[2] / "tests/golden/optimisers.json"
path.write_text(json.dumps(short(golden), indent=None, separators=(",", ":")) + "\n")
