#!/usr/bin/python3
"""Writes tests/golden/optimisers.json: the path of two parameters, `weight` [4, 3] and `out` [4], under every optimiser
of PyTorch, for tests/optim/. The loss is mean((sum_j tanh(x weight^T)_j out_j - y)^2) of five examples. Rates that
percept feeds as f32 (learning rates, momentum, weight decay, bounds) are powers of two, so that they are the same
number in f64. A path holds weight and out, sixteen numbers, after each step.
Lion and LAMB, which PyTorch lacks, are written here from their papers.
Needs Debian's python3-torch; the tests need neither it nor Python."""
import json
import pathlib

import torch

STEPS = 20
torch.set_default_dtype(torch.float64)  # so that NAdam keeps its product of momenta in f64
torch.manual_seed(3)
# Numbers that f32 holds too.
DATA = {name: torch.randn(*shape, dtype=torch.float32).double()
        for name, shape in {"x": (5, 3), "y": (5,), "weight": (4, 3), "out": (4,)}.items()}


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, "Symbolic discovery of optimization algorithms", algorithm 2."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                c = beta1 * m + (1 - beta1) * p.grad
                p -= group["lr"] * (torch.sign(c) + group["weight_decay"] * p)
                m.copy_(beta2 * m + (1 - beta2) * p.grad)


class Lamb(torch.optim.Optimizer):
    """You et al. 2020, "Large batch optimization for deep learning", algorithm 2, phi(z) = z."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

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
                m, v = state["m"] / (1 - beta1 ** state["t"]), state["v"] / (1 - beta2 ** state["t"])
                r = m / (v.sqrt() + group["eps"]) + group["weight_decay"] * p
                lengths = p.norm().item(), r.norm().item()
                trust = lengths[0] / lengths[1] if min(lengths) > 0 else 1.0
                p -= group["lr"] * trust * r


def loss_of(weight, out):
    x, y = DATA["x"].to(weight.dtype), DATA["y"].to(weight.dtype)
    return ((torch.tanh(x @ weight.T) * out).sum(1) - y).pow(2).mean()


def start(dtype):
    return [DATA[name].to(dtype).clone().requires_grad_() for name in ("weight", "out")]


def flat(parameters):
    return torch.cat([p.detach().flatten() for p in parameters])


def numbers(tensor):
    """f32 with the nine digits that tell one from the next."""
    return [v if tensor.dtype == torch.float64 else float(f"{v:.9g}") for v in tensor.tolist()]


def path(dtype, optimiser, clip, before, options):
    parameters = start(dtype)
    optimiser = optimiser(parameters, **options)
    steps = []
    for step in range(STEPS):
        if before:
            before(optimiser, step)
        optimiser.zero_grad()
        loss_of(*parameters).backward()
        if clip:
            clip(parameters)
        optimiser.step()
        steps.append(numbers(flat(parameters)))
    return steps


CASES = {}


def case(name, optimiser, clip=None, before=None, **options):
    assert name not in CASES, name
    CASES[name] = optimiser, clip, before, options


O = torch.optim
case("sgd", O.SGD, lr=0.0625)
case("sgd momentum", O.SGD, lr=0.0625, momentum=0.875)
case("sgd nesterov", O.SGD, lr=0.0625, momentum=0.875, nesterov=True)
case("sgd dampening", O.SGD, lr=0.0625, momentum=0.875, dampening=0.25)
case("sgd weight_decay", O.SGD, lr=0.0625, momentum=0.5, weight_decay=0.03125)
case("adagrad", O.Adagrad, lr=0.125)
case("adagrad lr_decay", O.Adagrad, lr=0.125, lr_decay=0.1)
case("adagrad initial", O.Adagrad, lr=0.125, initial_accumulator_value=0.2, weight_decay=0.03125)
case("adadelta", O.Adadelta, lr=1.0)
case("adadelta rho", O.Adadelta, lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.03125)
case("rmsprop", O.RMSprop, lr=0.015625)
case("rmsprop centered", O.RMSprop, lr=0.015625, alpha=0.9, centered=True)
case("rmsprop momentum", O.RMSprop, lr=0.015625, momentum=0.5, weight_decay=0.03125)
case("rmsprop all", O.RMSprop, lr=0.015625, alpha=0.95, eps=1e-4, momentum=0.5, centered=True)
case("adam", O.Adam, lr=0.03125)
case("adam betas", O.Adam, lr=0.03125, betas=(0.8, 0.95), eps=1e-3)
case("adam weight_decay", O.Adam, lr=0.03125, weight_decay=0.03125)
case("adam amsgrad", O.Adam, lr=0.25, betas=(0.9, 0.9), amsgrad=True)
case("adamw", O.AdamW, lr=0.03125, weight_decay=0.0078125)
case("adamw weight_decay", O.AdamW, lr=0.03125, weight_decay=0.25)
case("adamw amsgrad", O.AdamW, lr=0.25, betas=(0.9, 0.9), amsgrad=True, weight_decay=0.125)
case("adamax", O.Adamax, lr=0.03125)
case("adamax weight_decay", O.Adamax, lr=0.25, betas=(0.8, 0.8), weight_decay=0.03125)
# The foreach form: in 1.13 the other one takes mu_t twice into the product up to t + 1, against the paper; later
# versions mended it.
case("nadam", O.NAdam, lr=0.03125, foreach=True)
case("nadam weight_decay", O.NAdam, lr=0.03125, betas=(0.8, 0.95), momentum_decay=0.5, weight_decay=0.03125,
     foreach=True)
case("radam", O.RAdam, lr=0.03125)
case("radam weight_decay", O.RAdam, lr=0.03125, betas=(0.8, 0.99), weight_decay=0.03125)
case("lion", Lion, lr=0.03125)
case("lion weight_decay", Lion, lr=0.03125, betas=(0.8, 0.95), weight_decay=0.125)
case("lamb", Lamb, lr=0.03125, weight_decay=0.0)
case("lamb weight_decay", Lamb, lr=0.03125, weight_decay=0.125)
case("sgd clip_value", O.SGD, lr=0.25, momentum=0.5, clip=lambda p: torch.nn.utils.clip_grad_value_(p, 0.125))
case("sgd clip_norm", O.SGD, lr=0.25, momentum=0.5, clip=lambda p: torch.nn.utils.clip_grad_norm_(p, 0.25))
case("adam clip_norm", O.Adam, lr=0.03125, clip=lambda p: torch.nn.utils.clip_grad_norm_(p, 0.25))


def groups(optimiser, **options):
    """Two groups: `out` has a quarter of the rate and twice the weight decay."""

    def make(parameters, lr, weight_decay):
        return optimiser([{"params": parameters[:1]},
                          {"params": parameters[1:], "lr": lr / 4, "weight_decay": weight_decay * 2}],
                         lr=lr, weight_decay=weight_decay, **options)

    return make


case("sgd groups", groups(O.SGD, momentum=0.5), lr=0.0625, weight_decay=0.03125)
case("adamw groups", groups(O.AdamW), lr=0.03125, weight_decay=0.125)


def changing_rate(optimiser, step):
    """1/16 and 1/64 in turn."""
    for group in optimiser.param_groups:
        group["lr"] = 0.0625 if step % 2 == 0 else 0.015625


case("sgd changing lr", O.SGD, lr=1.0, momentum=0.5, before=changing_rate)
case("adam changing lr", O.Adam, lr=1.0, before=changing_rate)

# L-BFGS: where each call of `step` ends, with the loss before it and the evaluations so far.


def rosenbrock(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def lbfgs(parameters, loss, calls, **options):
    optimiser = torch.optim.LBFGS(parameters, **options)

    def closure():
        optimiser.zero_grad()
        value = loss(*parameters)
        value.backward()
        return value

    out = []
    for _ in range(calls):
        before = optimiser.step(closure).item()
        state = optimiser.state[parameters[0]]
        out.append({"loss": before, "x": flat(parameters).tolist(), "evaluations": state["func_evals"],
                    "iterations": state["n_iter"]})
    return out


def valley():
    return [torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)]


LBFGS = {
    "rosenbrock": lbfgs(valley(), rosenbrock, 6, lr=0.5, max_iter=4),
    "rosenbrock strong_wolfe": lbfgs(valley(), rosenbrock, 12, max_iter=4, line_search_fn="strong_wolfe"),
    "rosenbrock strong_wolfe history": lbfgs(valley(), rosenbrock, 12, max_iter=4, history_size=2,
                                             line_search_fn="strong_wolfe"),
    "rosenbrock strong_wolfe defaults": lbfgs(valley(), rosenbrock, 3, line_search_fn="strong_wolfe"),
    "rosenbrock strong_wolfe long step": lbfgs(valley(), rosenbrock, 8, lr=8, max_iter=5, max_eval=50,
                                               line_search_fn="strong_wolfe"),
    "rosenbrock strong_wolfe short step": lbfgs(valley(), rosenbrock, 8, lr=2**-6, max_iter=5, max_eval=50,
                                                line_search_fn="strong_wolfe"),
    "network": lbfgs(start(torch.float64), loss_of, 4, lr=0.5, max_iter=5),
    "network defaults": lbfgs(start(torch.float64), loss_of, 2),
    "network strong_wolfe": lbfgs(start(torch.float64), loss_of, 4, max_iter=5, line_search_fn="strong_wolfe"),
    "network strong_wolfe defaults": lbfgs(start(torch.float64), loss_of, 2, line_search_fn="strong_wolfe"),
}


def lines(item, indent=0):
    """JSON with a line for each list of numbers."""
    if isinstance(item, dict):
        inner = ",\n".join(f"{' ' * (indent + 1)}{json.dumps(k)}: {lines(v, indent + 1)}" for k, v in item.items())
        return "{\n" + inner + "\n" + " " * indent + "}"
    if isinstance(item, list) and item and isinstance(item[0], (list, dict)):
        inner = ",\n".join(" " * (indent + 1) + json.dumps(v) for v in item)
        return "[\n" + inner + "\n" + " " * indent + "]"
    return json.dumps(item)


golden = {
    "made by": "tools/goldens/optimisers.py",
    "torch": torch.__version__,
    "data": {name: tensor.flatten().tolist() for name, tensor in DATA.items()},
    "f64": {name: path(torch.float64, *how) for name, how in CASES.items()},
    "f32": {name: path(torch.float32, *how) for name, how in CASES.items()},
    "lbfgs": LBFGS,
}
(pathlib.Path(__file__).parents[2] / "tests/golden/optimisers.json").write_text(lines(golden) + "\n")
