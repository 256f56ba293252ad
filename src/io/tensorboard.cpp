// The frame of a record (TFRecord): u64 length, masked CRC-32C of those 8 bytes, the bytes, their masked
// CRC-32C; all little-endian. masked = (crc >> 15 | crc << 17) + 0xA282EAD8: a checksum of bytes that hold
// checksums of their own would be weak.
#include "percept/io/tensorboard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cmath>

#include "crc32c.hpp"
#include "event_messages.hpp"
#include "percept/io/descriptor.hpp"
#include "percept/io/image.hpp"

namespace percept::io {
namespace {

constexpr std::size_t kHeader = 12;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string little_endian(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += char(value >> (8 * i));
  return bytes;
}

std::string checksum(std::string_view bytes) {
  std::uint32_t crc = crc32c(bytes_of(bytes));
  return little_endian(std::rotr(crc, 15) + 0xA282EAD8u, 4);
}

std::string record(const ProtobufMessage& event) {
  const std::string& bytes = event.encoded();
  std::string length = little_endian(bytes.size(), 8);
  return length + checksum(length) + bytes + checksum(bytes);
}

// The length of its first record is known to be whole: enough to tell it from a file of another kind.
bool is_event_file(int file) {
  char header[kHeader];
  if (::pread(file, header, kHeader, 0) != ssize_t(kHeader)) return false;
  return checksum({header, 8}) == std::string_view(header + 8, 4);
}

}  // namespace

struct EventFile::State {
  std::filesystem::path path;
  Descriptor file;
  std::uint64_t size = 0;  // on disk
  std::string pending;
};

EventFile::EventFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
EventFile::EventFile(EventFile&&) noexcept = default;
EventFile& EventFile::operator=(EventFile&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}
EventFile::~EventFile() {
  if (state_) (void)flush();
}

Result<EventFile> EventFile::create(const std::filesystem::path& folder, double seconds) {
  std::string name = fmt::format("events.out.tfevents.{:010.0f}.percept", std::floor(seconds));
  for (int number = 1;; ++number) {
    std::filesystem::path path = folder / (number == 1 ? name : fmt::format("{}-{}", name, number));
    Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.ok() && errno == EEXIST) continue;
    if (!file.ok()) return os_problem(errno, path, true);
    EventFile events(std::make_unique<State>(State{path, std::move(file), 0, {}}));
    events.state_->pending = record(event_of_version(seconds));
    if (Result<> flushed = events.flush(); !flushed) {
      ::unlink(path.c_str());
      return std::move(flushed).problem();
    }
    return events;
  }
}

Result<EventFile> EventFile::reopen(const std::filesystem::path& path, std::uint64_t length) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  if (!file.ok()) return os_problem(errno, path, errno != ENOENT);
  struct stat status;
  if (::fstat(file, &status) != 0) return os_problem(errno, path, false);
  if (!is_event_file(file)) return Problem("io.not_events").about(path.string()).with_hint("io.events.hint");
  if (length < kHeader || std::uint64_t(status.st_size) < length)
    return Problem("io.events_short", {{"have", status.st_size}, {"want", length}})
        .about(path.string())
        .with_hint("io.events.hint");
  if (::ftruncate(file, off_t(length)) != 0) return os_problem(errno, path, true);
  return EventFile(std::make_unique<State>(State{path, std::move(file), length, {}}));
}

void EventFile::add_scalar(std::string_view tag, double value, EventTime time) {
  state_->pending += record(event_of_scalar(tag, value, time));
}

void EventFile::add_histogram(std::string_view tag, const Histogram& histogram, EventTime time) {
  state_->pending += record(event_of_histogram(tag, histogram, time));
}

Result<> EventFile::add_image(std::string_view tag, const Tensor& image, EventTime time) {
  Result<Bytes> png = encode_png(image);
  if (!png) return std::move(png).problem();
  std::string_view bytes(reinterpret_cast<const char*>(png->data()), png->size());
  state_->pending += record(event_of_image(tag, image.shape(), bytes, time));
  return Done{};
}

void EventFile::add_graph(std::span<const GraphNode> nodes, EventTime time) {
  state_->pending += record(event_of_graph(nodes, time));
}

void EventFile::add_session_start(const Experiment& experiment, EventTime time) {
  state_->pending += record(event_of_experiment(experiment, time));
  state_->pending += record(event_of_session_start(experiment, time));
}

void EventFile::add_session_end(SessionStatus status, EventTime time) {
  state_->pending += record(event_of_session_end(status, time));
}

Result<> EventFile::flush(bool sync) {
  State& state = *state_;
  if (!write_all(state.file, bytes_of(state.pending))) {
    int error = errno;
    // The part of a record that was written goes: a reader would take it for damage.
    if (::ftruncate(state.file, off_t(state.size)) != 0) error = errno;
    return os_problem(error, state.path, true);
  }
  state.size += state.pending.size();
  state.pending.clear();
  if (sync && ::fsync(state.file) != 0) return os_problem(errno, state.path, true);
  return Done{};
}

std::uint64_t EventFile::size() const { return state_->size; }
const std::filesystem::path& EventFile::path() const { return state_->path; }

}  // namespace percept::io
