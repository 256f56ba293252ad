// A function for each kind of request, and the text of what it gives or throws.
#pragma once

#include "../lab/json_fields.hpp"
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

/// The reply of any value with fields. Names of files in it need not be UTF-8.
template <class T>
std::string any_reply_text(double id, T value) {
  return reply_text(
      id, lab::JsonWriter::written(value).dump(-1, ' ', false, lab::Json::error_handler_t::replace));
}

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
