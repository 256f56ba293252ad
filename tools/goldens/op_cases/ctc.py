"""Connectionist temporal classification. Behind log_softmax: PyTorch's gradient holds that of log_softmax already."""
from torch.nn import functional as F

from op_cases import case, floats, integers, whole


def ctc(x, targets, lengths, target_lengths, blank=0):
    return F.ctc_loss(F.log_softmax(x, 2), targets, lengths, target_lengths, blank=blank, reduction="none")


case("ctc_loss/plain", ctc, floats(7, 3, 5), integers(3, 3, low=1, high=5), whole(7, 6, 7), whole(3, 2, 1))
case("ctc_loss/repeats, last class blank", lambda *x: ctc(*x, blank=4), floats(9, 2, 5),
     whole(1, 1, 1, 0, 2, 2, shape=(2, 3)), whole(9, 8), whole(3, 3))
