// What a mapping sees of a node, and how it gives its results.
#pragma once

#include "importer.hpp"

namespace percept::onnx {

/// Half precision is computed in f32: inputs come converted, and outputs of the node go back to it.
class ImportContext {
 public:
  ImportContext(Importer& importer, const wire::NodeProto& node, Names& names, std::string path,
                const FunctionAttributes* attributes, int opset)
      : importer_(importer), node_(node), names_(names), path_(std::move(path)), attributes_(attributes),
        opset_(opset) {}

  Graph& graph() { return importer_.graph(); }
  int opset() const { return opset_; }
  const std::string& path() const { return path_; }

  int inputs() const { return node_.input_size(); }
  int outputs() const { return node_.output_size(); }
  /// Whether an input is given (and, of an optional, holds something), or an output asked for.
  bool has(int i) const { return i < node_.input_size() && !node_.input(i).empty(); }
  bool wants(int i) const { return i < node_.output_size() && !node_.output(i).empty(); }

  /// An input, which must be given; `or_none` gives an empty Value where it is not.
  Value operator[](int i);
  Value or_none(int i) { return has(i) ? (*this)[i] : Value(); }
  /// The second operand. Before opset 7 it was broadcast only where `axis` said so, from that axis on.
  Value second();
  /// Floats as they are and whole numbers as f64, for ops that take floats alone; `set` turns f64 back.
  Value real(int i);
  /// As it is, halves too.
  Value as_is(int i);
  /// The type that the file's value has.
  DType dtype(int i) { return as_is(i).dtype(); }
  Entry& entry(int i);
  const std::vector<Value>& sequence(int i);
  /// A value of the model by its name.
  Value named(const std::string& name) { return importer_.entry(name, names_).value; }

  /// The tensor of an input, which must not depend on what only a run knows; throws graph.value_unknown.
  Tensor known(int i);
  std::optional<Tensor> try_known(int i);
  /// The same as numbers.
  std::vector<std::int64_t> integers(int i);
  std::int64_t integer(int i);
  double number(int i) { return known(i).item(); }

  bool given(const std::string& name) const { return find(name); }
  std::int64_t int_of(const std::string& name, std::int64_t fallback = 0) const;
  double float_of(const std::string& name, double fallback = 0) const;
  std::string text_of(const std::string& name, const std::string& fallback = "") const;
  std::vector<std::int64_t> ints_of(const std::string& name, std::vector<std::int64_t> fallback = {}) const;
  std::vector<double> floats_of(const std::string& name) const;
  std::vector<std::string> texts_of(const std::string& name) const;
  std::optional<Tensor> tensor_of(const std::string& name) const;
  /// A type by ONNX's number; empty where the attribute is not given, refused where percept has no such type.
  std::optional<DType> dtype_of(const std::string& name) const;
  const wire::GraphProto& graph_of(const std::string& name) const;
  const wire::AttributeProto* find(const std::string& name) const;
  /// The attribute that older opsets had in place of an input, or the input.
  std::optional<std::vector<std::int64_t>> ints_of_input_or(int i, const std::string& name);

  void set(int i, Value value);
  void set_as_is(int i, Value value);
  void set_sequence(int i, std::vector<Value> values);
  void set_entry(int i, Entry entry);

  /// Gives up on the node: `id` is a message of the catalogue that names it by {node} and {op}.
  [[noreturn]] void refuse(const char* id, std::vector<Argument> arguments = {}) const {
    throw Refusal{Message(id, std::move(arguments))};
  }
  void require(bool holds, const char* id, std::vector<Argument> arguments = {}) const {
    if (!holds) refuse(id, std::move(arguments));
  }
  /// An attribute whose value percept knows only some of.
  void require_text(const std::string& name, const std::string& fallback,
                    std::initializer_list<const char*> known) const;

  /// The outputs of an inner graph.
  std::vector<Entry> trace_inner(const wire::GraphProto& inner, std::vector<Entry> inputs,
                                 const std::string& where = "");

  Value constant(Tensor tensor) { return graph().constant(std::move(tensor)); }
  Value constant(const std::vector<std::int64_t>& numbers) {
    return constant(Tensor::from<std::int64_t>({std::int64_t(numbers.size())}, numbers));
  }
  /// A table to be filled while tracing; throws where a hostile size makes it larger than any model's own.
  Tensor table(DType dtype, Shape shape) const;
  /// The same for work that takes so many steps.
  void require_small(std::int64_t steps) const;
  /// A number of x's type.
  Value number_like(Value x, double number) { return constant(Tensor::full(x.dtype(), {}, number)); }

 private:
  Importer& importer_;
  const wire::NodeProto& node_;
  Names& names_;
  std::string path_;
  const FunctionAttributes* attributes_;
  int opset_;
  std::optional<DType> half_, whole_;  // what results go back to
};

/// An axis counted from the front; throws where there are not so many.
int axis_of(std::int64_t axis, int rank);

}  // namespace percept::onnx
