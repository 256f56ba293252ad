// A page that keeps the texts that it is told.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <vector>

#include "studio/session.hpp"

namespace percept::studio {

class ToldPage : public Outbox {
 public:
  void say(std::string text) override {
    std::lock_guard lock(mutex_);
    texts_.push_back(nlohmann::ordered_json::parse(text));
    there_.notify_all();
  }
  void send(std::string) override {}
  void show(std::string) override {}
  nlohmann::ordered_json reply(int id) {
    std::unique_lock lock(mutex_);
    nlohmann::ordered_json found;
    EXPECT_TRUE(there_.wait_for(lock, std::chrono::seconds(60), [&] {
      for (const nlohmann::ordered_json& each : texts_)
        if (each.contains("reply") && each["reply"] == id) return found = each, true;
      return false;
    }));
    return found;
  }

 private:
  std::mutex mutex_;
  std::condition_variable there_;
  std::vector<nlohmann::ordered_json> texts_;
};

}  // namespace percept::studio
