// An open file, and the system's failures as problems: what is shared by whole files and files that grow.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <utility>

#include "percept/base/problem.hpp"

namespace percept::io {

/// Owns a file descriptor; -1 is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept { return std::swap(number_, other.number_), *this; }
  ~Descriptor() { close(); }
  bool ok() const { return number_ >= 0; }
  operator int() const { return number_; }
  /// False with errno where the system says that bytes were lost.
  bool close();

 private:
  int number_;
};

std::filesystem::path folder_of(const std::filesystem::path& file);

/// The problem that `error`, an errno, stands for.
Problem os_problem(int error, const std::filesystem::path& file, bool writing);

/// False with errno where not all bytes were taken.
bool write_all(int file, std::span<const std::byte> bytes);

}  // namespace percept::io
