#include "percept/io/gzip.hpp"

#include <algorithm>
#include <limits>

#include "zlib_stream.hpp"

namespace percept::io {

bool is_gzip(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte(0x1F) && bytes[1] == std::byte(0x8B);
}

Result<Bytes> gunzip(std::span<const std::byte> bytes, std::uint64_t limit, const std::string& name) {
  if (!is_gzip(bytes)) return Problem("io.not_gzip").about(name).with_hint("io.not_gzip.hint");
  auto place = [&](std::size_t byte) { return name + " byte " + std::to_string(byte); };
  Inflater inflater(Wrapper::gzip);
  z_stream& stream = inflater.stream;
  auto too_large = [&] {
    return Problem("io.gzip_too_large", {{"limit", limit}}).about(name).with_hint("io.too_large.hint");
  };
  // One byte of room more than allowed tells "exactly the limit" from "too large".
  std::uint64_t ceiling = std::min<std::uint64_t>(limit, std::numeric_limits<std::int64_t>::max()) + 1;
  Bytes out(std::size_t(std::min<std::uint64_t>(ceiling, std::max<std::size_t>(4 * bytes.size(), 4096))));
  std::size_t read = 0, written = 0;
  for (;;) {
    stream.next_in = writable(bytes.data() + read);
    stream.avail_in = piece(bytes.size() - read);
    stream.next_out = writable(out.data() + written);
    stream.avail_out = piece(out.size() - written);
    uInt given = stream.avail_in, room = stream.avail_out;
    int status = inflate(&stream, Z_NO_FLUSH);
    read += given - stream.avail_in;
    written += room - stream.avail_out;
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status == Z_STREAM_END) {
      std::size_t next = read;
      while (next < bytes.size() && bytes[next] == std::byte(0)) ++next;
      if (next == bytes.size()) break;
      if (next != read || !is_gzip(bytes.subspan(read)))
        return Problem("io.gzip_trailing").about(name).with_hint("io.damaged.hint").at(place(next));
      inflateReset(&stream);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      const char* detail = stream.msg ? stream.msg : "a preset dictionary";
      return Problem("io.gzip_damaged", {{"detail", detail}})
          .about(name)
          .with_hint("io.damaged.hint")
          .at(place(read));
    } else if (stream.avail_out == 0 && written == out.size()) {
      if (written > limit) return too_large();
      out.resize(std::size_t(std::min<std::uint64_t>(ceiling, out.size() * 2)));
    } else if (read == bytes.size()) {
      return Problem("io.gzip_truncated", {{"bytes", bytes.size()}})
          .about(name)
          .with_hint("io.truncated.hint")
          .at(place(read));
    }
  }
  if (written > limit) return too_large();
  out.resize(written);
  return out;
}

Bytes gzip(std::span<const std::byte> bytes) { return deflate_all(bytes, Wrapper::gzip); }

}  // namespace percept::io
