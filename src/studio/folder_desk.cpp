#include "folder_desk.hpp"

#include "../lab/json_fields.hpp"
#include "answers.hpp"
#include "cases.hpp"

namespace percept::studio {
namespace {

constexpr std::size_t kMostJobs = 16;  // that wait, each with a picture's bytes

// The path of the runs' folder need not be UTF-8.
template <class T>
std::string reply(double id, T value) {
  return reply_text(
      id, lab::JsonWriter::written(value).dump(-1, ' ', false, lab::Json::error_handler_t::replace));
}

}  // namespace

FolderDesk::~FolderDesk() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    there_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void FolderDesk::put(int page, std::shared_ptr<Outbox> outbox, double id, FolderRequest request) {
  Job job{.page = page, .outbox = std::move(outbox), .id = id, .request = std::move(request), .bytes = {}};
  if (auto* image = std::get_if<FolderImage>(&job.request)) job.bytes = image->pixels;
  std::lock_guard lock(mutex_);
  if (jobs_.size() >= kMostJobs)
    throw Error(Problem("lab.upload.busy", {{"count", kMostJobs}}).with_hint("lab.upload.busy.hint"));
  push(std::move(job));
}

void FolderDesk::leave(int page) {
  std::lock_guard lock(mutex_);
  if (thread_.joinable()) push({.page = page, .outbox = nullptr, .request = CancelFolder(), .bytes = {}});
}

// With the mutex held.
void FolderDesk::push(Job job) {
  jobs_.push_back(std::move(job));
  there_.notify_all();
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void FolderDesk::run() {
  while (true) {
    std::unique_lock lock(mutex_);
    there_.wait(lock, [&] { return ending_ || !jobs_.empty(); });
    if (ending_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    serve(std::move(job));
  }
}

void FolderDesk::serve(Job job) {
  if (!job.outbox) {
    uploads_.erase(job.page);
    return;
  }
  if (auto* image = std::get_if<FolderImage>(&job.request)) image->pixels = job.bytes;
  job.outbox->say(answered(
      AskedOf<FolderRequest>{job.id, std::move(job.request)}, [&](double id, const FolderRequest& request) {
        return std::visit([&](auto& each) { return answer(job.page, id, each); }, request);
      }));
}

lab::ImageUpload& FolderDesk::upload(int page) {
  auto begun = uploads_.find(page);
  if (begun == uploads_.end())
    throw Error(Problem("lab.upload.unbegun").with_hint("lab.upload.unbegun.hint"));
  return begun->second;
}

std::string FolderDesk::answer(int page, double id, const BeginFolder& request) {
  uploads_.erase(page);
  uploads_.try_emplace(page, data_, request.name, limits_);
  return reply_text(id);
}

std::string FolderDesk::answer(int page, double id, const FinishFolder&) {
  std::string text = reply(id, upload(page).finish());
  uploads_.erase(page);
  return text;
}

std::string FolderDesk::answer(int page, double id, const CancelFolder&) {
  uploads_.erase(page);
  return reply_text(id);
}

std::string FolderDesk::answer(int page, double id, const FolderImage& request) {
  return reply(id, TakenImage{upload(page).take(request.part, request.label, request.name,
                                                std::as_bytes(std::span(request.pixels)))});
}

}  // namespace percept::studio
