#include "unix_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace percept::train {
namespace {

using io::Descriptor;
using std::filesystem::path;

constexpr int kBacklog = 16;

// An address holds 107 bytes. A longer path is reached through its folder, which /proc shows under a short
// name.
struct Address {
  Descriptor folder;
  sockaddr_un name{};
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }
};

Result<Address> address_of(const path& socket) {
  Address address;
  address.name.sun_family = AF_UNIX;
  std::string text = socket.string();
  if (text.size() >= sizeof address.name.sun_path) {
    path folder = socket.parent_path().empty() ? path(".") : socket.parent_path();
    address.folder = Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!address.folder.ok()) return io::os_problem(errno, socket, true);
    text = "/proc/self/fd/" + std::to_string(int(address.folder)) + "/" + socket.filename().string();
  }
  if (text.size() >= sizeof address.name.sun_path) return io::os_problem(ENAMETOOLONG, socket, true);
  std::memcpy(address.name.sun_path, text.data(), text.size());
  return address;
}

Descriptor stream_socket(int flags) {
  return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
}

// 0 or errno. EAGAIN: somebody listens, and is busy.
int try_connecting(const Address& address, const Descriptor& socket) {
  return ::connect(socket, address.get(), sizeof address.name) == 0 ? 0 : errno;
}

// Takes away what a killed run left; a problem where it is alive or something else.
Result<> clear(const path& socket, const Address& address) {
  struct stat status;
  if (::lstat(socket.c_str(), &status) != 0)
    return errno == ENOENT ? Result<>(Done{}) : Result<>(io::os_problem(errno, socket, true));
  if (!S_ISSOCK(status.st_mode))
    return Problem("train.control.occupied").about(socket.string()).with_hint("train.control.occupied.hint");
  Descriptor probe = stream_socket(SOCK_NONBLOCK);
  if (!probe.ok()) return io::os_problem(errno, socket, true);
  if (try_connecting(address, probe) != ECONNREFUSED)
    return Problem("train.control.taken").about(socket.string()).with_hint("train.control.taken.hint");
  if (::unlink(socket.c_str()) != 0 && errno != ENOENT) return io::os_problem(errno, socket, true);
  return Done{};
}

}  // namespace

Result<Descriptor> listen_at(const path& socket) {
  Result<Address> address = address_of(socket);
  if (!address) return std::move(address).problem();
  if (Result<> cleared = clear(socket, *address); !cleared) return std::move(cleared).problem();
  Descriptor listener = stream_socket(SOCK_NONBLOCK);
  // Linux gives the file the socket's own mode (less the umask), so nobody else can connect for a moment.
  // The umask itself is shared by all threads. The last chmod is for a umask that would take it from us.
  bool listening = listener.ok() && ::fchmod(listener, 0600) == 0 &&
                   ::bind(listener, address->get(), sizeof address->name) == 0 &&
                   ::chmod(socket.c_str(), 0600) == 0 && ::listen(listener, kBacklog) == 0;
  if (!listening) return io::os_problem(errno, socket, true);
  return listener;
}

Result<Descriptor> connect_to(const path& socket, int flags) {
  Result<Address> address = address_of(socket);
  if (!address) return std::move(address).problem();
  Descriptor client = stream_socket(flags);
  int error = client.ok() ? try_connecting(*address, client) : errno;
  if (error != 0) return io::os_problem(error, socket, false);
  return client;
}

}  // namespace percept::train
