"""Normalisation. What PyTorch 1.13 lacks, RMS norm, is written from its paper's formula."""
import torch
from torch.nn import functional as F

from op_cases import case, fixed, floats


def normalized(x, axes, epsilon=1e-5):
    mean, variance = x.mean(axes, keepdim=True), x.var(axes, unbiased=False, keepdim=True)
    return (x - mean) / (variance + epsilon).sqrt(), mean, variance


def rms_norm(x, weight, axes=(-1,)):
    return x / (x.square().mean(axes, keepdim=True) + 1e-5).sqrt() * weight


CHANNELS = floats(3), floats(3)
case("normalize/last axis", lambda x: normalized(x, (1,)), floats(3, 7))
case("normalize/two axes, epsilon", lambda x: normalized(x, (0, 2), 0.1), floats(3, 2, 5))
case("batch_norm/image", lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True), floats(2, 3, 5, 4), *CHANNELS)
case("batch_norm/rows", lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True, eps=1e-3), floats(7, 3), *CHANNELS)
case("batch_norm/plain", lambda x: F.batch_norm(x, None, None, training=True), floats(3, 3, 5))
case("batch_norm/inference", F.batch_norm, floats(2, 3, 5, 4), fixed(floats(3)), fixed(floats(3, low=0.5, high=2)), *CHANNELS)
case("layer_norm/last axis", lambda x, w, b: F.layer_norm(x, (7,), w, b), floats(3, 5, 7), floats(7), floats(7))
case("layer_norm/two axes", lambda x, w, b: F.layer_norm(x, (5, 7), w, b, eps=1e-3), floats(3, 5, 7), floats(5, 7),
     floats(5, 7))
case("layer_norm/plain", lambda x: F.layer_norm(x, (7,)), floats(3, 7))
case("instance_norm/image", lambda x, w, b: F.instance_norm(x, weight=w, bias=b), floats(2, 3, 5, 4), *CHANNELS)
case("instance_norm/plain", F.instance_norm, floats(2, 3, 7))
case("group_norm/image", lambda x, w, b: F.group_norm(x, 2, w, b), floats(2, 6, 3, 5), floats(6), floats(6))
case("group_norm/one group", lambda x: F.group_norm(x, 1), floats(2, 3, 7))
case("rms_norm/last axis", rms_norm, floats(3, 7), floats(7))
case("rms_norm/two axes", lambda x, w: rms_norm(x, w, (-2, -1)), floats(3, 5, 2), floats(5, 2))
case("local_response_norm/plain", lambda x: F.local_response_norm(x, 5), floats(2, 7, 3, 3, low=-20, high=20))
case("local_response_norm/options", lambda x: F.local_response_norm(x, 3, alpha=0.5, beta=0.6, k=2), floats(2, 5, 3))
