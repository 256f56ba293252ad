"""Another number of places along the last axes."""
from torch.nn import functional as F

from op_cases import case, floats

SIGNAL, IMAGE, VOLUME = floats(2, 3, 5), floats(1, 2, 5, 4), floats(1, 2, 3, 4, 2)
for name, mode, x, size, align in [
    ("nearest, signal, up", "nearest", SIGNAL, (7,), None), ("nearest, image, down", "nearest", IMAGE, (3, 3), None),
    ("nearest, volume", "nearest", VOLUME, (5, 3, 4), None),
    ("linear, signal, up", "linear", SIGNAL, (11,), False), ("linear, signal, corners", "linear", SIGNAL, (7,), True),
    ("linear, image, down", "bilinear", IMAGE, (3, 3), False), ("linear, image, corners", "bilinear", IMAGE, (7, 9), True),
    ("linear, volume", "trilinear", VOLUME, (5, 3, 4), False),
    ("cubic, image, up", "bicubic", IMAGE, (9, 7), False), ("cubic, image, down", "bicubic", IMAGE, (3, 3), False),
    ("cubic, image, corners", "bicubic", IMAGE, (7, 3), True),
    ("area, image", "area", IMAGE, (3, 3), None), ("area, signal, up", "area", SIGNAL, (7,), None),
]:
    case(f"interpolate/{name}", lambda x, s=size, m=mode, a=align: F.interpolate(x, s, mode=m, align_corners=a), x)
