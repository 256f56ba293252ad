#!/usr/bin/python3
"""Writes tests/golden/weights.safetensors: what PyTorch saves of an LSTM, a small ResNet under torchvision's keys and
Transformer encoder layers, and what they give, for tests/train/pytorch_weights_test.cpp. Of every case CASE: CASE/state/KEY (all of
its state_dict), CASE/in/NAME and CASE/out/NAME, in evaluation mode. Needs Debian's python3-torch; the tests need neither
it nor Python."""
import torch
from torch import nn

from golden_file import write

tensors = {}


def record(case, module, inputs, run):
    """Random weights and running statistics, as after some training; the outputs on the inputs."""
    for name, x in module.state_dict().items():
        if name.endswith("running_var"):
            x.uniform_(0.5, 2)
        elif name.endswith("num_batches_tracked"):
            x.fill_(1234)
        else:
            x.uniform_(-0.4, 0.4)
    module.eval()
    with torch.no_grad():
        outputs = run(module, **inputs)
    for part, named in {"state": module.state_dict(), "in": inputs, "out": outputs}.items():
        for name, x in named.items():
            tensors[f"{case}/{part}/{name}"] = x.contiguous().clone()


def run_lstm(module, x):
    output, (hidden, cell) = module(x)
    return {"output": output, "hidden": hidden, "cell": cell}


class BasicBlock(nn.Module):
    """torchvision's, whose package Debian 12 lacks."""

    def __init__(self, inplanes, planes, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = None
        if stride != 1 or inplanes != planes:
            self.downsample = nn.Sequential(nn.Conv2d(inplanes, planes, 1, stride, bias=False), nn.BatchNorm2d(planes))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """ResNet-18 as torchvision writes it, with CHANNELS in place of 64, 128, 256, 512."""

    CHANNELS = (4, 6, 8, 12)

    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, self.CHANNELS[0], 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(self.CHANNELS[0])
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        before = self.CHANNELS[0]
        for i, channels in enumerate(self.CHANNELS, 1):
            stride = 1 if i == 1 else 2
            blocks = nn.Sequential(BasicBlock(before, channels, stride), BasicBlock(channels, channels, 1))
            setattr(self, f"layer{i}", blocks)
            before = channels
        self.fc = nn.Linear(before, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return {"output": self.fc(x.mean((2, 3)))}


def encoder_layer(name, **options):
    module = nn.TransformerEncoderLayer(8, 2, dim_feedforward=12, **options)
    places, batch = 5, 3
    inputs = {"x": torch.rand(places, batch, 8) * 2 - 1}
    inputs["pairs"] = torch.ones(places, places).triu(1).bool()
    inputs["padding"] = torch.arange(places)[None] >= torch.tensor([2, places, 3])[:, None]
    record(name, module, inputs, lambda m, x, pairs, padding: {
        "output": m(x), "masked": m(x, src_mask=pairs, src_key_padding_mask=padding)})


torch.manual_seed(0)
record("lstm", nn.LSTM(5, 6, num_layers=2, bidirectional=True), {"x": torch.rand(7, 3, 5) * 2 - 1}, run_lstm)
record("resnet", ResNet(10), {"x": torch.rand(2, 3, 64, 64)}, lambda m, x: m(x))
for activation in ("relu", "gelu"):
    encoder_layer(f"encoder layer, {activation}", activation=activation)
    encoder_layer(f"encoder layer, {activation}, norm first", activation=activation, norm_first=True)

write("weights", tensors)
