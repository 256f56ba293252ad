#include "playground_session.hpp"

#include "cases.hpp"
#include "percept/base/threads.hpp"

namespace percept::studio {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kSlice{4};                    // of training between two looks at what pages ask
constexpr std::chrono::microseconds kFrame{16'000};  // between two pictures of a page
constexpr milliseconds kNews{100};                   // between two tellings of an exploration's progress
constexpr milliseconds kAlone{2000};                 // without a page: a reload takes less

void require_view(const lab::View& view) {
  bool known = false;
  for (const char* units : {"activation", "gradient", "weighted", "none"}) known |= view.units == units;
  if (!known)
    throw Error(Problem("lab.unknown_word", {{"field", "units"}, {"word", view.units.substr(0, 40)}}));
  lab::require_range("grid", double(view.grid), 4, 160);
  lab::require_range("output_grid", double(view.output_grid), 4, 160);
}

}  // namespace

PlaygroundSession::PlaygroundSession(std::string name)
    : Session(std::move(name)), thread_([this] { run(); }) {}

PlaygroundSession::~PlaygroundSession() {
  end();
  thread_.join();
}

PlaygroundSession::PageView* PlaygroundSession::find(int page) {
  for (PageView& each : pages_)
    if (each.number == page) return &each;
  return nullptr;
}

void PlaygroundSession::run() {
  set_thread_count(1);  // sessions stand beside one another, and small networks gain nothing by more
  playground_.interrupt_by([this] { return !ending(); });
  for (;;) {
    bool busy = playground_.playing() || news_;
    for (const PageView& page : pages_) busy |= page.waits && page.seen != playground_.picture_version();
    std::optional<Post> post = take_post(!busy);
    if (!post) return;
    for (Arrival& each : post->arrivals)
      pages_.push_back({.number = each.page, .outbox = std::move(each.outbox)});
    for (int page : post->departures)
      pages_.remove_if([&](const PageView& each) { return each.number == page; });
    if (!pages_.empty()) looked_at_ = Clock::now();
    try {
      serve(post->letters, !post->arrivals.empty());
    } catch (const Error& error) {
      excuse(error.problem());
    } catch (const std::exception& error) {  // no memory, for one
      excuse(Problem("lab.internal", {{"what", error.what()}}));
    }
  }
}

// Whatever went wrong between two requests: the training rests, and the pages are told.
void PlaygroundSession::excuse(const Problem& problem) {
  playground_.pause();
  for (PageView& page : pages_) {
    page.seen = playground_.picture_version();
    page.outbox->say(reply_text(-1, lab::with_remedy(problem)));
  }
}

void PlaygroundSession::serve(const std::deque<Letter>& letters, bool came) {
  for (const Letter& letter : letters) answer(letter);
  if (Clock::now() - looked_at_ > kAlone) playground_.pause();
  Clock::time_point slice = Clock::now() + kSlice;
  playground_.work(slice);
  if (came || told_ != playground_.state_version()) tell_state();
  if (Clock::now() - news_told_ > kNews && news_.exchange(false)) {
    news_told_ = Clock::now();
    tell_state();
  }
  bool shown = show_pictures();
  // A speed that was asked for leaves time over, a page that waits for its frame too.
  if (!shown && letters.empty() && Clock::now() < slice) std::this_thread::sleep_for(milliseconds(1));
}

void PlaygroundSession::tell_state() {
  told_ = playground_.state_version();
  std::optional<lab::Explored> explored;
  if (exploration_) explored = exploration_->explored();
  std::string text = state_text(name(), playground_.state(), std::move(explored));
  for (const PageView& page : pages_) page.outbox->say(text);
}

bool PlaygroundSession::show_pictures() {
  bool any = false;
  std::uint64_t version = playground_.picture_version();
  for (PageView& page : pages_) {
    if (!page.waits || page.seen == version || Clock::now() - page.shown < kFrame) continue;
    page.waits = false;
    page.seen = version;
    page.shown = Clock::now();
    page.outbox->show(picture_bytes(playground_.picture(page.view)));
    any = true;
  }
  return any;
}

void PlaygroundSession::answer(const Letter& letter) {
  PageView* page = find(letter.page);
  if (!page) return;
  std::string text = answered(read_request(letter.message),
                              [&](double id, PageRequest& request) { return handle(*page, id, request); });
  if (!text.empty()) page->outbox->say(std::move(text));
}

void PlaygroundSession::explore(lab::ExplorationPlan plan) {
  if (exploration_ && !exploration_->done()) throw Error(Problem("lab.explore.busy"));
  plan.settings = playground_.settings();
  exploration_.reset();
  exploration_ = std::make_unique<lab::Exploration>(std::move(plan), [this] {
    news_ = true;
    wake();
  });
  tell_state();
}

std::string PlaygroundSession::handle(PageView& page, double id, PageRequest& request) {
  lab::Playground& playground = playground_;
  auto done = [&] { return reply_text(id); };
  auto then = [&](lab::Picture picture) {
    page.outbox->say(done());
    page.outbox->send(picture_bytes(std::move(picture)));
    return std::string();
  };
  Cases cases{
      [&](Next&) { return page.waits = true, std::string(); },
      [&](Play& r) { return playground.play(r.epochs_per_second), done(); },
      [&](Pause&) { return playground.pause(), done(); },
      [&](Step& r) { return playground.step(r.unit, r.count), done(); },
      [&](Seek& r) { return playground.seek(r.step), done(); },
      [&](Reset&) { return playground.reset(), done(); },
      [&](Edit& r) { return playground.edit(r.changes.text, r.goes_on), done(); },
      [&](SetWeight& r) { return playground.set_weight(r.path, r.index, r.value, r.goes_on), done(); },
      [&](LockWeight& r) { return playground.lock(r.path, r.index, r.locked), done(); },
      [&](Undo&) { return playground.undo(), done(); },
      [&](Redo&) { return playground.redo(), done(); },
      [&](GoToBranch& r) { return playground.go_to_branch(r.id), done(); },
      [&](Look& r) {
        require_view(r);
        page.view = r;
        page.seen = 0;
        return done();
      },
      [&](AskPoints&) { return then(playground.points_picture()); },
      [&](SetPoints& r) { return playground.set_points(std::move(r.points), r.goes_on), done(); },
      [&](Csv& r) { return playground.set_points_csv(r.text, r.chosen), done(); },
      [&](AskTable& r) { return reply_text(id, lab::read_table(r.text).value()); },
      [&](Draw& r) { return playground.draw_points(r.formula, r.values), done(); },
      [&](AskProbe& r) { return reply_text(id, playground.probe(r.x1, r.x2, r.target)); },
      [&](Warp& r) { return then(playground.warp_picture(r.layer, r.units)); },
      [&](Lottery& r) {
        return explore({.kind = "lottery", .seeds = r.seeds, .epochs = r.epochs, .solve = r.solve}), done();
      },
      [&](Sweep& r) {
        explore({.kind = "sweep",
                 .seeds = r.seeds,
                 .epochs = r.epochs,
                 .solve = r.solve,
                 .rows = r.rows,
                 .columns = r.columns,
                 .row_values = r.row_values,
                 .column_values = r.column_values});
        return done();
      },
      [&](Adopt& r) {
        if (!exploration_) throw Error(Problem("lab.explore.none", {{"result", r.result}}));
        return playground.adopt(exploration_->settings_of(r.result)), done();
      },
      [&](Cancel&) {
        if (exploration_) exploration_->cancel();
        tell_state();
        return done();
      },
      [&](AskExport& r) { return reply_text(id, playground.export_as(r.as)); },
      [&](Save&) {
        return reply_text(id, lab::ExportedFile{"playground.json", playground.save()});
      },
      [&](AskSlope& r) { return reply_text(id, slope_.look(r)); },
      [&](Open& r) { return playground.open(r.text), done(); },
  };
  return std::visit(cases, request);
}

}  // namespace percept::studio
