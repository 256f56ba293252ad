// A page of a session, as its server sees one.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>

#include "studio/session.hpp"

namespace percept::studio {

using Json = nlohmann::ordered_json;
using std::chrono::seconds;

// Keeps what a page would have been told.
class HearingPage : public Outbox {
 public:
  void say(std::string text) override { keep(std::move(text), texts_); }
  void send(std::string bytes) override { keep(std::move(bytes), pictures_); }
  void show(std::string bytes) override { keep(std::move(bytes), pictures_); }

  /// The answer to the request of that number.
  Json reply(int id) {
    return wait(texts_, [&](const std::string& text) {
      Json json = Json::parse(text);
      return json.contains("reply") && json["reply"] == id ? json : Json();
    });
  }
  /// A state of which `is` is true.
  Json state(const std::function<bool(const Json&)>& is) {
    return wait(texts_, [&](const std::string& text) {
      Json json = Json::parse(text);
      return json.contains("event") && is(json) ? json : Json();
    });
  }
  /// The head of the next picture.
  Json picture() {
    return wait(pictures_, [&](std::string& bytes) {
      std::string taken = std::exchange(bytes, "");
      if (taken.empty()) return Json();
      std::size_t length = 0;
      for (int i = 0; i < 4; ++i)
        length |= std::size_t(static_cast<unsigned char>(taken[std::size_t(i)])) << (8 * i);
      Json head = Json::parse(taken.substr(4, length));
      head["bytes"] = taken.size() - 4 - length;
      return head;
    });
  }
  std::size_t count() {
    std::lock_guard lock(mutex_);
    return texts_.size() + pictures_.size();
  }

 private:
  void keep(std::string what, std::vector<std::string>& where) {
    std::lock_guard lock(mutex_);
    where.push_back(std::move(what));
    there_.notify_all();
  }
  template <class F>
  Json wait(std::vector<std::string>& where, F find) {
    std::unique_lock lock(mutex_);
    Json found;
    auto look = [&] {
      for (std::string& each : where)
        if (found = find(each); !found.is_null()) return true;
      return false;
    };
    EXPECT_TRUE(there_.wait_for(lock, seconds(60), look));
    return found;
  }
  std::mutex mutex_;
  std::condition_variable there_;
  std::vector<std::string> texts_, pictures_;
};

struct Visitor {
  std::shared_ptr<HearingPage> page = std::make_shared<HearingPage>();
  Session& session;
  int number;
  int asked = 0;
  explicit Visitor(Session& session) : session(session), number(session.join(page)) {}
  Json ask(Json request) {
    request["id"] = ++asked;
    session.receive(number, request.dump());
    return page->reply(asked);
  }
  Json look() {
    session.receive(number, Json({{"id", ++asked}, {"ask", "next"}}).dump());
    return page->picture();
  }
};

inline bool any(const Json&) { return true; }

/// A binary message: its head, padded, and what stands behind it.
inline std::string upload(Json head, const std::string& pixels) {
  std::string text = head.dump();
  text.append((4 - text.size() % 4) % 4, ' ');
  std::string size(4, '\0');
  for (std::size_t i = 0; i < 4; ++i) size[i] = char(text.size() >> 8 * i);
  return size + text + pixels;
}

}  // namespace percept::studio
