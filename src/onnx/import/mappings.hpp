// The ops of ONNX, each written in percept's own: one file a family.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <type_traits>

#include "import_context.hpp"

namespace percept::onnx {

/// Traces one node.
using Mapping = std::function<void(ImportContext&)>;

/// By ONNX's name of the op; `domain:name` where the domain is not its own.
class Mappings {
 public:
  /// `f` takes an ImportContext and gives the node's only output, or sets its outputs by itself.
  template <class F>
  void add(const std::string& op, F f) {
    if constexpr (std::is_same_v<std::invoke_result_t<F, ImportContext&>, Value>)
      mappings_[op] = [f](ImportContext& c) { c.set(0, f(c)); };
    else
      mappings_[op] = f;
  }
  const Mapping* find(const std::string& op) const {
    auto found = mappings_.find(op);
    return found == mappings_.end() ? nullptr : &found->second;
  }
  const std::map<std::string, Mapping>& all() const { return mappings_; }

 private:
  std::map<std::string, Mapping> mappings_;
};

const Mappings& mappings();
/// Null where percept has none.
inline const Mapping* find_mapping(const std::string& op) { return mappings().find(op); }

void add_activations(Mappings&);
void add_arithmetic(Mappings&);
void add_arrangement(Mappings&);
void add_control_flow(Mappings&);
void add_convolution(Mappings&);
void add_creation(Mappings&);
void add_detection(Mappings&);
void add_indexing(Mappings&);
void add_logic(Mappings&);
void add_losses(Mappings&);
void add_matrices(Mappings&);
void add_normalization(Mappings&);
void add_pooling(Mappings&);
void add_quantization(Mappings&);
void add_recurrent(Mappings&);
void add_reductions(Mappings&);
void add_resampling(Mappings&);
void add_sequences(Mappings&);
void add_signals(Mappings&);
void add_text(Mappings&);
void add_training(Mappings&);

}  // namespace percept::onnx
