// The catalogue: every text that percept shows, in English and French, by its id.
#pragma once

#include <span>
#include <string_view>

#include "percept/base/problem.hpp"

namespace percept {

struct CatalogueLine {
  const char* id;  // FOLDER.what, for example io.truncated
  const char* english;
  const char* french;
};

std::span<const CatalogueLine> catalogue();
const CatalogueLine* find_message(std::string_view id);

/// The language that LC_ALL, LC_MESSAGES and LANG ask for; the first of them that is set decides, as in
/// POSIX.
Language language_of_locale();

}  // namespace percept
