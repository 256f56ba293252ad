"""The peer of bench_resnet8_step: prints PyTorch's milliseconds a step, row-major and channels-last."""
import statistics
import time

import torch
from torch import nn

from resnet8 import resnet8

torch.set_num_threads(2)


def milliseconds(layout):
    torch.manual_seed(0)
    net = resnet8().to(memory_format=layout)
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
