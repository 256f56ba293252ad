#include "percept/kernels/isa.hpp"

#include <hwy/highway.h>

#include <cstdlib>
#include <string_view>

#ifdef PERCEPT_HAVE_ONEDNN
#include <dnnl.hpp>
#endif

namespace percept {
namespace {

constexpr std::int64_t kAvx512 = HWY_AVX3 | HWY_AVX3_DL;

void limit(std::string_view isa) {
  if (isa == "avx2") hwy::DisableTargets(kAvx512);
  if (isa == "none") hwy::DisableTargets(kAvx512 | HWY_AVX2);
#ifdef PERCEPT_HAVE_ONEDNN
  if (isa == "avx2") dnnl::set_max_cpu_isa(dnnl::cpu_isa::avx2);
  if (isa == "none") dnnl::set_max_cpu_isa(dnnl::cpu_isa::sse41);
#endif
}

}  // namespace

void choose_isa() {
  static const bool chosen = [] {
    if (const char* isa = std::getenv("PERCEPT_ISA")) limit(isa);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    return true;
  }();
  (void)chosen;
}

std::string isa_name() {
  choose_isa();
  std::int64_t targets = hwy::SupportedTargets();
  if (targets & kAvx512) return "avx512";
  if (targets & HWY_AVX2) return "avx2";
  return "baseline";
}

bool computes_bf16() {
  choose_isa();
#ifdef PERCEPT_HAVE_ONEDNN
  switch (dnnl::get_effective_cpu_isa()) {
    case dnnl::cpu_isa::avx512_core_bf16: return __builtin_cpu_is("amd");
    case dnnl::cpu_isa::avx512_core_amx: return true;
    default: return false;
  }
#else
  return false;
#endif
}

}  // namespace percept
