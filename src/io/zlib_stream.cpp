#include "zlib_stream.hpp"

namespace percept::io {
namespace {

struct Deflater {
  explicit Deflater(Wrapper wrapper) {
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, int(wrapper), 8, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() { deflateEnd(&stream); }
  z_stream stream{};
};

}  // namespace

Bytes deflate_all(std::span<const std::byte> bytes, Wrapper wrapper) {
  Deflater deflater(wrapper);
  z_stream& stream = deflater.stream;
  Bytes out(std::size_t(deflateBound(&stream, uLong(bytes.size()))));
  std::size_t read = 0, written = 0;
  for (int status = Z_OK; status != Z_STREAM_END;) {
    stream.next_in = writable(bytes.data() + read);
    stream.avail_in = piece(bytes.size() - read);
    stream.next_out = writable(out.data() + written);
    stream.avail_out = piece(out.size() - written);
    uInt given = stream.avail_in, room = stream.avail_out;
    status = deflate(&stream, read + given == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    read += given - stream.avail_in;
    written += room - stream.avail_out;
  }
  out.resize(written);
  return out;
}

}  // namespace percept::io
