// native:small - a run of small nodes as one flat list of operations.
#include "small.hpp"

#include <algorithm>

#include "percept/ops/fused.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/small.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "element_formulas-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace percept::native::HWY_NAMESPACE {

static_assert(hn::MaxLanes(D()) <= std::size_t(kLane));
HWY_INLINE std::int64_t Width() { return std::int64_t(hn::Lanes(D())); }

// y[i] = f(a[i * step 0], ...).
template <class F>
void Element(const SmallOp& op) {
  const D d;
  const F f;
  for (std::int64_t i = 0; i < op.n; i += Width()) {
    const float *a = op.a + i * op.step[0], *b = op.b + i * op.step[1], *c = op.c + i * op.step[2];
    if constexpr (is_of_numbers<F>) {
      for (std::int64_t k = 0; k < Width(); ++k)
        if constexpr (operands_of<F> == 1)
          op.y[i + k] = f(a[k]);
        else
          op.y[i + k] = f(a[k], b[k]);
    } else if constexpr (operands_of<F> == 1) {
      hn::StoreU(f(d, hn::LoadU(d, a)), d, op.y + i);
    } else if constexpr (operands_of<F> == 2) {
      hn::StoreU(f(d, hn::LoadU(d, a), hn::LoadU(d, b)), d, op.y + i);
    } else {
      hn::StoreU(f(d, hn::LoadU(d, a), hn::LoadU(d, b), hn::LoadU(d, c)), d, op.y + i);
    }
  }
}

SmallRun ElementRun(ElementOp op) {
  return with_formula(op, []<class F>(F) -> SmallRun { return &Element<F>; });
}

// Several rows of results at a time, so that a vector of samples is loaded once for them.
template <int kRows>
HWY_INLINE void ProductRows(const SmallOp& op, std::int64_t j) {
  const D d;
  for (std::int64_t at = 0; at < op.row; at += Width()) {
    V sum[kRows];
    const float* weight[kRows];
    for (int r = 0; r < kRows; ++r) {
      sum[r] = op.c ? hn::Set(d, op.c[j + r]) : hn::Zero(d);
      weight[r] = op.b + (j + r) * op.step[0];
    }
    for (std::int64_t k = 0; k < op.columns; ++k) {
      const V a = hn::Load(d, op.a + k * op.row + at);
      for (int r = 0; r < kRows; ++r) sum[r] = hn::MulAdd(a, hn::Set(d, weight[r][k * op.step[1]]), sum[r]);
    }
    for (int r = 0; r < kRows; ++r) hn::Store(sum[r], d, op.y + (j + r) * op.row + at);
  }
}

void Product(const SmallOp& op) {
  std::int64_t j = 0;
  for (; j + 4 <= op.rows; j += 4) ProductRows<4>(op, j);
  for (; j < op.rows; ++j) ProductRows<1>(op, j);
}

// The sum of f(at) over the places of a row's vectors; what is filled up counts nothing.
template <class F>
HWY_INLINE float SumOver(std::int64_t n, F f) {
  const D d;
  V sum = hn::Zero(d);
  std::int64_t at = 0;
  for (; at + Width() <= n; at += Width()) sum = hn::Add(sum, f(at));
  if (at < n) sum = hn::Add(sum, hn::IfThenElseZero(hn::FirstN(d, std::size_t(n - at)), f(at)));
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void Contract(const SmallOp& op) {
  const D d;
  for (std::int64_t j = 0; j < op.rows; ++j)
    for (std::int64_t k = 0; k < op.columns; ++k) {
      const float *a = op.a + j * op.row, *b = op.b + k * op.row;
      op.y[j * op.columns + k] = SumOver(
          op.n, [&](std::int64_t at) HWY_ATTR { return hn::Mul(hn::Load(d, a + at), hn::Load(d, b + at)); });
    }
}

void SumRows(const SmallOp& op) {
  const D d;
  for (std::int64_t j = 0; j < op.rows; ++j) {
    const float* a = op.a + j * op.row;
    op.y[j] = SumOver(op.n, [&](std::int64_t at) HWY_ATTR { return hn::Load(d, a + at); });
  }
}

void SumAll(const SmallOp& op) {
  float sum = 0;
  const D d;
  for (std::int64_t j = 0; j < op.rows; ++j) {
    const float* a = op.a + j * op.row;
    sum += SumOver(op.n, [&](std::int64_t at) HWY_ATTR { return hn::Load(d, a + at); });
  }
  std::fill_n(op.y, kLane, sum);
}

void SumColumns(const SmallOp& op) {
  const D d;
  for (std::int64_t at = 0; at < op.row; at += Width()) {
    V sum = hn::Zero(d);
    for (std::int64_t j = 0; j < op.rows; ++j) sum = hn::Add(sum, hn::Load(d, op.a + j * op.row + at));
    hn::Store(sum, d, op.y + at);
  }
}

void Copy(const SmallOp& op) {
  const D d;
  std::int64_t at = 0;
  for (; at + Width() <= op.n; at += Width()) hn::StoreU(hn::LoadU(d, op.a + at), d, op.y + at);
  if (at == op.n) return;
  const auto rest = hn::FirstN(d, std::size_t(op.n - at));
  hn::BlendedStore(hn::MaskedLoad(rest, d, op.a + at), rest, d, op.y + at);
}
void Repeat(const SmallOp& op) { std::fill_n(op.y, op.n, *op.a); }
void RepeatRows(const SmallOp& op) {
  for (std::int64_t j = 0; j < op.rows; ++j) std::copy_n(op.a, op.row, op.y + j * op.row);
}
void Spread(const SmallOp& op) {
  for (std::int64_t j = 0; j < op.rows; ++j) std::fill_n(op.y + j * op.row, op.row, op.a[j]);
}
void ToLanes(const SmallOp& op) {
  for (std::int64_t i = 0; i < op.n; ++i)
    for (std::int64_t j = 0; j < op.rows; ++j) op.y[j * op.row + i] = op.a[i * op.rows + j];
}
void FromLanes(const SmallOp& op) {
  for (std::int64_t i = 0; i < op.n; ++i)
    for (std::int64_t j = 0; j < op.rows; ++j) op.y[i * op.rows + j] = op.a[j * op.row + i];
}

SmallRun FunctionRun(SmallFunction function) {
  switch (function) {
    case SmallFunction::product: return &Product;
    case SmallFunction::contract: return &Contract;
    case SmallFunction::sum_rows: return &SumRows;
    case SmallFunction::sum_columns: return &SumColumns;
    case SmallFunction::sum_all: return &SumAll;
    case SmallFunction::copy: return &Copy;
    case SmallFunction::repeat: return &Repeat;
    case SmallFunction::repeat_rows: return &RepeatRows;
    case SmallFunction::spread: return &Spread;
    case SmallFunction::to_lanes: return &ToLanes;
    case SmallFunction::from_lanes: return &FromLanes;
  }
  return nullptr;
}

}  // namespace percept::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace percept {
namespace native {

HWY_EXPORT(ElementRun);
HWY_EXPORT(FunctionRun);

SmallRun run_of(ElementOp op) { return HWY_DYNAMIC_DISPATCH(ElementRun)(op); }
SmallRun run_of(SmallFunction function) { return HWY_DYNAMIC_DISPATCH(FunctionRun)(function); }

namespace {

class SmallKernel final : public Kernel {
 public:
  explicit SmallKernel(SmallProgram program) : p_(std::move(program)) { in_place = true; }

  void run(void* const* inputs, void* const* outputs, void*) noexcept override {
    for (auto [op, index] : p_.inputs) p_.ops[op].a = static_cast<const float*>(inputs[index]);
    for (auto [op, index] : p_.outputs) p_.ops[op].y = static_cast<float*>(outputs[index]);
    for (const SmallOp& op : p_.ops) op.run(op);
  }

 private:
  SmallProgram p_;
};

}  // namespace
}  // namespace native

KernelOffer make_native_small(const KernelRequest& request) {
  if (request.precision == Precision::mixed) return Message("kernels.single_only");
  auto body = request.node.attributes.as<FusedOptions>().body;
  for (const Node& node : body->nodes())
    if (!native::is_small(node)) return Message("kernels.not_small", {{"op", node.op->name}});
  return std::make_unique<native::SmallKernel>(native::small_program(*body));
}

}  // namespace percept
#endif  // HWY_ONCE
