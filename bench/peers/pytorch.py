"""The nets of `percept bench` in PyTorch, and the same work done with them. percept starts this script, which prints one
JSON object; it exits with 3 where PyTorch is not installed.

    pytorch.py step|forward NET BATCH THREADS     milliseconds of a training step, or of a forward pass
    pytorch.py epoch FOLDER MODEL LAYOUT THREADS  LeNet learns MNIST's files in FOLDER for one epoch and is written
    pytorch.py init MODEL                         an untrained LeNet is written
    pytorch.py predict MODEL PIXELS THREADS       what LeNet says of 28 x 28 bytes
"""
import json
import sys
import time

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit(3)


class Block(nn.Module):
    """Two convolutions with batch norm and a shortcut around them, where the shape changes a 1x1 convolution."""

    def __init__(self, channels, width, stride, shortcut, bias):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, width, 3, stride, 1, bias=bias), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, 1, 1, bias=bias), nn.BatchNorm2d(width)
        self.shortcut = shortcut if stride > 1 else nn.Identity()

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


def resnet8():
    """recipes/resnet8.toml: a bias on every convolution, no norm on a shortcut."""

    def block(channels, width, stride):
        return Block(channels, width, stride, nn.Conv2d(channels, width, 1, stride), bias=True)

    return nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1), nn.BatchNorm2d(16), nn.ReLU(),
        block(16, 16, 1), block(16, 32, 2), block(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def resnet18():
    """recipes/resnet18.toml."""

    def block(channels, width, stride):
        shortcut = nn.Sequential(nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width))
        return Block(channels, width, stride, shortcut, bias=False)

    return nn.Sequential(
        nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        block(64, 64, 1), block(64, 64, 1), block(64, 128, 2), block(128, 128, 1),
        block(128, 256, 2), block(256, 256, 1), block(256, 512, 2), block(512, 512, 1),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def mlp():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


def tiny():
    return nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1), nn.Tanh())


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 128)

    def forward(self, x):
        return self.lstm(x)[0]


def classes(batch):
    return torch.randint(0, 10, (batch,))


# The net, its input, what it should say, the loss, the momentum.
NETS = {
    "tiny": (tiny, lambda n: (n, 2), lambda n: torch.rand(n, 1), nn.MSELoss(), 0),
    "mlp": (mlp, lambda n: (n, 1, 28, 28), classes, nn.CrossEntropyLoss(), 0.9),
    "lenet": (lenet, lambda n: (n, 1, 28, 28), classes, nn.CrossEntropyLoss(), 0.9),
    "resnet8": (resnet8, lambda n: (n, 3, 32, 32), classes, nn.CrossEntropyLoss(), 0.9),
    "resnet18": (resnet18, lambda n: (n, 3, 32, 32), classes, nn.CrossEntropyLoss(), 0.9),
    "lstm": (Lstm, lambda n: (64, n, 64), lambda n: torch.rand(64, n, 128), nn.MSELoss(), 0.9),
}


def median(values):
    return sorted(values)[len(values) // 2]


def milliseconds(call):
    """The median of a call, as percept takes its own: repetitions of a tenth of a millisecond or more."""

    def repetition(calls):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        return 1e3 * (time.perf_counter() - start) / calls

    calls = max(1, round(0.1 / min(repetition(1) for _ in range(3))))
    times, start = [], time.perf_counter()
    while len(times) < 13 or time.perf_counter() - start < 1.5:
        times.append(repetition(calls))
    return median(times[len(times) // 6:])


def in_layout(tensor, layout):
    return tensor.to(memory_format=getattr(torch, layout)) if tensor.dim() == 4 else tensor


def measure(what, name, batch, layout):
    make, shape, target, loss, momentum = NETS[name]
    net = make().to(memory_format=getattr(torch, layout))
    inputs = [in_layout(torch.rand(shape(batch)), layout) for _ in range(8)]
    targets = [target(batch) for _ in range(8)]
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=momentum)
    turn = 0

    def step():
        nonlocal turn
        turn = (turn + 1) % 8
        optimizer.zero_grad(set_to_none=True)
        loss(net(inputs[turn]), targets[turn]).backward()
        optimizer.step()

    def forward():
        nonlocal turn
        turn = (turn + 1) % 8
        with torch.no_grad():
            net(inputs[turn])

    return milliseconds(step if what == "step" else forward)


def read_mnist(folder, part):
    import gzip
    import pathlib

    def read(kind, header):
        path = pathlib.Path(folder, f"{part}-{kind}-ubyte")
        data = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(path.name + ".gz").read_bytes())
        return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=header)

    return read("images-idx3", 16).view(-1, 1, 28, 28), read("labels-idx1", 8)


def epoch(folder, model, layout):
    def batch_of(images):
        return in_layout((images.float() / 255 - 0.1307) / 0.3081, layout)

    images, labels = read_mnist(folder, "train")
    net = lenet().to(memory_format=getattr(torch, layout))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    batches = torch.randperm(len(images)).split(64)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, len(batches))
    loss = nn.CrossEntropyLoss()
    for chosen in batches:
        optimizer.zero_grad(set_to_none=True)
        loss(net(batch_of(images[chosen])), labels[chosen].long()).backward()
        optimizer.step()
        schedule.step()
    images, labels = read_mnist(folder, "t10k")
    net.eval()
    with torch.no_grad():
        right = sum((net(batch_of(x)).argmax(1) == y).sum().item() for x, y in zip(images.split(64), labels.split(64)))
    torch.save(net.state_dict(), model)
    return right / len(images)


def predict(model, pixels):
    net = lenet()
    net.load_state_dict(torch.load(model))
    net.eval()
    with open(pixels, "rb") as file:
        image = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).view(1, 1, 28, 28)
    with torch.no_grad():
        return torch.softmax(net((image.float() / 255 - 0.1307) / 0.3081), 1).topk(5).indices[0].tolist()


def peak_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def answer(what, *words):
    if what == "init":
        torch.save(lenet().state_dict(), words[0])
        return {}
    *words, threads = words
    torch.set_num_threads(int(threads))
    if what == "epoch":
        return {"accuracy": epoch(*words), "mb": peak_mb()}
    if what == "predict":
        return {"classes": predict(*words)}
    name, batch = words[0], int(words[1])
    images = name not in ("tiny", "mlp", "lstm")  # a layout is a matter of convolutions
    layouts = ["contiguous_format", "channels_last"] if images else ["contiguous_format"]
    return {"ms": min(measure(what, name, batch, layout) for layout in layouts)}


if __name__ == "__main__":
    print(json.dumps({"version": torch.__version__.split("a")[0], **answer(*sys.argv[1:])}))
