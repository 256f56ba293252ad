// Numbers as people read them, in the language chosen.
#pragma once

#include <cstdint>
#include <string>

namespace percept::cli {

/// 0.1234 with 2 digits: 0.12, or 0,12.
std::string fixed(double number, int digits);
/// A loss: four digits behind the point, or where these would say little 1.2e-05.
std::string short_number(double number);
/// 0.000012 with 1 digit: 1.2e-05, or 1,2e-05.
std::string scientific(double number, int digits);
/// With so many significant digits at most and the minus sign of formulas: 0.945649, −2, 1e-10.
std::string significant(double number, int digits);
/// 0.9876: 98.76 %.
std::string percent(double share, int digits = 2);
/// 12345: 12,345, or 12 345.
std::string grouped(std::int64_t number);
/// 75.2 s: 1:15; below a minute: 4.2 s.
std::string duration(double seconds);
/// 12345678: 12.3 MB, or 12,3 Mo.
std::string size(std::uint64_t bytes);
/// Blocks, `share` of them full.
std::string bar(double share, int width);
/// Columns of the terminal that a text takes.
std::size_t columns(const std::string& text);
/// The first so many columns of a text.
std::string cut(const std::string& text, std::size_t width);
std::string padded(const std::string& text, std::size_t width);
std::string right(const std::string& text, std::size_t width);

/// Columns of the terminal, 80 where there is none.
int terminal_width();

}  // namespace percept::cli
