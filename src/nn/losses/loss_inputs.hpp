// What the losses share: the check of what goes in, and the reduction of what comes out.
#pragma once

#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"

namespace percept::nn {

/// Collects all that is wrong with the inputs of a loss, to throw it as one Error.
class LossInputs {
 public:
  LossInputs(const char* loss, Location at) : at_(at) { problem_.subject = loss; }

  /// Names a value that takes part. An absent one is passed over.
  LossInputs& operand(const char* role, Value value, std::string_view axes = "");
  /// Records a reason where `holds` is false; gives `holds` back.
  bool require(bool holds, const char* id, std::vector<Argument> arguments = {});
  bool require_float(const char* role, Value value);
  bool require_integer(const char* role, Value value);
  /// Of one shape and of one type; a target of whole numbers or bools goes with any.
  void require_pair(const char* a, Value x, const char* b, Value y);
  void hint(const char* id) { problem_.hint = Message(id); }
  bool sound() const { return problem_.reasons.empty(); }
  /// Throws where anything was wrong.
  void done() const;

 private:
  Problem problem_;
  Location at_;
};

/// Throws where prediction and target do not go together; gives the target in the prediction's type.
Value matching_target(const char* loss, Value prediction, Value target, Location at);

Value reduced(Value loss, Reduction reduction, Location at);
/// A constant number of x's type.
Value number(Value x, double value);

}  // namespace percept::nn
