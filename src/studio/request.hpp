// One HTTP request as it was read, and the sentence that refuses one.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept::studio {

struct Request {
  std::string method, target;
  int version = 11;  // of HTTP, times ten
  bool keep = true;  // the connection is to stay open for the next one
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;

  /// All values of a field, whatever the case of its name.
  std::vector<std::string_view> all(std::string_view name) const;
  /// Its value where it stands there once, else nothing.
  std::string_view one(std::string_view name) const;
  bool has(std::string_view name) const { return !all(name).empty(); }
  /// Whether a list of words, divided by commas, has this one: Connection: keep-alive, Upgrade.
  bool lists(std::string_view name, std::string_view word) const;
  std::string_view path() const;   // as it was sent
  std::string_view query() const;  // behind the ?
};

/// Why a request is not answered: a status of HTTP and a sentence.
struct Refusal {
  int status = 0;
  Message sentence;
};

/// Whether two words are the same but for the case of their letters.
bool same_word(std::string_view a, std::string_view b);
/// The parts of a list divided by `mark`, without the spaces around them.
std::vector<std::string_view> split(std::string_view list, char mark);

}  // namespace percept::studio
