#include "timeline.hpp"

#include <algorithm>

namespace percept::lab {
namespace {

// Moments at most: a copy of a small network takes longer than many of its steps.
constexpr std::size_t kMost = 2048;

}  // namespace

Timeline::Timeline(Training& training, std::size_t budget, Message name)
    : training_(training), budget_(budget) {
  branches_.push_back({.last = training.steps(), .name = std::move(name)});
  keep();
}

void Timeline::advance() {
  apply_events();
  const Branch& now = branch();
  std::int64_t examples = 0;
  if (applied_ < now.events.size() && now.events[applied_].step == training_.steps())
    examples = now.events[applied_++].examples;
  training_.step(examples);
  Branch& reached = branches_[std::size_t(now_)];
  reached.last = std::max(reached.last, training_.steps());
  if (training_.steps() - newest_ >= spacing_) keep();
}

// The changes at this step; a wish for some points is for `advance`.
void Timeline::apply_events() {
  for (const Branch& now = branch(); applied_ < now.events.size(); ++applied_) {
    const Event& event = now.events[applied_];
    if (event.step != training_.steps() || event.examples > 0) return;
    training_.apply(event.change);
  }
}

void Timeline::change(Event event, bool replaces) {
  training_.apply(event.change);
  Branch& now = branches_[std::size_t(now_)];
  bool last = !goes_on() && now.events.size() > now.inherited && now.events.back().step == training_.steps();
  if (replaces && last) {
    event_bytes_ -= now.events.back().change.bytes();
    now.events.pop_back();
    --applied_;
  }
  log(std::move(event));
  if (event_bytes_ > budget_) begin_anew();
}

bool Timeline::cut() {
  Branch& now = branches_[std::size_t(now_)];
  now.last = training_.steps();
  for (std::size_t i = applied_; i < now.events.size(); ++i) event_bytes_ -= now.events[i].change.bytes();
  bool changes = now.events.size() > applied_;
  now.events.resize(applied_);
  now.inherited = std::min(now.inherited, applied_);
  now.from = std::min(now.from, now.last);
  std::erase_if(kept_, [&](const Kept& kept) {
    bool gone = kept.branch == now_ && kept.moment.step > now.last;
    if (gone) bytes_ -= kept.bytes;
    return gone;
  });
  newest_ = std::min(newest_, now.last);
  return changes;
}

void Timeline::begin_anew() {
  Branch fresh = {.last = training_.steps(), .name = Message("lab.branch.anew")};
  branches_.assign(1, fresh);
  kept_.clear();
  now_ = 0;
  applied_ = bytes_ = event_bytes_ = 0;
  ++beginnings_;
  keep();
}

void Timeline::take(std::int64_t examples, Message what) {
  log({.examples = examples, .what = std::move(what)});
  --applied_;  // `advance` takes it
}

void Timeline::log(Event event) {
  event.step = training_.steps();
  if (goes_on()) {
    Branch fresh = branch();
    fresh.parent = now_;
    fresh.from = fresh.last = event.step;
    fresh.events.resize(applied_);
    for (const Event& each : fresh.events) event_bytes_ += each.change.bytes();
    fresh.inherited = applied_;
    fresh.name = event.what;
    branches_.push_back(std::move(fresh));
    now_ = int(branches_.size()) - 1;
  }
  event_bytes_ += event.change.bytes();
  branches_[std::size_t(now_)].events.push_back(std::move(event));
  ++applied_;
}

bool Timeline::is_past_of(const Kept& kept, int branch) const {
  std::int64_t until = kept.moment.step;
  std::size_t events = kept.events;
  for (int at = branch; at >= 0; at = branches_[std::size_t(at)].parent) {
    if (kept.branch == at) return true;
    const Branch& left = branches_[std::size_t(at)];
    if (until > left.from || events > left.inherited) return false;
  }
  return false;
}

void Timeline::seek(int branch, std::int64_t step, const std::function<bool()>& go_on) {
  if (branch < 0 || branch >= int(branches_.size()))
    throw Error(Problem("lab.no_branch", {{"branch", branch}}));
  step = std::clamp(step, first(), std::max(first(), branches_[std::size_t(branch)].last));
  const Kept* best = nullptr;
  for (const Kept& kept : kept_)
    if (kept.moment.step <= step && is_past_of(kept, branch) &&
        (!best || std::pair(kept.moment.step, kept.events) > std::pair(best->moment.step, best->events)))
      best = &kept;
  bool nearer = branch == now_ && training_.steps() <= step && training_.steps() >= best->moment.step;
  if (!nearer) {
    training_.restore(best->moment);
    applied_ = best->events;
    newest_ = best->moment.step;
  }
  now_ = branch;
  for (int made = 0; training_.steps() < step; ++made) {
    if (go_on && made % 64 == 63 && !go_on()) return;
    advance();
  }
  apply_events();
}

void Timeline::keep() {
  Moment moment = training_.moment();
  std::size_t bytes = moment.bytes();
  newest_ = moment.step;
  kept_.push_back({now_, applied_, std::move(moment), bytes});
  bytes_ += bytes;
  if (bytes_ > budget_ || kept_.size() > kMost) thin();
}

// Every second one goes, but for the first of all, from which everything can be made again.
void Timeline::thin() {
  std::size_t count = 1;
  bytes_ = kept_.front().bytes;
  for (std::size_t i = 2; i < kept_.size(); i += 2) {
    bytes_ += kept_[i].bytes;
    if (count != i) kept_[count] = std::move(kept_[i]);
    ++count;
  }
  kept_.resize(count);
  spacing_ *= 2;
}

}  // namespace percept::lab
