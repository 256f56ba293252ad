// A header of 512 bytes: name 100, mode 8, uid 8, gid 8, size 12, mtime 12, checksum 8, type 1, link 100,
// magic "ustar" and version 8, owners 64, device 16, prefix 155. Numbers are octal. The content follows,
// filled up to 512 bytes; two headers of zeros are the end.
#include "percept/io/tar.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

namespace percept::io {
namespace {

constexpr std::size_t kBlock = 512;

class Header {
 public:
  explicit Header(std::span<const std::byte> block) : block_(block) {}

  bool is_zero() const {
    return std::all_of(block_.begin(), block_.end(), [](std::byte b) { return b == std::byte(0); });
  }
  char type() const { return char(block_[156]); }
  bool is_ustar() const { return field(257, 5) == "ustar"; }
  std::string path() const {
    // GNU's magic is "ustar  ", and it keeps other things where the prefix stands.
    std::string prefix = block_[262] == std::byte(0) ? field(345, 155) : "";
    return prefix.empty() ? field(0, 100) : prefix + "/" + field(0, 100);
  }
  std::optional<std::uint64_t> size() const { return octal(124, 12); }

  // The sum of all bytes, with blanks for the sum itself.
  bool is_sound() const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i)
      sum += i >= 148 && i < 156 ? std::uint64_t(' ') : std::to_integer<std::uint64_t>(block_[i]);
    return octal(148, 8) == sum;
  }

 private:
  std::string field(std::size_t at, std::size_t size) const {
    std::string_view text(reinterpret_cast<const char*>(block_.data()) + at, size);
    return std::string(text.substr(0, text.find('\0')));
  }
  std::optional<std::uint64_t> octal(std::size_t at, std::size_t size) const {
    std::string text = field(at, size);
    std::size_t begin = text.find_first_not_of(' ');
    if (begin == text.npos) return std::nullopt;
    std::uint64_t value = 0;
    std::size_t i = begin;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '7'; ++i)
      value = value * 8 + std::uint64_t(text[i] - '0');
    bool ended = text.find_first_not_of(' ', i) == text.npos;
    return i > begin && ended ? std::optional(value) : std::nullopt;
  }

  std::span<const std::byte> block_;
};

// As messages may show it.
std::string shown(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  return text;
}

// No absolute path, no empty, "." or ".." part, no control characters or backslashes.
bool is_harmless(const std::string& path) {
  for (unsigned char c : path)
    if (c < 0x20 || c == 0x7F || c == '\\') return false;
  for (std::size_t begin = 0; begin <= path.size();) {
    std::size_t end = std::min(path.find('/', begin), path.size());
    std::string_view part(path.data() + begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return true;
}

}  // namespace

Result<std::vector<TarFile>> parse_tar(std::span<const std::byte> bytes, const std::string& name) {
  std::vector<TarFile> files;
  std::set<std::string> names;
  for (std::size_t at = 0;;) {
    auto problem = [&](const char* id, std::vector<Argument> arguments, const char* hint) {
      return Problem(id, std::move(arguments))
          .about(name)
          .with_hint(hint)
          .at(name + " byte " + std::to_string(at));
    };
    if (bytes.size() - at < kBlock) return problem("io.tar_truncated", {}, "io.truncated.hint");
    Header header(bytes.subspan(at, kBlock));
    if (header.is_zero()) {
      auto rest = bytes.subspan(at);
      if (rest.size() < 2 * kBlock) return problem("io.tar_truncated", {}, "io.truncated.hint");
      if (!std::all_of(rest.begin(), rest.end(), [](std::byte b) { return b == std::byte(0); }))
        return problem("io.tar_trailing", {}, "io.damaged.hint");
      return files;
    }
    if (!header.is_ustar()) return problem("io.not_tar", {}, "io.damaged.hint");
    if (!header.is_sound()) return problem("io.tar_checksum", {}, "io.damaged.hint");
    std::optional<std::uint64_t> size = header.size();
    if (!size) return problem("io.tar_size", {}, "io.damaged.hint");
    std::size_t room = bytes.size() - at - kBlock;
    if (*size > room) return problem("io.tar_truncated", {}, "io.truncated.hint");
    std::string path = header.path();
    switch (header.type()) {
      case '0':
      case '\0':
        if (!is_harmless(path)) return problem("io.tar_path", {{"path", shown(path)}}, "io.tar_path.hint");
        if (!names.insert(path).second)
          return problem("io.tar_twice", {{"path", shown(path)}}, "io.damaged.hint");
        files.push_back({path, bytes.subspan(at + kBlock, std::size_t(*size))});
        break;
      case '5':
      case 'g':
      case 'x': break;
      default:
        return problem("io.tar_type", {{"path", shown(path)}, {"type", shown(std::string(1, header.type()))}},
                       "io.tar_path.hint");
    }
    at += kBlock + std::min(room, (std::size_t(*size) + kBlock - 1) / kBlock * kBlock);
  }
}

}  // namespace percept::io
