// Where the labs are plugged in: a session for each name that a page brings, and the catalogues.
#include "percept/studio/labs.hpp"

#include <algorithm>
#include <future>
#include <map>

#include "answers.hpp"
#include "convolution_session.hpp"
#include "playground_session.hpp"
#include "training_session.hpp"

namespace percept::studio {
namespace {

constexpr std::size_t kMostSessions = 24;

// Keeps a session alive after its pages have gone, so that a reload goes on where it was; the one that was
// left longest ago makes room where there are too many.
class Sessions {
 public:
  explicit Sessions(lab::TrainingPlace place) : place_(std::move(place)) {}
  std::shared_ptr<Session> find(const SessionName& name) {
    std::erase_if(order_, [&](const SessionName& each) { return each == name; });
    auto found = sessions_.find(name);
    if (found == sessions_.end()) {
      if (sessions_.size() >= kMostSessions && !make_room()) return nullptr;
      found = sessions_.emplace(name, made(name)).first;
    }
    order_.push_back(name);
    return found->second;
  }

 private:
  std::shared_ptr<Session> made(const SessionName& session) const {
    if (session.lab == "convolution") return std::make_shared<ConvolutionSession>(session.name);
    if (session.lab == "training") return std::make_shared<TrainingSession>(session.name, place_);
    return std::make_shared<PlaygroundSession>(session.name);
  }
  bool make_room() {
    for (auto name = order_.begin(); name != order_.end(); ++name)
      if (sessions_.at(*name)->empty()) {
        // It may be at work: the server waits for its end only where one more must make room before.
        retired_ =
            std::async(std::launch::async, [old = std::move(sessions_.at(*name))]() mutable { old.reset(); });
        sessions_.erase(*name);
        order_.erase(name);
        return true;
      }
    return false;
  }

  const lab::TrainingPlace place_;
  std::map<SessionName, std::shared_ptr<Session>> sessions_;
  std::vector<SessionName> order_;  // the one that was joined last is last
  std::future<void> retired_;
};

class Visit : public Conversation {
 public:
  Visit(std::shared_ptr<Session> session, std::shared_ptr<Outbox> outbox)
      : session_(std::move(session)), page_(session_->join(std::move(outbox))) {}
  ~Visit() override { session_->leave(page_); }
  void receive(std::string_view text) override { session_->receive(page_, text); }
  bool hears_bytes() const override { return session_->hears_bytes(); }
  void receive_bytes(std::string_view bytes) override { session_->receive(page_, bytes, false); }

 private:
  std::shared_ptr<Session> session_;
  int page_;
};

}  // namespace

Converse make_conversations(lab::TrainingPlace place) {
  return [sessions = std::make_shared<Sessions>(std::move(place))](
             const SessionName& name, std::shared_ptr<Outbox> outbox) -> std::unique_ptr<Conversation> {
    std::shared_ptr<Session> session = sessions->find(name);
    if (!session) return nullptr;
    return std::make_unique<Visit>(std::move(session), std::move(outbox));
  };
}

Route make_routes() {
  return
      [catalogue = catalogue_text(), convolution = convolution_catalogue_text()](const HttpRequest& request) {
        // What data there is may change.
        if (request.path == "/api/training") return HttpAnswer{.body = training_catalogue_text()};
        if (request.path == "/api/catalogue") return HttpAnswer{.body = catalogue};
        if (request.path == "/api/convolution") return HttpAnswer{.body = convolution};
        return HttpAnswer{.status = 404,
                          .type = "text/plain; charset=utf-8",
                          .body = render(Message("studio.http.none")) + "\n"};
      };
}

}  // namespace percept::studio
