// npz: several arrays in a zip.
#include "fuzz/target.hpp"
#include "percept/io/npy.hpp"

namespace percept::fuzz {
namespace {

const Registration registration("npz",
                                [](Input bytes) { return accepted(io::parse_npz(bytes, "arrays.npz")); });

}  // namespace
}  // namespace percept::fuzz
