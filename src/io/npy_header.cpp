#include "npy_header.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace percept::io {
namespace {

constexpr std::size_t kMaxRank = 64;  // numpy's own

struct Row {
  std::string_view name;
  DType dtype;
};
constexpr Row kRows[] = {{"f4", DType::f32}, {"f8", DType::f64},  {"f2", DType::f16}, {"i1", DType::i8},
                         {"i2", DType::i16}, {"i4", DType::i32},  {"i8", DType::i64}, {"u1", DType::u8},
                         {"u2", DType::u16}, {"u4", DType::u32},  {"u8", DType::u64}, {"b1", DType::boolean},
                         {"c8", DType::c64}, {"c16", DType::c128}};

class HeaderReader {
 public:
  explicit HeaderReader(std::string_view text) : text_(text) {}

  Result<NpyHeader> read() {
    if (!take('{')) return malformed();
    while (!take('}')) {
      std::optional<std::string_view> key = quoted();
      if (!key || !take(':')) return malformed();
      if (std::optional<Problem> problem = read_value(*key)) return std::move(*problem);
      if (!take(',') && !(blank(), rest().starts_with('}'))) return malformed();
    }
    blank();
    if (!rest().empty() || !descr_ || !order_ || !shape_) return malformed();
    return std::move(header_);
  }

 private:
  std::optional<Problem> read_value(std::string_view key) {
    bool* seen = key == "descr"           ? &descr_
                 : key == "fortran_order" ? &order_
                 : key == "shape"         ? &shape_
                                          : nullptr;
    if (!seen || *seen) return malformed();
    *seen = true;
    if (key == "descr") return read_type();
    if (key == "shape") return read_shape();
    header_.fortran_order = take_word("True");
    if (!header_.fortran_order && !take_word("False")) return malformed();
    return std::nullopt;
  }

  std::optional<Problem> read_type() {
    blank();
    if (rest().starts_with('[')) return Problem("io.npy_structured");
    std::optional<std::string_view> type = quoted();
    if (!type) return malformed();
    std::string_view name = *type;
    char order = name.empty() ? ' ' : name.front();
    if (order == '<' || order == '>' || order == '|' || order == '=') name.remove_prefix(1);
    if (name == "O" || name == "O8" || name == "O4") return Problem("io.npy_objects");
    for (const Row& row : kRows)
      if (row.name == name) {
        header_.dtype = row.dtype;
        header_.big_endian = order == '>';
        return std::nullopt;
      }
    return Problem("io.npy_type", {{"type", *type}});
  }

  // (), (3,), (3, 4), and (3L, 4L), which Python 2 wrote.
  std::optional<Problem> read_shape() {
    if (!take('(')) return malformed();
    bool comma = true;
    while (!take(')')) {
      std::int64_t size = 0;
      blank();
      auto [end, error] = std::from_chars(rest().data(), rest().data() + rest().size(), size);
      if (!comma || error != std::errc() || size < 0) return malformed();
      at_ = std::size_t(end - text_.data());
      if (rest().starts_with('L')) ++at_;
      header_.dims.push_back(size);
      if (header_.dims.size() > kMaxRank) return Problem("io.npy_rank", {{"most", kMaxRank}});
      comma = take(',');
    }
    if (header_.dims.size() == 1 && !comma) return malformed();  // (3) is a number in Python
    return std::nullopt;
  }

  std::string_view rest() const { return text_.substr(at_); }
  void blank() { at_ = std::min(text_.find_first_not_of(" \t\n\r", at_), text_.size()); }
  bool take(char c) {
    blank();
    bool there = rest().starts_with(c);
    at_ += there;
    return there;
  }
  bool take_word(std::string_view word) {
    blank();
    bool there = rest().starts_with(word);
    if (there) at_ += word.size();
    return there;
  }
  std::optional<std::string_view> quoted() {
    blank();
    if (!rest().starts_with('\'') && !rest().starts_with('"')) return std::nullopt;
    std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == text_.npos) return std::nullopt;
    std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    if (inside.size() > 20 ||
        !std::all_of(inside.begin(), inside.end(), [](char c) { return c > ' ' && c < 127; }))
      return std::nullopt;
    at_ = end + 1;
    return inside;
  }
  Problem malformed() const { return Problem("io.npy_header", {{"position", at_}}); }

  std::string_view text_;
  std::size_t at_ = 0;
  NpyHeader header_;
  bool descr_ = false, order_ = false, shape_ = false;
};

}  // namespace

Result<NpyHeader> parse_npy_header(std::string_view text) { return HeaderReader(text).read(); }

std::string_view npy_name_of(DType dtype) {
  for (const Row& row : kRows)
    if (row.dtype == dtype) return row.name;
  return {};
}

}  // namespace percept::io
