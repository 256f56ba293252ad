// A function for each kind of request, and the text of what it gives or throws.
#pragma once

#include "answers.hpp"
#include "percept/lab/settings.hpp"
#include "requests.hpp"

namespace percept::studio {

template <class... F>
struct Cases : F... {
  using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;

/// What `handle(id, request)` says, or the problem that reading or handling it was.
template <class Request, class Handle>
std::string answered(AskedOf<Request> asked, Handle handle) {
  try {
    return handle(asked.id, asked.request.value());
  } catch (const Error& error) {
    return reply_text(asked.id, lab::with_remedy(error.problem()));
  } catch (const std::exception& error) {
    return reply_text(asked.id, Problem("lab.internal", {{"what", error.what()}}));
  }
}

}  // namespace percept::studio
