// A training shown to people: on a terminal one line that renews itself, into a pipe one line an epoch.
#pragma once

#include "call.hpp"
#include "percept/train/event.hpp"

namespace percept::cli {

class Progress {
 public:
  explicit Progress(const Call& call);
  void on(const train::Event& event);
  /// Wipes the line that renews itself: before other text is printed.
  void clear();

 private:
  void draw(const train::StepFinished& step);

  const Call& call_;
  bool bar_;
  bool drawn_ = false;
  train::RunStarted run_;
  double last_ = 0;  // when it was drawn, seconds
};

}  // namespace percept::cli
