#include "native/planes.hpp"

namespace percept {

#ifndef PERCEPT_HAVE_ONEDNN
// Without oneDNN no kernel asks for another layout than row-major.
std::unique_ptr<Kernel> make_reorder(const ValueType&, const Layout&, const Layout&) { return nullptr; }
Layout native::blocked_like(const Layout&, const Shape&) { return {}; }
#endif

}  // namespace percept
