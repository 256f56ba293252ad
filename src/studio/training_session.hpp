// One training lab on a thread of its own, and the pages that look at it.
#pragma once

#include <array>
#include <list>
#include <thread>

#include "box_desk.hpp"
#include "folder_desk.hpp"
#include "inspection_desk.hpp"
#include "review_desk.hpp"
#include "session.hpp"
#include "training_requests.hpp"

namespace percept::studio {

class TrainingSession : public Session {
 public:
  TrainingSession(std::string name, lab::TrainingPlace place);
  ~TrainingSession() override;
  bool hears_bytes() const override { return true; }

 private:
  struct PageView {
    int number;
    std::shared_ptr<Outbox> outbox;
    bool waits = false;  // for a picture
    std::uint64_t seen = 0;
    lab::CurvesTold told;
  };
  /// Who waits for what the training does.
  struct Waiting {
    int page;
    double id;
  };
  void run();
  void serve(const Post& post);
  void answer(const Letter& letter);
  std::string handle(PageView& page, double id, TrainingRequest& request);
  std::string handle(PageView& page, double id, TrainingUpload& request);
  /// The token that the training's answer will have.
  double expect(const PageView& page, double id);
  void tell_answers();
  void show_pictures();
  PageView* find(int page);

  // The thread's own.
  FolderDesk folders_;
  lab::TrainingLab lab_;
  BoxDesk boxes_;
  InspectionDesk inspection_{[this] { wake(); }};
  ReviewDesk review_;
  std::list<PageView> pages_;
  std::map<double, Waiting> waiting_;
  double next_token_ = 1;
  bool more_ = false;  // to read at once
  std::array<std::uint64_t, 3> told_{};
  std::thread thread_;
};

}  // namespace percept::studio
