#include "percept/tensor/tensor.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace percept {
namespace {

/// The code of the Error that `call` throws; empty where it throws none.
template <class Call>
std::string code_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.problem().code();
  }
  return "";
}

std::vector<float> values_of(const Tensor& tensor) {
  auto data = tensor.data<float>();
  return {data.begin(), data.end()};
}

const Tensor kSix = Tensor::from<float>({3, 2}, {1, 2, 3, 4, 5, 6});

TEST(Tensor, IsDenseAndAligned) {
  Tensor tensor(DType::f64, {5, 3});
  EXPECT_EQ(tensor.size(), 15);
  EXPECT_EQ(tensor.bytes(), 120u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tensor.raw()) % Buffer::kAlignment, 0u);
  EXPECT_EQ(to_string(tensor), "f64[5, 3]");
  EXPECT_EQ(Tensor().size(), 0);
}

TEST(Tensor, IsMadeFromValues) {
  EXPECT_EQ(kSix.at(4), 5);
  EXPECT_EQ(Tensor::scalar(std::int64_t(7)).item(), 7);
  EXPECT_EQ(Tensor::scalar(1.5).shape(), Shape());
  EXPECT_EQ(Tensor::full(DType::bf16, {2}, 0.5).at(1), 0.5);
  EXPECT_EQ(Tensor::zeros(DType::i32, {4}).at(3), 0);
  EXPECT_EQ(code_of([] { Tensor::from<float>({2, 2}, {1, 2, 3}); }), "tensor.count");
}

TEST(Tensor, GivesItsBytesOnlyAsWhatTheyAre) {
  EXPECT_EQ(code_of([] { kSix.data<double>(); }), "tensor.dtype");
  EXPECT_EQ(code_of([] { kSix.data<float>(); }), "");
}

TEST(Tensor, ItemWantsOneElement) {
  EXPECT_EQ(code_of([] { kSix.item(); }), "tensor.item");
  EXPECT_EQ(Tensor::full(DType::f32, {1, 1}, 3).item(), 3);
}

TEST(Tensor, ReshapeSharesTheBytes) {
  Tensor tensor = kSix.clone();
  Tensor view = tensor.reshape({2, 3});
  view.set(0, 9);
  EXPECT_EQ(tensor.at(0), 9);
  EXPECT_EQ(kSix.at(0), 1);
  EXPECT_EQ(view.shape(), (Shape{2, 3}));
}

TEST(Tensor, ReshapeKeepsTheNumberOfElements) {
  EXPECT_EQ(code_of([] { kSix.reshape({4, 2}); }), "tensor.reshape");
  EXPECT_EQ(code_of([] { kSix.reshape({-2, -3}); }), "tensor.negative");
  EXPECT_EQ(code_of([] {
              kSix.reshape({std::int64_t(1) << 40, std::int64_t(1) << 40});
            }),
            "tensor.too_large");
  EXPECT_EQ(Tensor(DType::f32, {0, 4}).reshape({2, 0}).size(), 0);
}

TEST(Tensor, RowsShareTheBytes) {
  Tensor tensor = kSix.clone();
  Tensor rows = tensor.rows(1, 3);
  EXPECT_EQ(rows.shape(), (Shape{2, 2}));
  EXPECT_EQ(values_of(rows), (std::vector<float>{3, 4, 5, 6}));
  EXPECT_EQ(values_of(rows.rows(1, 2)), (std::vector<float>{5, 6}));
  rows.set(0, 9);
  EXPECT_EQ(tensor.at(2), 9);
  EXPECT_EQ(tensor.rows(3, 3).size(), 0);
  EXPECT_EQ(values_of(rows.clone()), (std::vector<float>{9, 4, 5, 6}));
}

TEST(Tensor, RowsMustExist) {
  EXPECT_EQ(code_of([] { kSix.rows(0, 4); }), "tensor.slice");
  EXPECT_EQ(code_of([] { kSix.rows(-1, 1); }), "tensor.slice");
  EXPECT_EQ(code_of([] { kSix.rows(2, 1); }), "tensor.slice");
  EXPECT_EQ(code_of([] { Tensor::scalar(1.0f).rows(0, 0); }), "tensor.slice");
}

TEST(Tensor, RefusesShapesThatNoMachineHolds) {
  std::int64_t big = std::int64_t(1) << 40;
  EXPECT_EQ(code_of([&] { Tensor(DType::u8, {big, big}); }), "tensor.too_large");
  EXPECT_EQ(code_of([&] { Tensor(DType::f64, {std::int64_t(1) << 61}); }), "tensor.too_large");
  EXPECT_EQ(code_of([&] { Tensor(DType::u8, {0, big, big}); }), "tensor.too_large");
  EXPECT_EQ(code_of([&] { Tensor(DType::u8, {3, -1}); }), "tensor.negative");
}

TEST(Tensor, ConvertsBetweenTypes) {
  Tensor tensor = Tensor::from<float>({4}, {-1.75f, 0, 2.5f, 3.99f});
  EXPECT_EQ(tensor.to(DType::i64).at(0), -1);
  EXPECT_EQ(tensor.to(DType::i64).at(3), 3);
  EXPECT_EQ(tensor.to(DType::boolean).at(0), 1);
  EXPECT_EQ(tensor.to(DType::boolean).at(1), 0);
  EXPECT_EQ(tensor.to(DType::f16).to(DType::f32).at(0), -1.75);
  EXPECT_EQ(tensor.to(DType::f64).at(2), 2.5);
  EXPECT_EQ(Tensor::full(DType::u8, {1}, 200).to(DType::bf16).at(0), 200);
}

TEST(Tensor, ToTheSameTypeIsACopy) {
  Tensor copy = kSix.to(DType::f32);
  copy.set(0, 9);
  EXPECT_EQ(kSix.at(0), 1);
}

TEST(Tensor, ComplexNumbersDoNotConvert) {
  Tensor tensor = Tensor::zeros(DType::c64, {2});
  EXPECT_EQ(code_of([&] { tensor.to(DType::f32); }), "tensor.dtype");
  EXPECT_EQ(code_of([&] { tensor.at(0); }), "tensor.dtype");
  EXPECT_EQ(code_of([&] { kSix.to(DType::c64); }), "tensor.dtype");
}

}  // namespace
}  // namespace percept
