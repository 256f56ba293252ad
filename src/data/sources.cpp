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
    {"circle", "circle[:noise=0.1,...]", Origin::generated, open_points},
    {"xor", "xor[:noise=0.1,...]", Origin::generated, open_points},
    {"gauss", "gauss[:noise=0.1,...]", Origin::generated, open_points},
    {"spiral", "spiral[:noise=0.1,...]", Origin::generated, open_points},
    {"checker", "checker[:noise=0.1,...]", Origin::generated, open_points},
    {"moons", "moons[:noise=0.1,...]", Origin::generated, open_points},
    {"blobs", "blobs[:noise=0.1,...]", Origin::generated, open_points},
    {"petals", "petals[:noise=0.1,...]", Origin::generated, open_points},
    {"rings", "rings[:noise=0.1,...]", Origin::generated, open_points},
    {"sectors", "sectors[:noise=0.1,...]", Origin::generated, open_points},
    {"plane", "plane[:noise=0.1,...]", Origin::generated, open_points},
    {"multi_gauss", "multi_gauss[:noise=0.1,...]", Origin::generated, open_points},
    {"sine", "sine[:noise=0.1,...]", Origin::generated, open_points},
    {"parabola", "parabola[:noise=0.1,...]", Origin::generated, open_points},
    {"steps", "steps[:noise=0.1,...]", Origin::generated, open_points},
    {"bump", "bump[:noise=0.1,...]", Origin::generated, open_points},
    {"segments", "segments[:noise=0.1,...]", Origin::generated, open_points},
};

}  // namespace

std::span<const Source> sources() { return kSources; }

std::string Source::description() const { return text("data.source." + std::string(name)); }

}  // namespace percept::data
