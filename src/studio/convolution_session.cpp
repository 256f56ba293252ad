#include "convolution_session.hpp"

#include <algorithm>

#include "answers.hpp"
#include "cases.hpp"
#include "percept/base/base64.hpp"
#include "percept/lab/settings.hpp"

namespace percept::studio {

ConvolutionSession::ConvolutionSession(std::string name)
    : Session(std::move(name)), thread_([this] { run(); }) {}

ConvolutionSession::~ConvolutionSession() {
  end();
  thread_.join();
}

void ConvolutionSession::run() {
  // A picture is made as soon as it is asked for, so there is nothing to do until something comes.
  while (std::optional<Post> post = take_post(true)) {
    for (Arrival& each : post->arrivals) pages_.push_back({each.page, std::move(each.outbox)});
    for (int page : post->departures)
      pages_.remove_if([&](const PageView& each) { return each.number == page; });
    try {
      serve(*post);
    } catch (const std::exception& error) {  // no memory, for one
      for (PageView& page : pages_)
        page.outbox->say(reply_text(-1, Problem("lab.internal", {{"what", error.what()}})));
    }
  }
}

void ConvolutionSession::serve(const Post& post) {
  for (const Letter& letter : post.letters) answer(letter);
  if (!post.arrivals.empty() || told_ != lab_.version()) {
    told_ = lab_.version();
    std::string text = state_text(name(), lab_.state());
    for (const PageView& page : pages_) page.outbox->say(text);
  }
  show_pictures();
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

std::string ConvolutionSession::handle(PageView& page, double id, ConvolutionRequest& request) {
  auto done = [&] { return reply_text(id); };
  Cases cases{
      [&](Next&) { return page.waits = true, std::string(); },
      [&](Edit& r) { return lab_.edit(r.changes.text, r.goes_on), done(); },
      [&](Undo&) { return lab_.undo(), done(); },
      [&](Redo&) { return lab_.redo(), done(); },
      [&](ChangeKernel& r) { return lab_.change_kernel(r.change), done(); },
      [&](OpenPicture& r) {
        std::string bytes = decode_base64(r.base64).value();
        return lab_.open_picture(r.name.substr(0, 200), std::as_bytes(std::span(bytes))), done();
      },
      [&](TypePicture& r) { return lab_.type_picture(r.numbers), done(); },
      [&](WalkTo& r) { return reply_text(id, lab_.walk(r.channel, r.row, r.column)); },
      [&](AskMatrix&) { return reply_text(id, lab_.matrix()); },
  };
  return std::visit(cases, request);
}

std::string ConvolutionSession::handle(PageView& page, double id, ConvolutionUpload& request) {
  Cases cases{
      [&](FilterFrame& r) {
        lab::LivePicture live = lab_.live(lab::image_of(r.size, r.pixels));
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
