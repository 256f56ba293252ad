// The built-in recipes with what is known of each.
#pragma once

#include <ostream>

#include "percept/tensor/shape.hpp"

namespace percept::recipe {

struct Known {
  const char* name;
  std::int64_t classes;
  Shape input;
  std::int64_t parameters, state;  // trained, and running statistics
};
inline void PrintTo(const Known& shown, std::ostream* out) { *out << shown.name; }  // for GoogleTest

inline const Known kZoo[] = {
    {"alexnet-like", 10, {3, 32, 32}, 2'472'266, 0},
    {"cat-dog", 2, {3, 32, 32}, 62'193, 0},
    {"cifar-fast", 10, {3, 32, 32}, 1'978'016, 2'368},
    {"lectures-cnn", 10, {3, 32, 32}, 62'958, 0},
    {"lectures-notebook", 10, {1, 28, 28}, 21'840, 0},
    {"lecun1989", 10, {1, 28, 28}, 9'760, 0},
    {"lenet", 10, {1, 28, 28}, 61'706, 0},
    {"linear", 10, {1, 28, 28}, 7'850, 0},
    {"logistic", 2, {1, 28, 28}, 785, 0},
    {"maxout", 10, {1, 28, 28}, 1'233'610, 0},
    {"mlp-dropout", 10, {1, 28, 28}, 2'913'290, 0},
    {"mlp", 10, {1, 28, 28}, 669'706, 0},
    {"mobilenet", 2, {3, 96, 96}, 216'322, 5'472},
    {"resnet18", 10, {3, 32, 32}, 11'173'962, 9'600},
    {"resnet20", 10, {3, 32, 32}, 269'722, 1'376},
    {"resnet8", 10, {3, 32, 32}, 78'186, 480},
    {"tiny-vgg", 10, {3, 32, 32}, 19'920, 0},
    {"vgg-like", 10, {3, 32, 32}, 1'250'858, 0},
};

}  // namespace percept::recipe
