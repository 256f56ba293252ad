#include "zip.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "byte_order.hpp"
#include "percept/base/checked.hpp"
#include "zlib_stream.hpp"

namespace percept::io {
namespace {

constexpr std::uint64_t kLocal = 0x04034B50, kCentral = 0x02014B50, kEnd = 0x06054B50;
constexpr std::uint64_t kEnd64 = 0x06064B50, kLocator64 = 0x07064B50;
constexpr std::size_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22, kEnd64Size = 56, kLocator64Size = 20;
constexpr std::uint64_t kIn64 = 0xFFFFFFFF;  // a field whose value stands in zip64's

using Input = std::span<const std::byte>;

std::string_view text_of(Input bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

bool is_at(Input bytes, std::uint64_t at, std::uint64_t signature, std::size_t size) {
  return at <= bytes.size() && bytes.size() - at >= size &&
         little_endian(bytes, std::size_t(at), 4) == signature;
}

struct Directory {
  std::uint64_t count, size, begin;
};

// The end record is the last thing in the file but for a comment, whose length it states.
std::optional<std::size_t> find_end(Input bytes) {
  for (std::size_t comment = 0; comment <= 0xFFFF && comment + kEndSize <= bytes.size(); ++comment) {
    std::size_t at = bytes.size() - kEndSize - comment;
    if (is_at(bytes, at, kEnd, kEndSize) && little_endian(bytes, at + 20, 2) == comment) return at;
  }
  return std::nullopt;
}

Result<Directory> find_directory(Input bytes) {
  std::optional<std::size_t> found = find_end(bytes);
  if (!found) return Problem("io.not_zip");
  std::size_t end = *found;
  auto field = [&](std::size_t at, int size) { return little_endian(bytes, at, size); };
  bool one_part = field(end + 4, 2) == 0 && field(end + 6, 2) == 0 && field(end + 8, 2) == field(end + 10, 2);
  Directory directory{field(end + 10, 2), field(end + 12, 4), field(end + 16, 4)};
  if (end >= kLocator64Size && is_at(bytes, end - kLocator64Size, kLocator64, kLocator64Size)) {
    std::uint64_t at = field(end - kLocator64Size + 8, 8);
    if (!is_at(bytes, at, kEnd64, kEnd64Size) || at + kEnd64Size > end - kLocator64Size)
      return Problem("io.zip_directory");
    end = std::size_t(at);
    one_part = field(end + 16, 4) == 0 && field(end + 20, 4) == 0 && field(end + 24, 8) == field(end + 32, 8);
    directory = {field(end + 32, 8), field(end + 40, 8), field(end + 48, 8)};
  }
  if (!one_part) return Problem("io.zip_parts");
  if (directory.begin > end || directory.size != end - directory.begin ||
      directory.count > directory.size / kCentralSize)
    return Problem("io.zip_directory");
  return directory;
}

// Replaces the fields that say "see zip64" by the values of the extra field 1, which holds just those, in
// this order.
bool read_zip64(Input extra, std::initializer_list<std::uint64_t*> fields) {
  std::vector<std::uint64_t*> wanted;
  for (std::uint64_t* field : fields)
    if (*field == kIn64) wanted.push_back(field);
  if (wanted.empty()) return true;
  while (extra.size() >= 4) {
    std::uint64_t kind = little_endian(extra, 0, 2), size = little_endian(extra, 2, 2);
    if (size > extra.size() - 4) return false;
    if (kind == 1) {
      if (size < 8 * wanted.size()) return false;
      for (std::size_t i = 0; i < wanted.size(); ++i) *wanted[i] = little_endian(extra, 4 + 8 * i, 8);
      return true;
    }
    extra = extra.subspan(4 + std::size_t(size));
  }
  return false;
}

// A name that would leave its folder is no name of an array, and somebody may make a file of it later.
bool is_safe(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.find_first_of(std::string_view("\\\0", 2)) != name.npos)
    return false;
  std::string path = "/" + name + "/";
  return path.find("/../") == path.npos && path.find("/./") == path.npos && path.find("//") == path.npos;
}

// The local header must tell of the same entry: readers that go by the one and those that go by the other
// must see the same archive.
bool find_contents(Input bytes, const Directory& directory, ZipEntry& entry) {
  if (!is_at(bytes, entry.header, kLocal, kLocalSize)) return false;
  std::size_t at = std::size_t(entry.header);
  std::uint64_t name = little_endian(bytes, at + 26, 2), extra = little_endian(bytes, at + 28, 2);
  entry.begin = entry.header + kLocalSize + name + extra;
  return entry.begin <= directory.begin && entry.packed <= directory.begin - entry.begin &&
         little_endian(bytes, at + 8, 2) == std::uint64_t(entry.method) &&
         text_of(bytes.subspan(at + kLocalSize, std::size_t(name))) == entry.name;
}

// Reads the header of the directory at `at`, and moves `at` behind it.
Result<ZipEntry> read_entry(Input bytes, const Directory& directory, std::uint64_t& at) {
  Input header = bytes.subspan(std::size_t(at), std::size_t(directory.begin + directory.size - at));
  if (!is_at(header, 0, kCentral, kCentralSize)) return Problem("io.zip_directory");
  auto field = [&](std::size_t offset, int size) { return little_endian(header, offset, size); };
  std::size_t name = field(28, 2), extra = field(30, 2), comment = field(32, 2);
  if (header.size() - kCentralSize < name + extra + comment) return Problem("io.zip_directory");
  at += kCentralSize + name + extra + comment;

  ZipEntry entry{.name = std::string(text_of(header.subspan(kCentralSize, name))),
                 .method = int(field(10, 2)),
                 .crc = std::uint32_t(field(16, 4)),
                 .packed = field(20, 4),
                 .size = field(24, 4),
                 .header = field(42, 4)};
  if (!is_safe(entry.name)) return Problem("io.zip_name", {{"entry", entry.name}});
  if (field(8, 2) & 1) return Problem("io.zip_encrypted", {{"entry", entry.name}});
  if (entry.method != 0 && entry.method != 8)
    return Problem("io.zip_method", {{"entry", entry.name}, {"method", entry.method}});
  bool fits =
      read_zip64(header.subspan(kCentralSize + name, extra), {&entry.size, &entry.packed, &entry.header}) &&
      find_contents(bytes, directory, entry) &&
      (entry.method == 8 ? entry.size / kDeflateRatio <= entry.packed : entry.size == entry.packed);
  if (!fits) return Problem("io.zip_entry", {{"entry", entry.name}});
  return entry;
}

std::optional<Problem> check_together(std::span<const ZipEntry> entries, std::uint64_t limit) {
  std::uint64_t total = 0;
  std::set<std::string_view> names;
  std::vector<const ZipEntry*> sorted;
  for (const ZipEntry& entry : entries) {
    if (!names.insert(entry.name).second) return Problem("io.zip_duplicate", {{"entry", entry.name}});
    std::optional<std::uint64_t> sum = checked_add(total, entry.size);
    if (!sum || *sum > limit) return Problem("io.zip_too_large", {{"limit", limit}});
    total = *sum;
    sorted.push_back(&entry);
  }
  std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->header < b->header; });
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i]->header < sorted[i - 1]->begin + sorted[i - 1]->packed)
      return Problem("io.zip_entry", {{"entry", sorted[i]->name}});
  return std::nullopt;
}

// Exactly entry.size bytes from exactly the packed ones.
bool inflate_into(Input packed, Bytes& out) {
  Inflater inflater(Wrapper::none);
  z_stream& stream = inflater.stream;
  std::byte spare;  // zlib wants a place to write even where nothing is to come
  std::size_t read = 0, written = 0;
  for (;;) {
    stream.next_in = writable(packed.data() + read);
    stream.avail_in = piece(packed.size() - read);
    stream.next_out = writable(out.empty() ? &spare : out.data() + written);
    stream.avail_out = piece(out.size() - written);
    uInt given = stream.avail_in, room = stream.avail_out;
    int status = inflate(&stream, Z_NO_FLUSH);
    std::size_t took = given - stream.avail_in, gave = room - stream.avail_out;
    read += took;
    written += gave;
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status == Z_STREAM_END) return read == packed.size() && written == out.size();
    if (status != Z_OK || (took == 0 && gave == 0)) return false;
  }
}

std::uint32_t crc_of(Input bytes) {
  uLong crc = crc32(0, nullptr, 0);
  for (std::size_t at = 0; at < bytes.size();) {
    uInt count = piece(bytes.size() - at);
    crc = crc32(crc, writable(bytes.data() + at), count);
    at += count;
  }
  return std::uint32_t(crc);
}

void put(Bytes& out, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) out.push_back(std::byte(value >> (8 * i) & 0xFF));
}

void put(Bytes& out, Input bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

}  // namespace

Result<std::vector<ZipEntry>> zip_entries(Input bytes, std::uint64_t limit) {
  Result<Directory> directory = find_directory(bytes);
  if (!directory) return std::move(directory).problem();
  std::vector<ZipEntry> entries;
  std::uint64_t at = directory->begin;
  for (std::uint64_t i = 0; i < directory->count; ++i) {
    Result<ZipEntry> entry = read_entry(bytes, *directory, at);
    if (!entry) return std::move(entry).problem();
    entries.push_back(*std::move(entry));
  }
  if (at != directory->begin + directory->size) return Problem("io.zip_directory");
  if (std::optional<Problem> problem = check_together(entries, limit)) return std::move(*problem);
  return entries;
}

Result<Bytes> unzip(Input bytes, const ZipEntry& entry) {
  Input packed = bytes.subspan(std::size_t(entry.begin), std::size_t(entry.packed));
  Bytes out;
  if (entry.method == 0) {
    out.assign(packed.begin(), packed.end());
  } else {
    out.resize(std::size_t(entry.size));
    if (!inflate_into(packed, out)) return Problem("io.zip_damaged", {{"entry", entry.name}});
  }
  if (crc_of(out) != entry.crc) return Problem("io.zip_checksum", {{"entry", entry.name}});
  return out;
}

Result<> ZipWriter::add(const std::string& name, Input contents, bool packed) {
  Bytes deflated;
  if (packed) deflated = deflate_all(contents, Wrapper::none);
  Input data = packed ? Input(deflated) : contents;
  std::uint64_t header = bytes_.size();
  if (contents.size() >= kIn64 ||
      header + kLocalSize + name.size() + data.size() + directory_.size() >= kIn64 || count_ >= 0xFFFF ||
      name.size() > 0xFFFF)
    return Problem("io.zip_write_too_large");
  // What stands in both headers: version 2.0, flags (a name in UTF-8), method, 1 January 1980, sizes.
  Bytes common;
  put(common, 20, 2);
  put(common, is_ascii(name) ? 0 : 0x800, 2);
  put(common, packed ? 8 : 0, 2);
  put(common, 0, 2);
  put(common, 0x21, 2);
  put(common, crc_of(contents), 4);
  put(common, data.size(), 4);
  put(common, contents.size(), 4);
  put(common, name.size(), 2);
  put(common, 0, 2);  // nothing extra

  Input name_bytes = std::as_bytes(std::span(name));
  put(bytes_, kLocal, 4);
  put(bytes_, common);
  put(bytes_, name_bytes);
  put(bytes_, data);

  put(directory_, kCentral, 4);
  put(directory_, 20, 2);
  put(directory_, common);
  put(directory_, 0, 6);  // comment, part, attributes within
  put(directory_, 0, 4);  // attributes without
  put(directory_, header, 4);
  put(directory_, name_bytes);
  ++count_;
  return Done{};
}

Bytes ZipWriter::finish() && {
  std::size_t begin = bytes_.size();
  put(bytes_, directory_);
  put(bytes_, kEnd, 4);
  put(bytes_, 0, 4);
  put(bytes_, count_, 2);
  put(bytes_, count_, 2);
  put(bytes_, directory_.size(), 4);
  put(bytes_, begin, 4);
  put(bytes_, 0, 2);
  return std::move(bytes_);
}

}  // namespace percept::io
