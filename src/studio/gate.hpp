// Who may ask: only this machine's own pages, and programs that are no browser.
#pragma once

#include <optional>

#include "request.hpp"

namespace percept::studio {

/// Why a request is not heard, if so. A page of another site can make a browser ask us; it does so with its
/// own Origin, or, where its name was made to point here (DNS rebinding), with its own name as Host.
std::optional<Refusal> refused_at_gate(const Request& request, int port);

/// What of a session stands in a query, session=ID; nothing where it is no name of a session.
std::string session_of(std::string_view query);

/// The lab that a query asks for, lab=NAME; that of a query without one, and nothing where there is no such
/// lab.
std::string lab_of(std::string_view query);

/// The language that a browser asks for first, or that of this program.
Language language_of(const Request& request);

}  // namespace percept::studio
