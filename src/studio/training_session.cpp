#include "training_session.hpp"

#include <algorithm>

#include "answers.hpp"
#include "cases.hpp"
#include "percept/lab/settings.hpp"

namespace percept::studio {
namespace {

// Between two looks at a training: a small part of the time between two pictures.
constexpr std::chrono::milliseconds kGlance{8}, kRest{100}, kAtOnce{1};

constexpr const char* kData = ".data";  // beside the runs: what pages gave

}  // namespace

TrainingSession::TrainingSession(std::string name, lab::TrainingPlace place)
    : Session(std::move(name)), folders_(place.runs / kData), lab_(std::move(place)),
      thread_([this] { run(); }) {}

TrainingSession::~TrainingSession() {
  end();
  thread_.join();
}

TrainingSession::PageView* TrainingSession::find(int page) {
  for (PageView& each : pages_)
    if (each.number == page) return &each;
  return nullptr;
}

void TrainingSession::run() {
  for (;;) {
    if (pages_.empty()) {
      lab_.rest();
      review_.stop();
    }
    std::optional<Post> post = pages_.empty() ? take_post(true)
                                              : take_post_within(more_              ? kAtOnce
                                                                 : lab_.is_lively() ? kGlance
                                                                                    : kRest);
    if (!post) return;
    for (Arrival& each : post->arrivals)
      pages_.push_back({.number = each.page, .outbox = std::move(each.outbox)});
    for (int page : post->departures) {
      pages_.remove_if([&](const PageView& each) { return each.number == page; });
      inspection_.leave(page);
      folders_.leave(page);
    }
    try {
      serve(*post);
    } catch (const std::exception& error) {  // no memory, for one
      for (PageView& page : pages_)
        page.outbox->say(reply_text(-1, Problem("lab.internal", {{"what", error.what()}})));
    }
  }
}

void TrainingSession::serve(const Post& post) {
  for (const Letter& letter : post.letters) {
    answer(letter);
    inspection_.follow(lab_.folder());
  }
  more_ = lab_.look();
  inspection_.follow(lab_.folder());
  inspection_.serve();
  tell_answers();
  if (!post.arrivals.empty() || told_ != lab_.version()) {
    told_ = lab_.version();
    std::string text = state_text(name(), lab_.state());
    for (const PageView& page : pages_) page.outbox->say(text);
  }
  show_pictures();
}

void TrainingSession::show_pictures() {
  for (PageView& page : pages_) {
    if (!page.waits || page.seen == lab_.drawing()) continue;
    page.waits = false;
    page.seen = lab_.drawing();
    page.outbox->show(picture_bytes(lab_.picture(page.told)));
  }
}

void TrainingSession::tell_answers() {
  for (const lab::RunAnswer& each : lab_.take_answers()) {
    auto waiting = waiting_.find(each.token);
    if (waiting == waiting_.end()) continue;
    auto [number, id] = waiting->second;
    waiting_.erase(waiting);
    if (PageView* page = find(number))
      page->outbox->say(each.problem ? reply_text(id, *each.problem) : steered_text(id, each.path));
  }
}

double TrainingSession::expect(const PageView& page, double id) {
  waiting_[next_token_] = {page.number, id};
  return next_token_++;
}

void TrainingSession::answer(const Letter& letter) {
  PageView* page = find(letter.page);
  if (!page) return;
  std::string text = letter.is_text
                         ? answered(read_training_request(letter.message),
                                    [&](double id, auto& request) { return handle(*page, id, request); })
                         : answered(read_training_upload(letter.message),
                                    [&](double id, auto& request) { return handle(*page, id, request); });
  if (!text.empty()) page->outbox->say(std::move(text));
}

std::string TrainingSession::handle(PageView& page, double id, TrainingRequest& request) {
  auto done = [&] { return reply_text(id); };
  std::string later;
  // What the training answers comes when it does; what is refused before is answered at once.
  auto steer = [&](auto command) {
    double token = expect(page, id);
    try {
      command(token);
    } catch (...) {
      waiting_.erase(token);
      throw;
    }
    return later;
  };
  Cases cases{
      [&](Next&) { return page.waits = true, later; },
      [&](OpenRun& r) { return r.run.empty() ? lab_.close() : lab_.open(r.run), done(); },
      [&](PlanStart& r) { return reply_text(id, lab_.plan(r.words)); },
      [&](StartRun& r) { return lab_.start(r.words, r.language), done(); },
      [&](ResumeRun& r) { return lab_.resume(r.run, r.language), done(); },
      [&](DismissStart&) { return lab_.dismiss_start(), done(); },
      [&](SteerRun& r) { return steer([&](double token) { lab_.command(r.command, token); }); },
      [&](StepRun& r) { return steer([&](double token) { lab_.step(r.count, token); }); },
      [&](SetRates& r) {
        return steer([&](double token) { lab_.set(r.lr, r.momentum, r.weight_decay, token); });
      },
      [&](NoteRun& r) { return steer([&](double token) { lab_.note(r.text, token); }); },
      [&](AskRuns& r) { return reply_text(id, lab_.table().since(r.since)); },
      [&](LabelRun& r) { return lab_.table().label(r.run, r.labels), done(); },
      [&](DeleteRuns& r) { return lab_.remove(r.runs), done(); },
      [&](AskReview& r) { return review_.answer(id, r, lab_.chosen_folder()); },
      [&](StopReview&) { return review_.stop(), done(); },
      [&](AskReviewCell& r) { return review_.answer(id, r); },
      [&](AskHistogram& r) { return review_.answer(id, r); },
      [&](UndoDelete&) { return lab_.table().undo_remove(), done(); },
      [&](CompareRuns& r) { return reply_text(id, lab_.compare(r.runs, r.figure)); },
      [&](ReportRun& r) { return reply_text(id, lab_.report(r.run, r.language)); },
      [&](AskInspection& r) { return inspection_.answer(page.number, page.outbox, id, r); },
      [&](RestInspection& r) { return inspection_.answer(page.number, id, r); },
      [&](TryExample& r) { return inspection_.answer(id, r); },
      [&](WindBack& r) { return inspection_.answer(id, r); },
      [&]<OfBoxes R>(R& r) { return boxes_.put(page.outbox, id, std::move(r)), later; },
      [&]<OfFolders R>(R& r) { return folders_.put(page.number, page.outbox, id, std::move(r)), later; },
  };
  return std::visit(cases, request);
}

std::string TrainingSession::handle(PageView& page, double id, TrainingUpload& request) {
  Cases cases{
      [&](FolderImage& r) { return folders_.put(page.number, page.outbox, id, std::move(r)), std::string(); },
      [&](auto& r) { return inspection_.answer(id, r); },
  };
  return std::visit(cases, request);
}

}  // namespace percept::studio
