// The list of data sets: to add one, write its file and add its line here and its description to the
// catalogue.
#include "sources.hpp"

#include "percept/data/spec.hpp"

namespace percept::data {
namespace {

constexpr Source kSources[] = {
    {"digits", "digits", Origin::generated, open_digits},
    {"shapes", "shapes", Origin::generated, open_shapes},
    {"mnist", "mnist[:DIR]", Origin::fetched, open_mnist},
    {"fashion_mnist", "fashion_mnist[:DIR]", Origin::fetched, open_fashion_mnist},
    {"cifar10", "cifar10[:DIR]", Origin::fetched, open_cifar10},
    {"cifar100", "cifar100[:DIR]", Origin::fetched, open_cifar100},
    {"folder", "folder:DIR", Origin::given, open_folder},
};

}  // namespace

std::span<const Source> sources() { return kSources; }

std::string Source::description() const { return text("data.source." + std::string(name)); }

}  // namespace percept::data
