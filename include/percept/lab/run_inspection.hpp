// A run looked into while it trains: its network in this process, with the weights that it has at the step.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>

#include "percept/lab/inspection_picture.hpp"

namespace percept::lab {

/// A picture u8 [H, W, C] as pixels.
struct GivenPicture {
  std::string name;
  Tensor pixels;
};
/// The bytes of a PNG or JPEG file.
struct PictureFile {
  std::string name, bytes;
};
/// An example of the run's data, by its number from 0.
struct ExamplePicture {
  std::string split;  // "train", "val" or "test"
  std::int64_t number = 0;
};
using TriedPicture = std::variant<GivenPicture, PictureFile, ExamplePicture>;

/// Thread-safe, and no function waits: everything is computed on a thread of its own, the newest wish first.
/// It asks the training for its weights only while somebody wants to see them. What fails stands in the
/// picture. Destroying it waits for what it is computing.
class RunInspection {
 public:
  /// `news` is called on that thread when there is a new picture.
  RunInspection(std::filesystem::path folder, std::function<void()> news);
  ~RunInspection();

  /// Somebody looks: for the next second everything is kept up to date, with maps where they are wanted.
  void want(bool maps);
  void show(TriedPicture picture);
  /// To the snapshot at that step, or to the newest weights.
  void wind(std::optional<std::int64_t> step);

  /// Version of the picture; 0: there is none yet.
  std::uint64_t version() const;
  InspectionPicture picture() const;

 private:
  class Work;
  struct Wishes {
    std::optional<TriedPicture> picture;
    std::optional<std::optional<std::int64_t>> step;
  };
  void run();

  const std::filesystem::path folder_;
  const std::function<void()> news_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  // Guarded by the mutex.
  Wishes wishes_;
  bool ending_ = false, maps_ = false, pending_ = false;
  std::chrono::steady_clock::time_point wanted_until_{}, maps_until_{};
  InspectionPicture picture_;
  std::uint64_t version_ = 0;
  std::thread thread_;
};

}  // namespace percept::lab
