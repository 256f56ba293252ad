#include "free_name.hpp"

#include "percept/io/descriptor.hpp"

namespace percept::lab {

namespace fs = std::filesystem;

fs::path move_to_free_name(const fs::path& from, const fs::path& parent, const std::string& name) {
  for (int number = 1;; ++number) {
    fs::path place = parent / (name + (number == 1 ? "" : "-" + std::to_string(number)));
    std::error_code error;
    if (fs::exists(fs::symlink_status(place, error))) continue;
    fs::rename(from, place, error);
    if (error == std::errc::directory_not_empty || error == std::errc::file_exists) continue;
    if (error) throw Error(io::os_problem(error.value(), place, true));
    return place;
  }
}

}  // namespace percept::lab
