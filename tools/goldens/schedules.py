#!/usr/bin/python3
"""Writes tests/golden/schedules.json: the factors of every schedule over thirty steps, and of plateaus over given
metrics, by PyTorch. Needs Debian's python3-torch; the tests need neither it nor Python."""
import json
import pathlib

import torch
from torch.optim import lr_scheduler as s


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

golden = {"made by": "tools/goldens/schedules.py", "torch": torch.__version__, "schedules": schedules, "plateaus": plateaus}
path = pathlib.Path(__file__).parents[2] / "tests/golden/schedules.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
