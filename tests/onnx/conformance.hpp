// ONNX's own tests: models with inputs and the outputs that they should give.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace percept::proof {

enum class Verdict { passed, failed, refused };

struct CaseResult {
  std::string name, op;
  Verdict verdict = Verdict::passed;
  std::string why;  // of one that did not pass, in English
};

/// The folder of Debian's libonnx-testdata, or what PERCEPT_ONNX_TESTDATA names; empty where there is none.
std::filesystem::path onnx_testdata();

/// Runs all data sets of a case by a Program, as `percept run` does, and by the Interpreter.
CaseResult run_onnx_case(const std::filesystem::path& folder);
/// All cases of a sub-folder (node, simple, ...), by name.
std::vector<CaseResult> run_onnx_cases(const std::string& suite);

}  // namespace percept::proof
