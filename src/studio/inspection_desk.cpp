#include "inspection_desk.hpp"

#include "answers.hpp"

namespace percept::studio {

void InspectionDesk::follow(const std::filesystem::path& folder) {
  if (folder_ == folder) return;
  folder_ = folder;
  retire();
  for (const Waiting& each : std::exchange(waiting_, {})) dismiss(each);
}

// It may be at work: the session waits for its end only where one more has to go before.
void InspectionDesk::retire() {
  if (!inspection_) return;
  before_ += inspection_->version();
  retired_ = std::async(std::launch::async, [old = std::move(inspection_)]() mutable { old.reset(); });
}

lab::RunInspection& InspectionDesk::inspection() {
  if (folder_.empty()) throw Error(Problem("lab.run.unchosen").with_hint("lab.run.unchosen.hint"));
  if (!inspection_) inspection_ = std::make_unique<lab::RunInspection>(folder_, news_);
  return *inspection_;
}

void InspectionDesk::dismiss(const Waiting& waiting) { waiting.outbox->say(reply_text(waiting.id)); }

void InspectionDesk::serve() {
  if (!inspection_ || waiting_.empty()) return;
  bool maps = false;
  for (const Waiting& each : waiting_) maps |= each.maps;
  inspection_->want(maps);
  std::uint64_t version = inspection_->version();
  if (version == 0) return;
  std::optional<lab::InspectionPicture> picture;
  std::erase_if(waiting_, [&](const Waiting& each) {
    if (before_ + version <= each.seen) return false;
    if (!picture) picture = inspection_->picture();
    picture->reply = each.id;
    picture->version = double(before_) + picture->version;
    each.outbox->send(picture_bytes(*picture));
    picture->version -= double(before_);
    return true;
  });
}

void InspectionDesk::leave(int page) {
  waiting_.remove_if([&](const Waiting& each) { return each.page == page; });
}

std::string InspectionDesk::answer(int page, std::shared_ptr<Outbox> outbox, double id,
                                   const AskInspection& request) {
  inspection();
  answer(page, id, RestInspection());  // one question a page
  waiting_.push_back(
      {page, std::move(outbox), id, std::uint64_t(std::max<std::int64_t>(request.seen, 0)), request.maps});
  return "";
}

std::string InspectionDesk::answer(int page, double id, const RestInspection&) {
  std::erase_if(waiting_, [&](const Waiting& each) {
    if (each.page == page) dismiss(each);
    return each.page == page;
  });
  return reply_text(id);
}

std::string InspectionDesk::answer(double id, const TryExample& request) {
  return inspection().show(lab::ExamplePicture{request.split, request.number}), reply_text(id);
}

std::string InspectionDesk::answer(double id, const WindBack& request) {
  return inspection().wind(request.step), reply_text(id);
}

std::string InspectionDesk::answer(double id, const TryPixels& request) {
  inspection().show(
      lab::GivenPicture{request.name.substr(0, 200), lab::image_of(request.size, request.pixels)});
  return reply_text(id);
}

std::string InspectionDesk::answer(double id, const TryFile& request) {
  inspection().show(lab::PictureFile{request.name.substr(0, 200), std::string(request.pixels)});
  return reply_text(id);
}

}  // namespace percept::studio
