"""The peer of bench_resnet8_step: prints PyTorch's milliseconds a step, row-major and channels-last."""
import statistics
import time

import torch
from torch import nn

torch.set_num_threads(2)


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, width, 3, stride, 1), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, 1, 1), nn.BatchNorm2d(width)
        self.shortcut = nn.Conv2d(channels, width, 1, stride) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


def milliseconds(layout):
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1), nn.BatchNorm2d(16), nn.ReLU(),
        Block(16, 16, 1), Block(16, 32, 2), Block(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10),
    ).to(memory_format=layout)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    loss = nn.CrossEntropyLoss()
    images = [torch.rand(64, 3, 32, 32).to(memory_format=layout) for _ in range(8)]
    labels = [torch.randint(0, 10, (64,)) for _ in range(8)]
    times = []
    for i in range(70):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss(net(images[i % 8]), labels[i % 8]).backward()
        optimizer.step()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times[10:])


print(milliseconds(torch.contiguous_format), milliseconds(torch.channels_last))
