#include "number_options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace percept::data {

bool is_whole(double number) { return number == std::floor(number) && number >= 0 && number <= 0x1p32; }

Result<> read_number_options(const Spec& spec, const char* hint,
                             const std::function<bool(std::string_view, double)>& take) {
  std::string_view rest = spec.directory;
  while (!rest.empty()) {
    std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    std::size_t equals = std::min(part.find('='), part.size());
    std::string_view name = part.substr(0, equals), text = part.substr(std::min(equals + 1, part.size()));
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool read = error == std::errc() && end == text.data() + text.size() && std::isfinite(number);
    if (!read || !take(name, number))
      return Problem("data.points.option", {{"option", std::string(part)}})
          .about(spec.source)
          .with_hint(hint, {{"source", spec.source}});
  }
  return Done{};
}

}  // namespace percept::data
