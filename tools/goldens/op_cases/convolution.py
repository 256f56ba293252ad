"""Convolution."""
from torch.nn import functional as F

from op_cases import case, floats

case("conv2d/plain", F.conv2d, floats(2, 3, 7, 5), floats(4, 3, 3, 3), floats(4))
case("conv2d/no bias, one by one", F.conv2d, floats(1, 3, 5, 5), floats(2, 3, 1, 1))
case("conv2d/stride and padding", lambda x, w, b: F.conv2d(x, w, b, stride=2, padding=1), floats(2, 3, 7, 5),
     floats(4, 3, 3, 3), floats(4))
case("conv2d/unlike axes", lambda x, w, b: F.conv2d(x, w, b, stride=(1, 3), padding=(2, 1)), floats(1, 2, 5, 7),
     floats(3, 2, 4, 2), floats(3))
case("conv2d/dilation", lambda x, w: F.conv2d(x, w, dilation=(2, 3), padding=2), floats(1, 2, 7, 7), floats(3, 2, 3, 3))
case("conv2d/groups", lambda x, w, b: F.conv2d(x, w, b, groups=3, padding=1), floats(2, 6, 5, 5), floats(3, 2, 3, 3),
     floats(3))
case("conv2d/depthwise, stride", lambda x, w: F.conv2d(x, w, groups=5, stride=2), floats(1, 5, 7, 7), floats(10, 1, 3, 3))
case("conv2d/uneven padding", lambda x, w: F.conv2d(F.pad(x, (2, 0, 1, 3)), w), floats(1, 2, 5, 5), floats(3, 2, 3, 3))
