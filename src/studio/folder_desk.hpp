// What a session of the training lab keeps of the folders that its pages give, on a thread of its own.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "folder_requests.hpp"
#include "percept/studio/server.hpp"
#include "worker.hpp"

namespace percept::studio {

/// Every picture is decoded once before it is taken, and the session's own thread has curves to show: so what
/// is asked here is done in its order on another one, which answers the page itself. A page gives one folder
/// at a time. `put` and `leave` are for one thread.
class FolderDesk {
 public:
  /// `data`: where the folders come to stand.
  explicit FolderDesk(std::filesystem::path data, lab::UploadLimits limits = {})
      : data_(std::move(data)), limits_(limits) {}

  /// Throws `Error` where too much waits already.
  void put(int page, std::shared_ptr<Outbox> outbox, double id, FolderRequest request);
  /// What the page has not finished goes.
  void leave(int page);

 private:
  std::string answer(int page, double id, const BeginFolder& request);
  std::string answer(int page, double id, const FinishFolder& request);
  std::string answer(int page, double id, const CancelFolder& request);
  std::string answer(int page, double id, const FolderImage& request);
  std::string answer(int page, double id, const AskFolders& request);
  std::string answer(int page, double id, const RemoveFolder& request);
  std::string answer(int page, double id, const ReturnFolder& request);
  lab::KeptFolders& kept();
  /// Throws `Error` where the page has begun none.
  lab::ImageUpload& upload(int page);

  const std::filesystem::path data_;
  const lab::UploadLimits limits_;
  std::optional<lab::KeptFolders> kept_;     // from the first question on; the worker's own, as are
  std::map<int, lab::ImageUpload> uploads_;  // the worker's own, by page
  Worker worker_;                            // ends before what it works on
};

}  // namespace percept::studio
