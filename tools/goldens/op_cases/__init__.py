"""How a case is written: `case("conv2d/stride", lambda x, w: F.conv2d(x, w, stride=2), floats(2, 3, 7, 5), floats(4, 3, 3, 3))`.
Its name is OP/WHAT; then come the function of the inputs, and how each input is drawn."""
import zlib

import numpy

CASES = []  # (name, function of tensors, how each input is drawn)


def draw(name, what):
    """Random numbers that depend on the case and on what they are for, and on nothing else."""
    return numpy.random.RandomState(zlib.crc32(f"{name}:{what}".encode()))


def case(name, function, *inputs):
    assert name not in (known for known, _, _ in CASES), f"two cases {name}"
    CASES.append((name, function, inputs))


def floats(*shape, low=-2.0, high=2.0):
    return lambda random: random.uniform(low, high, shape).astype(numpy.float32)


def distinct(*shape, low=-2.0, high=2.0):
    """Equally spaced in a random order: the largest is never in doubt, in f32 neither."""
    count = int(numpy.prod(shape))
    steps = low + (high - low) * (numpy.arange(count) + 0.5) / max(count, 1)
    return lambda random: random.permutation(steps).reshape(shape).astype(numpy.float32)


def given(*values, shape=(-1,)):
    """These floats."""
    return lambda random: numpy.array(values, numpy.float32).reshape(shape)


def fixed(spec):
    """The same, but no gradient is asked for."""
    def same(random):
        return spec(random)
    same.fixed = True
    return same


def integers(*shape, low=0, high=10):
    return lambda random: random.randint(low, high, shape).astype(numpy.int64).reshape(shape)


def whole(*values, shape=(-1,)):
    """These integers."""
    return lambda random: numpy.array(values, numpy.int64).reshape(shape)


def bools(*shape):
    return lambda random: random.randint(0, 2, shape).astype(numpy.bool_)
