// einsum
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> einsum_cases() {
  auto sum = [](std::string equation) {
    return [equation](Graph&, const Values& x) { return Values{einsum(equation, x)}; };
  };
  InputSpec two = given({2, 2}, {1, 2, 3, 4}), vector = given({2}, {10, 1});
  return {
      {"trace", {two}, sum("ii->"), {{}}, {{5}}},
      {"diagonal", {two}, sum("ii->i"), {{2}}, {{1, 4}}},
      {"transpose", {two}, sum("ij->ji"), {{2, 2}}, {{1, 3, 2, 4}}},
      {"sum", {two}, sum("ij->j"), {{2}}, {{4, 6}}},
      {"matrix and vector", {two, vector}, sum("ij,j->i"), {{2}}, {{12, 34}}},
      {"implicit output", {two, vector}, sum("ji, j"), {{2}}, {{13, 24}}},
      {"outer", {vector, vector}, sum("i,j->ij"), {{2, 2}}, {{100, 10, 10, 1}}},
      {"inner", {vector, vector}, sum("i,i->"), {{}}, {{101}}},
      {"elementwise", {two, two}, sum("ij,ij->ij"), {{2, 2}}, {{1, 4, 9, 16}}},
      {"batch of matrices", {{.shape = {3, 5, 7}}, {.shape = {3, 7, 2}}}, sum("nij,njk->nik"), {{3, 5, 2}}},
      {"permuted", {{.shape = {5, 3, 7}}, {.shape = {2, 7, 3}}}, sum("inj,kjn->kni"), {{2, 3, 5}}},
      {"three", {{.shape = {3, 5}}, {.shape = {5, 4}}, {.shape = {4, 3}}}, sum("ij,jk,kl->il"), {{3, 3}}},
      {"bilinear",
       {{.shape = {3, 5}}, {.shape = {2, 5, 4}}, {.shape = {3, 4}}},
       sum("bi,oij,bj->bo"),
       {{3, 2}}},
      {"attention",
       {{.shape = {2, 3, 5, 4}}, {.shape = {2, 3, 7, 4}}},
       sum("bhqd,bhkd->bhqk"),
       {{2, 3, 5, 7}}},
      {"dots", {{.shape = {2, 3, 5}}, {.shape = {5, 4}}}, sum("...i,ij->...j"), {{2, 3, 4}}},
      {"dots broadcast", {{.shape = {2, 1, 3}}, {.shape = {4, 3}}}, sum("...i,...i->..."), {{2, 4}}},
      {"diagonal of a stack", {{.shape = {3, 4, 3}}}, sum("iji->ij"), {{3, 4}}},
      {"f64",
       {{.shape = {2, 3}, .dtype = DType::f64}, {.shape = {3, 2}, .dtype = DType::f64}},
       sum("ij,jk"),
       {{2, 2}}},
  };
}

}  // namespace percept::proof
