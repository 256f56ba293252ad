"""Pooling of images."""
from torch.nn import functional as F

from op_cases import case, distinct, floats


def max_pool2d(x, *arguments, **options):
    return F.max_pool2d(x, *arguments, return_indices=True, **options)


def taken(x, indices):
    return x.flatten(2).gather(2, indices.flatten(2)).view_as(indices)


case("max_pool2d/plain", lambda x: max_pool2d(x, 2), distinct(2, 3, 6, 4))
case("max_pool2d/odd, overlapping, padded", lambda x: max_pool2d(x, 3, 2, 1), distinct(2, 3, 7, 5))
case("max_pool2d/unlike axes", lambda x: max_pool2d(x, (1, 3), (2, 1)), distinct(1, 3, 5, 7))
case("max_pool2d_take/the smallest", lambda x: taken(x, max_pool2d(-x, 2)[1]), distinct(2, 3, 6, 4))
case("average_pool2d/plain", lambda x: F.avg_pool2d(x, 2), floats(2, 3, 6, 4))
case("average_pool2d/overlapping, padded", lambda x: F.avg_pool2d(x, 3, 2, 1), floats(2, 3, 7, 5))
case("average_pool2d/without the border", lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), floats(2, 3, 7, 5))
case("average_pool2d/unlike axes", lambda x: F.avg_pool2d(x, (1, 3), (2, 1)), floats(1, 3, 5, 7))
case("max_pool1d/overlapping, padded", lambda x: F.max_pool1d(x, 3, 2, 1), distinct(2, 3, 7))
case("average_pool1d/plain", lambda x: F.avg_pool1d(x, 2), floats(2, 3, 7))
case("average_pool1d/overlapping, padded", lambda x: F.avg_pool1d(x, 3, 2, 1), floats(2, 3, 7))
case("max_pool3d/plain", lambda x: F.max_pool3d(x, 2), distinct(2, 3, 4, 5, 2))
case("max_pool3d/overlapping, padded", lambda x: F.max_pool3d(x, (3, 2, 3), (2, 1, 2), (1, 1, 0)), distinct(1, 2, 5, 3, 5))
case("average_pool3d/plain", lambda x: F.avg_pool3d(x, 2), floats(2, 3, 4, 5, 2))
case("average_pool3d/overlapping, padded", lambda x: F.avg_pool3d(x, (3, 2, 3), (2, 1, 2), (1, 1, 0)),
     floats(1, 2, 5, 3, 5))
case("global_max_pool/image", lambda x: x.amax((2, 3), keepdim=True), distinct(2, 3, 5, 7))
case("global_average_pool/image", lambda x: x.mean((2, 3), keepdim=True), floats(2, 3, 5, 7))
case("adaptive_max_pool/signal", lambda x: F.adaptive_max_pool1d(x, 3), distinct(2, 3, 7))
case("adaptive_max_pool/image", lambda x: F.adaptive_max_pool2d(x, (3, 2)), distinct(2, 3, 7, 5))
case("adaptive_average_pool/signal", lambda x: F.adaptive_avg_pool1d(x, 5), floats(2, 3, 7))
case("adaptive_average_pool/image", lambda x: F.adaptive_avg_pool2d(x, (3, 2)), floats(2, 3, 7, 5))
case("adaptive_average_pool/volume", lambda x: F.adaptive_avg_pool3d(x, (1, 3, 2)), floats(1, 2, 3, 5, 4))
