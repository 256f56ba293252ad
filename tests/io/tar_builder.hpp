// tar archives for tests, whole and damaged.
#pragma once

#include <cstdio>
#include <cstring>
#include <string>

#include "io/mutations.hpp"

namespace percept {

struct TarEntry {
  std::string name, content;
  char type = '0';
  std::string size = {};    // as written; empty: that of the content
  std::string prefix = {};  // of the name
  std::string magic = std::string(
      "ustar\0"
      "00",
      8);
  int checksum_error = 0;
};

inline std::string tar_entry(const TarEntry& entry) {
  std::string header(512, '\0');
  auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  char number[16];
  std::snprintf(number, sizeof number, "%011zo", entry.content.size());
  put(0, entry.name);
  put(100, "0000644");
  put(124, entry.size.empty() ? number : entry.size);
  put(136, "00000000000");
  header[156] = entry.type;
  put(257, entry.magic);
  put(345, entry.prefix);
  put(148, "        ");
  unsigned sum = 0;
  for (unsigned char c : header) sum += c;
  std::snprintf(number, sizeof number, "%06o", sum + unsigned(entry.checksum_error));
  put(148, std::string(number) + '\0');
  std::string content = entry.content;
  content.resize((content.size() + 511) / 512 * 512);
  return header + content;
}

inline io::Bytes tar_of(const std::vector<TarEntry>& entries) {
  std::string all;
  for (const TarEntry& entry : entries) all += tar_entry(entry);
  return bytes_of(all + std::string(1024, '\0'));
}

}  // namespace percept
