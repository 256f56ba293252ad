#include "words.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "percept/base/problem.hpp"

namespace percept::cli {

namespace {

std::string with_decimal_sign(std::string text) {
  if (language() == Language::french) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

}  // namespace

std::string fixed(double number, int digits) {
  return std::isfinite(number) ? with_decimal_sign(fmt::format("{:.{}f}", number, digits)) : "-";
}

std::string scientific(double number, int digits) {
  return with_decimal_sign(fmt::format("{:.{}e}", number, digits));
}

std::string short_number(double number) {
  return std::abs(number) < 1e-3 && number != 0 ? scientific(number, 2) : fixed(number, 4);
}

std::string significant(double number, int digits) {
  std::string size = with_decimal_sign(fmt::format("{:.{}g}", std::abs(number), digits));
  return (number < 0 ? "\u2212" : "") + size;
}

std::string percent(double share, int digits) {
  return std::isfinite(share) ? fixed(100 * share, digits) + "\u00a0%" : "-";
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += language() == Language::french ? "\u202f" : ",";
    out += digits[i];
  }
  return out;
}

std::string duration(double seconds) {
  if (seconds < 60) return fixed(seconds, 1) + "\u00a0s";
  auto whole = std::int64_t(seconds);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string size(std::uint64_t bytes) {
  const char* const units[] = {"B", "kB", "MB", "GB"};
  double number = double(bytes);
  int unit = 0;
  for (; number >= 999.5 && unit < 3; ++unit) number /= 1000;
  std::string name = units[unit];
  if (language() == Language::french) name.back() = 'o';
  return fixed(number, unit == 0 || number >= 99.95 ? 0 : 1) + "\u00a0" + name;
}

std::string bar(double share, int width) {
  std::string out;
  for (int i = 0; i < width; ++i) out += i < int(share * width + 0.5) ? "█" : "░";
  return out;
}

std::size_t columns(const std::string& text) {
  return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string cut(const std::string& text, std::size_t width) {
  std::string out;
  for (char c : text) {
    if ((c & 0xC0) != 0x80 && width-- == 0) break;
    out += c;
  }
  return out;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, columns(text)), ' ');
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ') + text;
}

int terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  int width = columns ? std::atoi(columns) : 0;
  return width >= 20 && width <= 1000 ? width : 80;
}

}  // namespace percept::cli
