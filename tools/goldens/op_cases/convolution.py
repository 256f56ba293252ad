"""Convolution."""
import torch
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
case("conv2d/seventeen channels", lambda x, w, b: F.conv2d(x, w, b, padding=1), floats(2, 17, 5, 3), floats(9, 17, 3, 3),
     floats(9))

case("conv1d/plain", F.conv1d, floats(2, 3, 7), floats(5, 3, 3), floats(5))
case("conv1d/stride, padding, dilation", lambda x, w: F.conv1d(x, w, stride=2, padding=3, dilation=2), floats(2, 3, 11),
     floats(5, 3, 3))
case("conv1d/groups", lambda x, w: F.conv1d(x, w, groups=3), floats(2, 6, 7), floats(3, 2, 3))
case("conv1d/causal", lambda x, w, b: F.conv1d(F.pad(x, (4, 0)), w, b, dilation=2), floats(2, 3, 7), floats(5, 3, 3),
     floats(5))
case("conv3d/plain", F.conv3d, floats(2, 3, 3, 5, 4), floats(2, 3, 2, 3, 3), floats(2))
case("conv3d/stride, padding", lambda x, w: F.conv3d(x, w, stride=(1, 2, 1), padding=(1, 0, 2)), floats(1, 2, 3, 5, 4),
     floats(3, 2, 3, 3, 2))
case("conv3d/dilation, groups", lambda x, w, b: F.conv3d(x, w, b, dilation=(2, 1, 2), groups=2), floats(1, 4, 5, 3, 5),
     floats(2, 2, 3, 2, 3), floats(2))

case("conv2d_transpose/plain", F.conv_transpose2d, floats(2, 3, 3, 5), floats(3, 4, 3, 3), floats(4))
case("conv2d_transpose/stride, padding, output padding",
     lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1), floats(2, 3, 3, 5),
     floats(3, 4, 3, 3), floats(4))
case("conv2d_transpose/dilation, groups", lambda x, w: F.conv_transpose2d(x, w, dilation=2, groups=2), floats(1, 4, 3, 5),
     floats(4, 3, 3, 2))
case("conv1d_transpose/stride, groups", lambda x, w, b: F.conv_transpose1d(x, w, b, stride=3, padding=1, groups=2),
     floats(2, 4, 5), floats(4, 3, 3), floats(6))
case("conv1d_transpose/output padding, dilation",
     lambda x, w: F.conv_transpose1d(x, w, stride=3, output_padding=2, dilation=2), floats(1, 2, 5), floats(2, 3, 3))
case("conv3d_transpose/stride, padding", lambda x, w, b: F.conv_transpose3d(x, w, b, stride=2, padding=(1, 0, 1)),
     floats(1, 2, 2, 3, 2), floats(2, 3, 3, 2, 3), floats(3))
case("conv3d_transpose/output padding, groups",
     lambda x, w: F.conv_transpose3d(x, w, stride=(2, 1, 2), output_padding=(1, 0, 1), groups=2), floats(1, 4, 2, 3, 2),
     floats(4, 1, 2, 2, 2))


def conv_matrix(weight, height, width, **options):
    pixels = weight.shape[1] * height * width
    each = torch.eye(pixels, dtype=weight.dtype).reshape(pixels, weight.shape[1], height, width)
    return F.conv2d(each, weight, **options).reshape(pixels, -1).T


case("im2col/plain", lambda x: F.unfold(x, 3), floats(2, 3, 5, 4))
case("im2col/stride, padding, dilation", lambda x: F.unfold(x, (2, 3), dilation=(2, 1), padding=(1, 2), stride=(1, 2)),
     floats(1, 2, 5, 4))
case("col2im/stride, padding", lambda x: F.fold(x, (5, 4), 3, stride=2, padding=1), floats(1, 18, 6))
case("conv2d_matrix/plain", lambda w: conv_matrix(w, 4, 3), floats(2, 1, 3, 2))
case("conv2d_matrix/stride, padding", lambda w: conv_matrix(w, 4, 3, stride=2, padding=1), floats(2, 2, 3, 3))
