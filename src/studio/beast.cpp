// The parts of Asio and Beast that are no templates, compiled here alone (cmake/floors.cmake says so to the
// others).
#include <utility>  // Boost 1.74 forgets it

#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
