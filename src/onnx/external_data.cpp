#include "external_data.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "percept/io/descriptor.hpp"
#include "tensors.hpp"

namespace percept::onnx {
namespace {

namespace fs = std::filesystem;

struct Place {
  std::string location;
  std::int64_t offset = 0, length = -1;  // -1: as many as the shape asks for
};

Result<Place> place_of(const wire::TensorProto& m) {
  Place place;
  for (const auto& entry : m.external_data()) {
    auto number = [&](std::int64_t& to) {
      const std::string& word = entry.value();
      auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), to);
      return error == std::errc() && end == word.data() + word.size() && to >= 0;
    };
    if (entry.key() == "location") place.location = entry.value();
    if ((entry.key() == "offset" && !number(place.offset)) ||
        (entry.key() == "length" && !number(place.length)))
      return Problem("onnx.external.number",
                     {{"tensor", m.name()}, {"key", entry.key()}, {"value", entry.value()}});
  }
  return place;
}

// Opens a path below a folder, one part after the other, following no link.
io::Descriptor open_below(const fs::path& folder, const fs::path& path) {
  io::Descriptor at(open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (auto part = path.begin(); at.ok() && part != path.end(); ++part) {
    bool last = std::next(part) == path.end();
    at = io::Descriptor(
        openat(at, part->c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (last ? 0 : O_DIRECTORY)));
  }
  return at;
}

bool stays_below(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  for (const fs::path& part : path)
    if (part == ".." || part == "." || part.empty()) return false;
  return true;
}

}  // namespace

Result<Tensor> read_external(const wire::TensorProto& m, const fs::path& folder) {
  std::optional<DType> dtype = dtype_from_wire(m.data_type());
  if (!dtype) return Problem("onnx.tensor.type", {{"tensor", m.name()}, {"type", wire_name(m.data_type())}});
  Result<Shape> shape = shape_from_wire(m, *dtype);
  if (!shape) return shape.problem();
  Result<Place> place = place_of(m);
  if (!place) return place.problem();
  if (place->location.find('\0') != std::string::npos || !stays_below(place->location))
    return Problem("onnx.external.path", {{"tensor", m.name()}, {"path", place->location}})
        .with_hint("onnx.external.path.hint");

  io::Descriptor file = open_below(folder, place->location);
  fs::path path = folder / place->location;
  if (!file.ok() && (errno == ELOOP || errno == ENOTDIR))
    return Problem("onnx.external.link", {{"tensor", m.name()}, {"path", place->location}})
        .with_hint("onnx.external.link.hint");
  if (!file.ok()) return io::os_problem(errno, path, false);
  struct stat about;
  if (fstat(file, &about) != 0) return io::os_problem(errno, path, false);
  if (!S_ISREG(about.st_mode) || about.st_nlink > 1)
    return Problem("onnx.external.link", {{"tensor", m.name()}, {"path", place->location}})
        .with_hint("onnx.external.link.hint");

  std::int64_t bytes = shape->elements() * std::int64_t(size_of(*dtype));
  if (place->length >= 0 && place->length != bytes)
    return Problem("onnx.tensor.bytes", {{"tensor", m.name()}, {"have", place->length}, {"need", bytes}});
  if (place->offset > about.st_size || bytes > about.st_size - place->offset)
    return Problem("onnx.external.short", {{"tensor", m.name()},
                                           {"path", place->location},
                                           {"size", std::int64_t(about.st_size)},
                                           {"offset", place->offset},
                                           {"need", bytes}});
  Tensor tensor(*dtype, *std::move(shape));
  for (std::int64_t done = 0; done < bytes;) {
    ssize_t got = pread(file, tensor.raw() + done, std::size_t(bytes - done), place->offset + done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io::os_problem(errno, path, false);
    if (got == 0)  // it was cut while we read
      return Problem("onnx.external.short", {{"tensor", m.name()},
                                             {"path", place->location},
                                             {"size", place->offset + done},
                                             {"offset", place->offset},
                                             {"need", bytes}});
    done += got;
  }
  return tensor;
}

}  // namespace percept::onnx
