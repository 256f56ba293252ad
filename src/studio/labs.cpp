// Where the labs are plugged in. For now each request is answered by a sentence.
#include "percept/studio/labs.hpp"

#include <nlohmann/json.hpp>

namespace percept::studio {
namespace {

using Json = nlohmann::ordered_json;

Json words_of(const Message& message) {
  return {{"en", render(message, Language::english)}, {"fr", render(message, Language::french)}};
}

class Nobody : public Conversation {
 public:
  explicit Nobody(std::shared_ptr<Outbox> outbox) : outbox_(std::move(outbox)) {}
  void receive(std::string_view text) override {
    Json request = Json::parse(text, nullptr, false), id = -1;
    if (request.is_object() && request.contains("id")) id = request["id"];
    Message none("studio.lab.none");
    Json problem = {{"code", none.id}, {"message", words_of(none)}, {"hint", nullptr}, {"where", ""}};
    outbox_->say(Json{{"reply", id}, {"problem", problem}}.dump());
  }

 private:
  std::shared_ptr<Outbox> outbox_;
};

}  // namespace

Converse make_conversations() {
  return [](const std::string&, std::shared_ptr<Outbox> outbox) {
    return std::make_unique<Nobody>(std::move(outbox));
  };
}

Route make_routes() {
  return [](const HttpRequest&) {
    return HttpAnswer{.status = 404,
                      .type = "text/plain; charset=utf-8",
                      .body = render(Message("studio.http.none")) + "\n"};
  };
}

}  // namespace percept::studio
