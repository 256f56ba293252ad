"""The peer of bench_lenet_step: prints PyTorch's milliseconds a step, in the better of its two layouts."""
import statistics
import time

import torch
from torch import nn

torch.set_num_threads(2)


def milliseconds(layout):
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ).to(memory_format=layout)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    loss = nn.CrossEntropyLoss()
    images = [torch.rand(64, 1, 28, 28).to(memory_format=layout) for _ in range(16)]
    labels = [torch.randint(0, 10, (64,)) for _ in range(16)]
    times = []
    for i in range(350):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss(net(images[i % 16]), labels[i % 16]).backward()
        optimizer.step()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times[50:])


print(min(milliseconds(torch.contiguous_format), milliseconds(torch.channels_last)))
