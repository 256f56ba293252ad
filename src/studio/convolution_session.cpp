#include "convolution_session.hpp"

#include <algorithm>

#include "answers.hpp"
#include "cases.hpp"
#include "percept/base/base64.hpp"
#include "percept/base/threads.hpp"
#include "percept/lab/settings.hpp"

namespace percept::studio {
namespace {

using Clock = std::chrono::steady_clock;
using Learning = lab::KernelLearning;

constexpr std::chrono::milliseconds kSlice{4};  // of learning between two looks at what pages ask

/// Steps of learning are far too short to be shared; pictures are not.
struct OneThread {
  OneThread() { set_thread_count(1); }
  ~OneThread() { set_thread_count(before); }
  int before = thread_count();
};

}  // namespace

ConvolutionSession::ConvolutionSession(std::string name)
    : Session(std::move(name)), thread_([this] { run(); }) {}

ConvolutionSession::~ConvolutionSession() {
  end();
  thread_.join();
}

void ConvolutionSession::run() {
  // A picture is made as soon as it is asked for, so there is nothing to do until something comes, but for a
  // kernel that is being learnt.
  while (std::optional<Post> post = take_post(!(learning_ && learning_->playing()))) {
    for (Arrival& each : post->arrivals) pages_.push_back({each.page, std::move(each.outbox)});
    for (int page : post->departures)
      pages_.remove_if([&](const PageView& each) { return each.number == page; });
    try {
      serve(*post);
      if (learning_ && learning_->playing()) learn(post->letters.empty());
    } catch (const std::exception& error) {  // no memory, for one
      if (learning_) learning_->pause();
      for (PageView& page : pages_)
        page.outbox->say(reply_text(-1, Problem("lab.internal", {{"what", error.what()}})));
    }
  }
}

void ConvolutionSession::serve(const Post& post) {
  for (const Letter& letter : post.letters) answer(letter);
  if (!post.arrivals.empty() || told_ != lab_.version()) {
    told_ = lab_.version();
    if (learning_) learning_->look_at(lab_.input(), lab_.kernel());
    std::string text = state_text(name(), lab_.state());
    for (const PageView& page : pages_) page.outbox->say(text);
  }
  show_pictures();
}

// A slice of it. A pace that was asked for leaves time over.
void ConvolutionSession::learn(bool quiet) {
  if (pages_.empty()) return learning_->pause();
  Clock::time_point slice = Clock::now() + kSlice;
  {
    OneThread one;
    learning_->work(slice);
  }
  if (quiet && Clock::now() < slice) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void ConvolutionSession::show_pictures() {
  std::string bytes;  // the same for all
  for (PageView& page : pages_) {
    if (!page.waits || page.seen == lab_.version()) continue;
    if (bytes.empty()) bytes = picture_bytes(lab_.picture());
    page.waits = false;
    page.seen = lab_.version();
    page.outbox->show(bytes);
  }
}

void ConvolutionSession::answer(const Letter& letter) {
  auto page = std::find_if(pages_.begin(), pages_.end(),
                           [&](const PageView& each) { return each.number == letter.page; });
  if (page == pages_.end()) return;
  auto handled = [&](double id, auto& request) { return handle(*page, id, request); };
  std::string text = letter.is_text ? answered(read_convolution_request(letter.message), handled)
                                    : answered(read_convolution_upload(letter.message), handled);
  if (!text.empty()) page->outbox->say(std::move(text));
}

template <class Act>
std::string ConvolutionSession::learning(double id, Act act) {
  if (!learning_) {
    learning_ = std::make_unique<lab::KernelLearning>();
    learning_->look_at(lab_.input(), lab_.kernel());
  }
  std::optional<lab::LearningPictures> pictures = act(*learning_);
  return reply_text(id, learning_->state(), std::move(pictures));
}

std::string ConvolutionSession::handle(PageView& page, double id, ConvolutionRequest& request) {
  auto done = [&] { return reply_text(id); };
  const std::optional<lab::LearningPictures> nothing;
  Cases cases{
      [&](Next&) { return page.waits = true, std::string(); },
      [&](Edit& r) { return lab_.edit(r.changes.text, r.goes_on), done(); },
      [&](Undo&) { return lab_.undo(), done(); },
      [&](Redo&) { return lab_.redo(), done(); },
      [&](ChangeKernel& r) { return lab_.change_kernel(r.change, r.filter, r.slice), done(); },
      [&](ChangeChain& r) { return lab_.change_chain(r.change, r.stage), done(); },
      [&](TakeLayer& r) { return lab_.take_layer(r.name), done(); },
      [&](TakeChain& r) { return lab_.take_chain(r.name), done(); },
      [&](OpenPicture& r) {
        std::string bytes = decode_base64(r.base64).value();
        return lab_.open_picture(r.name.substr(0, 200), std::as_bytes(std::span(bytes))), done();
      },
      [&](TypePicture& r) { return lab_.type_picture(r.numbers), done(); },
      [&](WalkTo& r) { return reply_text(id, lab_.walk(r.channel, r.row, r.column)); },
      [&](AskMatrix&) { return reply_text(id, lab_.matrix()); },
      [&](TakeKernels& r) {
        const lab::KernelLayer& layer = features_.layer(r.layer);
        std::int64_t filters = std::min<std::int64_t>(layer.bias.size(), lab::kMostFilters);
        return lab_.set_layer(layer.weight.rows(0, filters), layer.bias.rows(0, filters)), done();
      },
      [&](AskPatches& r) { return reply_text(id, lab_.patches(r.channel)); },
      [&](AskTimes& r) { return reply_text(id, r.layer ? lab::time_typical_layer() : lab_.times()); },
      [&](AskSpectrum&) { return reply_text(id, lab_.spectrum()); },
      [&](AskLearning& r) {
        return learning(id, [&](Learning& l) {
          bool shown = r.pictures && !l.state().problem;
          return shown ? std::optional(l.pictures()) : std::nullopt;
        });
      },
      [&](SetLearning& r) { return learning(id, [&](Learning& l) { return l.set(r), nothing; }); },
      [&](PlayLearning& r) {
        return learning(id, [&](Learning& l) { return l.play(r.steps_per_second), nothing; });
      },
      [&](PauseLearning&) { return learning(id, [&](Learning& l) { return l.pause(), nothing; }); },
      [&](StepLearning& r) { return learning(id, [&](Learning& l) { return l.step(r.count), nothing; }); },
      [&](ResetLearning&) { return learning(id, [&](Learning& l) { return l.reset(), nothing; }); },
      [&](RevealLearning&) { return learning(id, [&](Learning& l) { return l.reveal(), nothing; }); },
      [&](OpenAfter& r) {
        std::string bytes = decode_base64(r.base64).value();
        return learning(id, [&](Learning& l) {
          return l.open_after(r.name.substr(0, 200), std::as_bytes(std::span(bytes))), nothing;
        });
      },
      [&](auto& r) { return features_.answer(id, r); },
  };
  return std::visit(cases, request);
}

std::string ConvolutionSession::handle(PageView& page, double id, ConvolutionUpload& request) {
  Cases cases{
      [&](FilterFrame& r) {
        lab::LivePicture live = lab_.live(lab::image_of(r.size, r.pixels), r.map);
        live.reply = id;
        page.outbox->send(picture_bytes(std::move(live)));
        return std::string();
      },
      [&](TakePixels& r) {
        lab_.take_image(r.name.substr(0, 200), lab::image_of(r.size, r.pixels), r.instead);
        return reply_text(id);
      },
  };
  return std::visit(cases, request);
}

}  // namespace percept::studio
