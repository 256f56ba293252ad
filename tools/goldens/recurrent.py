#!/usr/bin/python3
"""Writes tests/golden/recurrent.safetensors: inputs, parameters, outputs and gradients in PyTorch of RNN, LSTM, GRU,
Embedding and MultiheadAttention, one case after the other, for tests/nn/recurrent_test.cpp. Of every case CASE:
CASE/in/NAME, CASE/param/KEY, CASE/out/NAME, CASE/seed/NAME (the loss is the sum of seed * out) and CASE/grad/NAME of
inputs and parameters. Needs Debian's python3-torch; the tests need neither it nor Python."""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden_file import write

STEPS, BATCH, IN, HIDDEN = 4, 3, 3, 2
LENGTHS = torch.tensor([2, 4, 1])
tensors = {}


def record(case, module, inputs, run):
    """Runs the module on the inputs, from parameters uniform in [-0.8, 0.8), and keeps all that took part."""
    for parameter in module.parameters():
        parameter.data.uniform_(-0.8, 0.8)
    if isinstance(module, nn.Embedding) and module.padding_idx is not None:
        module.weight.data[module.padding_idx] = 0
    for value in inputs.values():
        if value.is_floating_point() and not torch.isinf(value).any():
            value.requires_grad_()
    outputs = run(module, inputs)
    seeds = {name: torch.rand(y.shape) * 2 - 1 for name, y in outputs.items()}
    sum((seeds[name] * y).sum() for name, y in outputs.items()).backward()
    parts = {"in": inputs, "out": outputs, "seed": seeds, "param": dict(module.named_parameters())}
    parts["grad"] = {name: x.grad for name, x in (inputs | parts["param"]).items() if x.grad is not None}
    for part, named in parts.items():
        for name, x in named.items():
            tensors[f"{case}/{part}/{name}"] = x.detach().contiguous().clone()


def run_recurrent(module, inputs):
    first = inputs.get("hidden")
    if "cell" in inputs:
        first = (first, inputs["cell"])
    x, lengths = inputs["x"], inputs.get("lengths")
    if lengths is not None:
        x = pack_padded_sequence(x, lengths, batch_first=module.batch_first, enforce_sorted=False)
    output, last = module(x, first)
    if lengths is not None:
        output, _ = pad_packed_sequence(output, batch_first=module.batch_first, total_length=STEPS)
    if isinstance(last, tuple):
        return {"output": output, "hidden": last[0], "cell": last[1]}
    return {"output": output, "hidden": last}


def recurrent(name, make, layers, bidirectional, lengths, first, **options):
    module = make(IN, HIDDEN, num_layers=layers, bidirectional=bidirectional, **options)
    shape = (BATCH, STEPS, IN) if options.get("batch_first") else (STEPS, BATCH, IN)
    inputs = {"x": torch.rand(shape) * 2 - 1}
    if lengths:
        inputs["lengths"] = LENGTHS
    if first:
        states = (layers * (1 + bidirectional), BATCH, HIDDEN)
        inputs["hidden"] = torch.rand(states) * 2 - 1
        if make is nn.LSTM:
            inputs["cell"] = torch.rand(states) * 2 - 1
    record(name, module, inputs, run_recurrent)


def attention(name, queries, keys, masks, **options):
    module = nn.MultiheadAttention(4, 2, **options)
    sizes = lambda places: (BATCH, places, 4) if options.get("batch_first") else (places, BATCH, 4)
    inputs = {n: torch.rand(sizes(p)) * 2 - 1 for n, p in (("query", queries), ("key", keys), ("value", keys))}
    if "padding" in masks:
        inputs["padding"] = torch.arange(keys)[None] >= torch.tensor([2, keys, 1])[:, None]
    if "causal" in masks:
        inputs["pairs"] = torch.ones(queries, keys).triu(1).bool()
    if "float" in masks:
        inputs["pairs"] = torch.rand(queries, keys)
    if "infinite" in masks:
        inputs["pairs"] = torch.zeros(queries, keys).masked_fill(torch.ones(queries, keys).triu(1).bool(), -torch.inf)
    if "each" in masks:
        inputs["pairs"] = torch.rand(BATCH * 2, queries, keys) > 0.7
        inputs["pairs"][:, :, 0] = False
    record(name, module, inputs, lambda m, x: dict(zip(("output", "weights"), m(
        x["query"], x["key"], x["value"], key_padding_mask=x.get("padding"), attn_mask=x.get("pairs")))))


torch.manual_seed(0)
CELLS = {"rnn": nn.RNN, "rnn relu": lambda *a, **k: nn.RNN(*a, nonlinearity="relu", **k), "lstm": nn.LSTM,
         "gru": nn.GRU}
for cell, make in CELLS.items():
    for layers in (1, 2):
        for bidirectional in (False, True):
            for lengths in (False, True):
                name = f"{cell}, {layers} layers" + ", two directions" * bidirectional + ", lengths" * lengths
                recurrent(name, make, layers, bidirectional, lengths, first=False)
    recurrent(f"{cell}, first states", make, 2, True, True, first=True)
    recurrent(f"{cell}, batch first", make, 1, False, True, first=True, batch_first=True)
    recurrent(f"{cell}, no bias", make, 1, False, False, first=False, bias=False)

words = torch.tensor([[1, 0, 3], [4, 1, 1]])
embed = lambda m, x: {"output": m(x["words"])}
record("embedding", nn.Embedding(5, 3), {"words": words}, embed)
record("embedding, padding", nn.Embedding(5, 3, padding_idx=1), {"words": words}, embed)

attention("attention", 3, 4, [])
attention("attention, batch first", 3, 4, ["padding"], batch_first=True)
attention("attention, no bias", 3, 3, [], bias=False)
attention("attention, padding", 3, 4, ["padding"])
attention("attention, causal", 4, 4, ["causal"])
attention("attention, causal and padding", 4, 4, ["causal", "padding"])
attention("attention, floats", 3, 4, ["float"])
attention("attention, infinities", 4, 4, ["infinite"])
attention("attention, a mask for each head", 3, 4, ["each"])

write("recurrent", tensors)
