// The past of a training: moments kept within a budget of memory, and all that was changed between steps, so
// that every step can be come back to, bit for bit.
#pragma once

#include <functional>

#include "training.hpp"

namespace percept::lab {

/// What somebody did at a step of a branch, before the next one: a change, or where `examples` > 0 the wish
/// that the next step takes so many points.
struct Event {
  std::int64_t step = 0;
  Change change;
  std::int64_t examples = 0;
  Message what;
};

struct Branch {
  int parent = -1;
  std::int64_t from = 0;      // the step at which it left its parent
  std::size_t inherited = 0;  // of `events`, those that the parent had made
  std::int64_t last = 0;      // its last step so far
  Message name;
  std::vector<Event> events;  // from step 0 on, in the order in which they were made
};

/// Drives a training. Not thread-safe.
class Timeline {
 public:
  /// `budget`: bytes that moments may take in all, and changes as many again; the first moment is kept in any
  /// case.
  Timeline(Training& training, std::size_t budget, Message name);

  const std::vector<Branch>& branches() const { return branches_; }
  int now() const { return now_; }
  /// The step of the first moment, before which nothing is known.
  std::int64_t first() const { return kept_.front().moment.step; }
  const Branch& branch() const { return branches_[std::size_t(now_)]; }

  /// One step: a new one, or on a way that the branch has gone already the same one again, with what was
  /// changed there.
  void advance();
  /// Changes the training here, and logs it. Where the branch had gone on from here, a new one begins. Throws
  /// `Error`, nothing changed, where the training does. Where `replaces`, it takes the place of the change
  /// before, if that was made at the same step. Where all changes are more than the budget, the timeline
  /// begins anew here.
  void change(Event event, bool replaces = false);
  /// Takes from the branch what it had gone on to from here; whether there were changes among it.
  bool cut();
  /// What it keeps takes so many.
  std::size_t bytes() const { return bytes_ + event_bytes_; }
  /// Grows where the past, and all branches but the one at hand, have been forgotten.
  int beginnings() const { return beginnings_; }
  /// The next step takes so many points.
  void take(std::int64_t examples, Message what);
  /// Goes to a step of a branch, or as far as `go_on` allows. Throws `Error` where there is no such branch.
  void seek(int branch, std::int64_t step, const std::function<bool()>& go_on = {});

 private:
  struct Kept {
    int branch;
    std::size_t events;  // of that branch, applied before
    Moment moment;
    std::size_t bytes;
  };
  bool goes_on() const { return applied_ < branch().events.size() || training_.steps() < branch().last; }
  void log(Event event);
  void begin_anew();
  void apply_events();
  void keep();
  void thin();
  bool is_past_of(const Kept& kept, int branch) const;

  Training& training_;
  std::vector<Branch> branches_;
  std::vector<Kept> kept_;
  int now_ = 0;
  std::size_t applied_ = 0;   // of the branch's events
  std::int64_t newest_ = 0;   // step of the moment kept last on the way here
  std::int64_t spacing_ = 8;  // steps between two moments
  std::size_t budget_, bytes_ = 0, event_bytes_ = 0;
  int beginnings_ = 0;
};

}  // namespace percept::lab
