// Negative log-likelihood and softmax cross-entropy over [N, C, ...], with classes' weights and a label that
// does not count.
#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

// log_p [N, C, ...], labels [N, ...]; weight [C] or none.
Value likelihood_loss(C& c, Value log_p, Value labels, Value weight) {
  c.require_text("reduction", "mean", {"none", "mean", "sum"});
  std::string reduction = c.text_of("reduction", "mean");
  labels = cast(labels, DType::i64);
  Value zero = c.number_like(log_p, 0), counts;
  if (c.given("ignore_index")) {
    Value ignored = equal(labels, c.number_like(labels, double(c.int_of("ignore_index"))));
    counts = logical_not(ignored);
    labels = where(ignored, c.number_like(labels, 0), labels);
  }
  Value loss = neg(squeeze(gather(log_p, unsqueeze(labels, 1), 1), 1));
  Value share = weight ? take(weight, labels) : broadcast_to(c.number_like(log_p, 1), loss.shape());
  if (counts) share = where(counts, share, zero);
  loss = loss * share;
  // 0 times an infinite loss is no number, yet what is not counted counts nothing.
  if (counts) loss = where(counts, loss, zero);
  if (reduction == "none") return loss;
  return reduction == "sum" ? reduce_sum(loss) : reduce_sum(loss) / reduce_sum(share);
}

}  // namespace

void add_losses(Mappings& m) {
  m.add("NegativeLogLikelihoodLoss", [](C& c) { return likelihood_loss(c, c[0], c.as_is(1), c.or_none(2)); });
  m.add("SoftmaxCrossEntropyLoss", [](C& c) {
    Value log_p = log_softmax(c[0], {.axis = 1});
    c.set(0, likelihood_loss(c, log_p, c.as_is(1), c.or_none(2)));
    c.set(1, log_p);
  });
}

}  // namespace percept::onnx
