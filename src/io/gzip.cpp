#include "percept/io/gzip.hpp"

#include "zlib_stream.hpp"

namespace percept::io {

bool is_gzip(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte(0x1F) && bytes[1] == std::byte(0x8B);
}

Result<> gunzip(std::span<const std::byte> bytes, std::uint64_t limit, const std::string& name,
                const TakePiece& take) {
  if (!is_gzip(bytes)) return Problem("io.not_gzip").about(name).with_hint("io.not_gzip.hint");
  auto place = [&](std::size_t byte) { return name + " byte " + std::to_string(byte); };
  Inflater inflater(Wrapper::gzip);
  z_stream& stream = inflater.stream;
  Bytes room(std::size_t(1) << 16);
  std::size_t read = 0;
  for (std::uint64_t written = 0;;) {
    stream.next_in = writable(bytes.data() + read);
    stream.avail_in = piece(bytes.size() - read);
    stream.next_out = writable(room.data());
    stream.avail_out = uInt(room.size());
    uInt given = stream.avail_in;
    int status = inflate(&stream, Z_NO_FLUSH);
    read += given - stream.avail_in;
    std::size_t made = room.size() - stream.avail_out;
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (made > limit - written)
      return Problem("io.gzip_too_large", {{"limit", limit}}).about(name).with_hint("io.too_large.hint");
    written += made;
    if (auto taken = take(std::span(room).first(made)); !taken) return taken;
    if (status == Z_STREAM_END) {
      std::size_t next = read;
      while (next < bytes.size() && bytes[next] == std::byte(0)) ++next;
      if (next == bytes.size()) return Done{};
      if (next != read || !is_gzip(bytes.subspan(read)))
        return Problem("io.gzip_trailing").about(name).with_hint("io.damaged.hint").at(place(next));
      inflateReset(&stream);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      const char* detail = stream.msg ? stream.msg : "a preset dictionary";
      return Problem("io.gzip_damaged", {{"detail", detail}})
          .about(name)
          .with_hint("io.damaged.hint")
          .at(place(read));
    } else if (stream.avail_out > 0 && read == bytes.size()) {
      return Problem("io.gzip_truncated", {{"bytes", bytes.size()}})
          .about(name)
          .with_hint("io.truncated.hint")
          .at(place(read));
    }
  }
}

Result<Bytes> gunzip(std::span<const std::byte> bytes, std::uint64_t limit, const std::string& name) {
  Bytes out;
  auto all = gunzip(bytes, limit, name, [&](std::span<const std::byte> piece) -> Result<> {
    out.insert(out.end(), piece.begin(), piece.end());
    return Done{};
  });
  if (!all) return std::move(all).problem();
  return out;
}

Bytes gzip(std::span<const std::byte> bytes) { return deflate_all(bytes, Wrapper::gzip); }

}  // namespace percept::io
