// Makes a tensor with the installed library and shows what a mistake looks like.
#include <iostream>

#include "percept/tensor/tensor.hpp"

int main() {
  auto image = percept::Tensor::from<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  std::cout << to_string(image.reshape({3, 2})) << '\n';
  try {
    image.reshape({4, 2});
  } catch (const percept::Error& error) {
    std::cout << error.what() << '\n';
  }
}
