#include "folder_desk.hpp"

#include <limits>

#include "cases.hpp"

namespace percept::studio {
namespace {

constexpr std::size_t kMostJobs = 16;  // that wait, each with a picture's bytes
constexpr std::size_t kEndlessly = std::numeric_limits<std::size_t>::max();

}  // namespace

void FolderDesk::put(int page, std::shared_ptr<Outbox> outbox, double id, FolderRequest request) {
  auto* image = std::get_if<FolderImage>(&request);
  auto job = [this, page, outbox = std::move(outbox), id,
              bytes = std::string(image ? image->pixels : std::string_view()),
              request = std::move(request)]() mutable {
    if (auto* image = std::get_if<FolderImage>(&request)) image->pixels = bytes;
    outbox->say(answered(AskedOf<FolderRequest>{id, std::move(request)},
                         [&](double id, const FolderRequest& request) {
                           return std::visit([&](auto& each) { return answer(page, id, each); }, request);
                         }));
  };
  if (!worker_.give(std::move(job), kMostJobs))
    throw Error(Problem("lab.upload.busy", {{"count", kMostJobs}}).with_hint("lab.upload.busy.hint"));
}

void FolderDesk::leave(int page) {
  if (worker_.begun()) worker_.give([this, page] { uploads_.erase(page); }, kEndlessly);
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
  std::string text = any_reply_text(id, upload(page).finish());
  uploads_.erase(page);
  return text;
}

std::string FolderDesk::answer(int page, double id, const CancelFolder&) {
  uploads_.erase(page);
  return reply_text(id);
}

std::string FolderDesk::answer(int page, double id, const FolderImage& request) {
  return any_reply_text(id, TakenImage{upload(page).take(request.part, request.label, request.name,
                                                         std::as_bytes(std::span(request.pixels)))});
}

lab::KeptFolders& FolderDesk::kept() { return kept_ ? *kept_ : kept_.emplace(data_); }

std::string FolderDesk::answer(int, double id, const AskFolders&) {
  return any_reply_text(id, FolderList{kept().list(), std::int64_t(kept().removed())});
}

std::string FolderDesk::answer(int page, double id, const RemoveFolder& request) {
  kept().remove(request.name);
  return answer(page, id, AskFolders());
}

std::string FolderDesk::answer(int page, double id, const ReturnFolder&) {
  kept().undo_remove();
  return answer(page, id, AskFolders());
}

}  // namespace percept::studio
