// ONNX's own tests, all of them.
#include "onnx/conformance.hpp"

#include <gtest/gtest.h>

namespace percept::proof {
namespace {

class Conformance : public testing::TestWithParam<const char*> {};

TEST_P(Conformance, Passes) {
  if (onnx_testdata().empty()) GTEST_SKIP() << "libonnx-testdata is not installed";
  int passed = 0;
  std::vector<CaseResult> results = run_onnx_cases(GetParam());
  for (const CaseResult& result : results) {
    passed += result.verdict == Verdict::passed;
    if (result.verdict != Verdict::passed)
      std::cout << (result.verdict == Verdict::failed ? "failed  " : "refused ") << result.name << ": " << result.why << "\n";
  }
  std::cout << GetParam() << ": " << passed << " of " << results.size() << " passed\n";
}

INSTANTIATE_TEST_SUITE_P(Onnx, Conformance, testing::Values("node", "simple", "pytorch-converted", "pytorch-operator"));

}  // namespace
}  // namespace percept::proof
