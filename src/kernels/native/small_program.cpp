#include <algorithm>
#include <cstring>
#include <map>

#include "percept/kernels/small.hpp"
#include "percept/ops/fused.hpp"
#include "percept/ops/linear_algebra.hpp"
#include "percept/ops/reduction.hpp"
#include "small.hpp"

namespace percept::native {
namespace {

constexpr std::int64_t kMostFloats = 4096;         // of a value
constexpr std::int64_t kMostProducts = 64 * 1024;  // of a product of matrices

std::int64_t samples(const Shape& shape) { return shape.rank() ? shape[0] : 1; }
std::int64_t columns(const Shape& shape) { return shape.elements() / samples(shape); }
std::int64_t row(const Shape& shape) { return filled_up(samples(shape)); }

bool fits(const ValueType& type) {
  return type.dtype == DType::f32 && type.shape.elements() > 0 &&
         columns(type.shape) * row(type.shape) <= kMostFloats;
}

// Which axes a sum folds, or a broadcast repeats.
enum class Axes { none, first, others, all, mixed };

Axes folded(const Node& node) {
  const Shape& shape = node.inputs[0].shape();
  std::vector<std::int64_t> axes = node.attributes.as<ReduceOptions>().axes;
  if (node.outputs[0].shape.elements() == 1) return Axes::all;
  if (axes == std::vector<std::int64_t>{0}) return Axes::first;
  bool others = std::ranges::find(axes, 0) == axes.end() && node.outputs[0].shape.elements() == shape[0];
  return others ? Axes::others : Axes::mixed;
}

Axes repeated(const Node& node) {
  const Shape &from = node.inputs[0].shape(), &to = node.outputs[0].shape;
  if (from.elements() == to.elements()) return Axes::none;
  if (from.elements() == 1) return Axes::all;
  if (from.elements() == columns(to) && (from.rank() < to.rank() || from[0] == 1)) return Axes::first;
  return from.rank() == to.rank() && from.elements() == to[0] && from[0] == to[0] ? Axes::others
                                                                                  : Axes::mixed;
}

bool is_product(const Node& node) {
  if (node.op->name == "linear") return true;
  if (node.op->name != "matmul") return false;
  auto options = node.attributes.as<MatmulOptions>();
  return node.inputs[0].shape().rank() == 2 && node.inputs[1].shape().rank() == 2 &&
         !(options.transpose_a && options.transpose_b);
}

bool is_contraction(const Node& node) {
  return node.op->name == "matmul" && node.attributes.as<MatmulOptions>().transpose_a;
}

std::int64_t products(const Node& node) {
  const Shape &a = node.inputs[0].shape(), &y = node.outputs[0].shape;
  return row(a) * (is_contraction(node) ? y.elements() : columns(a) * columns(y));
}

class Writer {
 public:
  explicit Writer(const Graph& body) : body_(body) {}

  SmallProgram write() {
    for (const Node& node : body_.nodes()) write(node);
    std::vector<Value> results;
    for (int i = 0; i < int(body_.fetches().size()); ++i)
      results.push_back(body_.fetches().at(std::to_string(i)));
    for (Value result : results)  // what is still to be read comes before the first that is written
      if (!held_[result].lanes) flat(result);
    for (int i = 0; i < int(results.size()); ++i) store(results[std::size_t(i)], i);
    return std::move(made_);
  }

 private:
  struct Held {
    const float *flat = nullptr, *lanes = nullptr, *scalar = nullptr;
    int input = -1;
  };
  struct Operand {
    const float* at;
    int step;
  };

  Value value(const Node& node, int output = 0) { return const_cast<Graph&>(body_).value(node.id, output); }

  float* take(std::int64_t floats) {
    constexpr std::int64_t kChunk = 16 * 1024;
    floats = filled_up(floats);
    if (left_ < floats) {
      left_ = std::max(kChunk, floats);
      made_.memory.emplace_back(std::size_t(left_) * sizeof(float));
      std::memset(made_.memory.back().data(), 0, made_.memory.back().size());
      next_ = reinterpret_cast<float*>(made_.memory.back().data());
    }
    left_ -= floats;
    return std::exchange(next_, next_ + floats);
  }

  float* emit(SmallFunction function, SmallOp op, std::int64_t floats) {
    op.run = run_of(function);
    if (!op.y) op.y = take(floats);
    made_.ops.push_back(op);
    return op.y;
  }

  // The same where `a` is an input's own memory.
  float* emit(SmallFunction function, SmallOp op, std::int64_t floats, const Held& held) {
    if (op.a) return emit(function, op, floats);
    made_.inputs.push_back({made_.ops.size(), held.input});
    return emit(function, op, floats);
  }

  const float* scalar(Value v) {
    Held& held = held_[v];
    const float* from = held.flat ? held.flat : held.lanes;
    if (!held.scalar) held.scalar = emit(SmallFunction::repeat, {.a = from, .n = kLane}, kLane, held);
    return held.scalar;
  }

  const float* flat(Value v) {
    Held& held = held_[v];
    std::int64_t n = v.shape().elements();
    if (held.flat) return held.flat;
    if (n == 1) return scalar(v);
    if (held.scalar) return held.flat = repeated_number(held, n);
    if (held.lanes)
      return held.flat = emit(SmallFunction::from_lanes, by_rows(v.shape(), {.a = held.lanes}), n);
    return held.flat = emit(SmallFunction::copy, {.n = std::int32_t(n)}, n, held);
  }

  const float* lanes(Value v) {
    Held& held = held_[v];
    const Shape& s = v.shape();
    if (held.lanes) return held.lanes;
    if (columns(s) == 1) return held.lanes = flat(v);
    std::int64_t floats = columns(s) * row(s);
    if (held.scalar) return held.lanes = repeated_number(held, floats);
    return held.lanes = emit(SmallFunction::to_lanes, by_rows(s, {.a = held.flat}), floats, held);
  }

  const float* repeated_number(const Held& held, std::int64_t n) {
    return emit(SmallFunction::repeat, {.a = held.scalar, .n = std::int32_t(filled_up(n))}, n);
  }

  static SmallOp by_rows(const Shape& shape, SmallOp op) {
    op.n = std::int32_t(samples(shape));
    op.rows = std::int32_t(columns(shape));
    op.row = std::int32_t(row(shape));
    return op;
  }

  // A single row of samples is row-major too.
  void hold_lanes(Value v, const float* at) {
    held_[v].lanes = at;
    if (columns(v.shape()) == 1) held_[v].flat = at;
  }

  void write(const Node& node) {
    const std::string& op = node.op->name;
    if (node.op == &feed_op())
      held_[value(node)].input = std::stoi(leaf_name(node));
    else if (node.op == &constant_op())
      write_constant(node);
    else if (is_contraction(node))
      write_contraction(node);
    else if (op == "linear" || op == "matmul")
      write_product(node, op == "linear" || node.attributes.as<MatmulOptions>().transpose_b);
    else if (op == "reduce_sum")
      write_sum(node);
    else if (op == "broadcast_to" && repeated(node) != Axes::none)
      write_broadcast(node);
    else if (op == "reshape" || op == "broadcast_to")
      write_reshape(node);
    else
      write_elements(node);
  }

  void write_constant(const Node& node) {
    const Tensor& tensor = constant_of(node);
    Held& held = held_[value(node)];
    if (tensor.size() == 1) {
      held.scalar = number(float(tensor.item()));
      return;
    }
    float* to = take(tensor.size());
    std::ranges::copy(tensor.data<float>(), to);
    held.flat = to;
  }

  const float* number(float value) {
    float* to = take(kLane);
    std::fill_n(to, kLane, value);
    return to;
  }

  // y = a b, or a b^T: samples in rows, weights as they lie.
  void write_product(const Node& node, bool transposed) {
    const Shape &y = node.outputs[0].shape, &b = node.inputs[1].shape();
    SmallOp op = by_rows(y, {.a = lanes(node.inputs[0]), .b = flat(node.inputs[1])});
    if (node.inputs.size() > 2 && node.inputs[2]) op.c = flat(node.inputs[2]);
    op.columns = std::int32_t(b[transposed ? 1 : 0]);
    op.step[0] = transposed ? std::int32_t(b[1]) : 1;
    op.step[1] = transposed ? 1 : std::int32_t(b[1]);
    hold_lanes(value(node), emit(SmallFunction::product, op, op.rows * op.row));
  }

  // y = a^T b, a sum over the samples.
  void write_contraction(const Node& node) {
    SmallOp op = by_rows(node.inputs[0].shape(), {.a = lanes(node.inputs[0]), .b = lanes(node.inputs[1])});
    op.columns = std::int32_t(node.inputs[1].shape()[1]);
    held_[value(node)].flat = emit(SmallFunction::contract, op, op.rows * op.columns);
  }

  void write_sum(const Node& node) {
    Value x = node.inputs[0];
    const Shape& s = x.shape();
    Held& y = held_[value(node)];
    if (folded(node) == Axes::all) {
      // A flat tensor is one row.
      SmallOp op = held_[x].lanes ? by_rows(s, {.a = held_[x].lanes})
                                  : SmallOp{.a = flat(x), .n = std::int32_t(s.elements())};
      y.scalar = emit(SmallFunction::sum_all, op, kLane);
    } else if (folded(node) == Axes::first) {
      y.flat = emit(SmallFunction::sum_rows, by_rows(s, {.a = lanes(x)}), columns(s));
    } else {
      hold_lanes(value(node), emit(SmallFunction::sum_columns, by_rows(s, {.a = lanes(x)}), row(s)));
    }
  }

  void write_broadcast(const Node& node) {
    const Shape& to = node.outputs[0].shape;
    std::int64_t floats = columns(to) * row(to);
    if (repeated(node) == Axes::all)
      held_[value(node)].scalar = scalar(node.inputs[0]);
    else if (repeated(node) == Axes::first)
      hold_lanes(value(node), emit(SmallFunction::spread, by_rows(to, {.a = flat(node.inputs[0])}), floats));
    else
      hold_lanes(value(node),
                 emit(SmallFunction::repeat_rows, by_rows(to, {.a = lanes(node.inputs[0])}), floats));
  }

  void write_reshape(const Node& node) {
    Value x = node.inputs[0];
    if (samples(x.shape()) != samples(node.outputs[0].shape)) flat(x);
    Held held = held_[x];
    if (samples(x.shape()) != samples(node.outputs[0].shape)) held.lanes = nullptr;
    held_[value(node)] = held;
  }

  // In the form that its operands have, if they are of the node's size.
  void write_elements(const Node& node) {
    Message why;
    Expression e = *expression_of(node, why);
    const Shape& shape = node.outputs[0].shape;
    auto is_number = [&](Value v) { return v.shape().elements() == 1 || held_[v].scalar; };
    bool in_lanes = std::ranges::any_of(
        node.inputs, [&](Value v) { return !is_number(v) && held_[v].lanes && !held_[v].flat; });
    std::int64_t floats = in_lanes ? columns(shape) * row(shape) : filled_up(shape.elements());
    std::vector<Operand> operands;
    for (Value v : node.inputs)
      operands.push_back(is_number(v) ? Operand{scalar(v), 0} : Operand{in_lanes ? lanes(v) : flat(v), 1});
    for (float constant : e.constants) operands.push_back({number(constant), 0});
    operands.resize(std::size_t(e.operands));
    for (const Instruction& i : e.code) {
      SmallOp op{.run = run_of(i.op)};
      const float** places[] = {&op.a, &op.b, &op.c};
      int read[] = {i.a, i.b, i.c}, step = 0;
      for (int k = 0; k < 3; ++k) {
        if (read[k] < 0) continue;
        const Operand& operand = operands[std::size_t(read[k])];
        *places[k] = operand.at;
        op.step[k] = operand.step;
        step |= operand.step;
      }
      op.n = std::int32_t(step ? floats : kLane);
      op.y = take(op.n);
      made_.ops.push_back(op);
      operands[std::size_t(i.result)] = {op.y, step};
    }
    for (int i = 0; i < int(e.outputs.size()); ++i) {
      const Operand& result = operands[std::size_t(e.outputs[std::size_t(i)])];
      Held& held = held_[value(node, i)];
      if (result.step == 0)
        held.scalar = result.at;
      else if (in_lanes)
        hold_lanes(value(node, i), result.at);
      else
        held.flat = result.at;
    }
  }

  void store(Value v, int output) {
    const Held& held = held_[v];
    std::int64_t n = v.shape().elements();
    const float* from = held.flat ? held.flat : n == 1 && held.scalar ? held.scalar : nullptr;
    SmallOp op = by_rows(v.shape(), {.a = from ? from : held.lanes});
    if (from) op.n = std::int32_t(n);
    op.run = run_of(from ? SmallFunction::copy : SmallFunction::from_lanes);
    made_.outputs.push_back({made_.ops.size(), output});
    made_.ops.push_back(op);
  }

  const Graph& body_;
  SmallProgram made_;
  std::map<Value, Held> held_;
  float* next_ = nullptr;
  std::int64_t left_ = 0;
};

}  // namespace

bool is_small(const Node& node) {
  auto input_fits = [](Value v) { return !v || fits(v.type()); };
  if (!std::ranges::all_of(node.outputs, fits) || !std::ranges::all_of(node.inputs, input_fits)) return false;
  const std::string& op = node.op->name;
  if (is_product(node)) return products(node) <= kMostProducts;
  if (op == "reshape" || is_leaf(node)) return true;
  if (op == "reduce_sum") return folded(node) != Axes::mixed;
  if (op == "broadcast_to") return repeated(node) != Axes::mixed;
  Message why;
  return (node.op->elementwise || node.op == &fused_op()) && expression_of(node, why);
}

SmallProgram small_program(const Graph& body) { return Writer(body).write(); }

}  // namespace percept::native

namespace percept {
bool is_small(const Node& node) { return native::is_small(node); }
}  // namespace percept
