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
    {"csv", "csv:FILE", Origin::given, open_csv},
    {"wav", "wav:DIR", Origin::given, open_wav},
    {"circle", "circle", Origin::generated, open_points},
    {"xor", "xor", Origin::generated, open_points},
    {"gauss", "gauss", Origin::generated, open_points},
    {"spiral", "spiral", Origin::generated, open_points},
    {"checker", "checker", Origin::generated, open_points},
    {"moons", "moons", Origin::generated, open_points},
    {"blobs", "blobs", Origin::generated, open_points},
    {"petals", "petals", Origin::generated, open_points},
    {"rings", "rings", Origin::generated, open_points},
    {"sectors", "sectors", Origin::generated, open_points},
    {"projected_digits", "projected_digits", Origin::generated, open_points},
    {"plane", "plane", Origin::generated, open_points},
    {"multi_gauss", "multi_gauss", Origin::generated, open_points},
    {"sine", "sine", Origin::generated, open_points},
    {"parabola", "parabola", Origin::generated, open_points},
    {"steps", "steps", Origin::generated, open_points},
    {"bump", "bump", Origin::generated, open_points},
    {"segments", "segments", Origin::generated, open_points},
    {"bishop", "bishop", Origin::generated, open_bishop},
    {"square", "square", Origin::generated, open_square},
};

}  // namespace

std::span<const Source> sources() { return kSources; }

std::string Source::description() const { return text("data.source." + std::string(name)); }

}  // namespace percept::data
