// What a session of the training lab keeps of the folders that its pages give, on a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "folder_requests.hpp"
#include "percept/studio/server.hpp"

namespace percept::studio {

/// Every picture is decoded once before it is taken, and the session's own thread has curves to show: so what
/// is asked here is done in its order on another one, which answers the page itself. A page gives one folder
/// at a time. `put` and `leave` are for one thread.
class FolderDesk {
 public:
  /// `data`: where the folders come to stand.
  explicit FolderDesk(std::filesystem::path data, lab::UploadLimits limits = {})
      : data_(std::move(data)), limits_(limits) {}
  ~FolderDesk();

  /// Throws `Error` where too much waits already.
  void put(int page, std::shared_ptr<Outbox> outbox, double id, FolderRequest request);
  /// What the page has not finished goes.
  void leave(int page);

 private:
  struct Job {
    int page;
    std::shared_ptr<Outbox> outbox;  // null: the page has left
    double id = 0;
    FolderRequest request;
    std::string bytes;  // a picture's
  };
  void push(Job job);
  void run();
  void serve(Job job);
  std::string answer(int page, double id, const BeginFolder& request);
  std::string answer(int page, double id, const FinishFolder& request);
  std::string answer(int page, double id, const CancelFolder& request);
  std::string answer(int page, double id, const FolderImage& request);
  /// Throws `Error` where the page has begun none.
  lab::ImageUpload& upload(int page);

  const std::filesystem::path data_;
  const lab::UploadLimits limits_;
  std::mutex mutex_;
  std::condition_variable there_;
  std::deque<Job> jobs_;  // guarded by the mutex, as is this
  bool ending_ = false;
  std::map<int, lab::ImageUpload> uploads_;  // the thread's own, by page
  std::thread thread_;                       // begins with the first request
};

}  // namespace percept::studio
