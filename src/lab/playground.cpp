#include "percept/lab/playground.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

#include "curve.hpp"
#include "exports.hpp"
#include "eye.hpp"
#include "formula_points.hpp"
#include "percept/lab/catalogue.hpp"
#include "rules.hpp"
#include "saved.hpp"
#include "timeline.hpp"

namespace percept::lab {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBudget = 64 << 20;  // of the timeline, bytes
constexpr std::size_t kMostUndone = 200, kMostCourses = 8;

double seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

bool same_place(const Change& a, const Change& b) {
  auto same = [](const Element& x, const Element& y) { return x.path == y.path && x.index == y.index; };
  return std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end(), same);
}

// "hidden2.weight" is of the second layer; what is of the last one has words of its own.
Message in_layer(const std::string& prefix, const std::string& path, std::vector<Argument> arguments = {}) {
  constexpr std::string_view kHidden = "hidden";
  bool hidden = path.starts_with(kHidden);
  if (hidden) {
    std::string number = path.substr(kHidden.size(), path.find('.') - kHidden.size());
    arguments.insert(arguments.begin(), {"layer", number});
  }
  return {prefix + (hidden ? "hidden" : "output"), std::move(arguments)};
}

// Of the same kind, and of the same setting, which is the first argument.
bool same_subject(const Message& a, const Message& b) {
  if (a.id != b.id || a.arguments.empty() != b.arguments.empty()) return false;
  return a.arguments.empty() || a.arguments.front().value == b.arguments.front().value;
}

// Weights from a file are those of the network that the same file describes.
void require_fitting(const Moment& moment, Training& fresh) {
  for (const auto& [path, tensor] : moment.tensors)
    if (const ParameterStore::Entry* entry = fresh.store().find(path);
        !entry || entry->value.shape() != tensor.shape() || entry->value.dtype() != tensor.dtype())
      throw Error(not_saved(path));
  for (const Lock& lock : moment.locks)
    if (const ParameterStore::Entry* entry = fresh.store().find(lock.path);
        !entry || lock.index >= entry->value.size() || entry->value.dtype() != DType::f32)
      throw Error(not_saved("locks"));
  if (moment.position >= fresh.points().train.size()) throw Error(not_saved("position"));
}

// A change that can be taken back, by the change that does so.
struct Undo {
  Change change;
  Message what;
  bool open = false;  // may be gone on with
};

// A training and its past, from its beginning on. To begin anew puts it aside whole.
struct Course {
  std::unique_ptr<Training> training;
  std::unique_ptr<Timeline> timeline;
  std::unique_ptr<Eye> eye;     // large, and of the one at hand alone
  std::map<int, Curve> curves;  // by branch
  std::vector<Undo> undo, redo;
  Message begun{"lab.edit.reset"};

  Course(std::unique_ptr<Training> fresh, Message how) : training(std::move(fresh)), begun(std::move(how)) {
    timeline = std::make_unique<Timeline>(*training, kBudget, Message("lab.branch.first"));
    open_eye();
  }
  void open_eye() { eye = std::make_unique<Eye>(*training); }
  // Nothing has happened in it.
  bool blank() const {
    const Branch& only = timeline->branch();
    return timeline->branches().size() == 1 && only.last == 0 && only.events.empty();
  }
};

}  // namespace

struct Playground::Inner : Course {
  std::deque<Course> before, after;  // begun earlier, the last one last; and undone

  bool playing = false;
  double asked = 0;  // epochs a second
  Clock::time_point began;
  double began_at = 0;  // epochs
  std::optional<Message> stopped;
  double measured = 0;             // epochs a second
  double worked = 0, trained = 0;  // seconds and epochs since the last picture

  double best = INFINITY;  // test loss, for patience
  std::int64_t best_epoch = 0;

  std::function<bool()> go_on = [] { return true; };
  std::uint64_t states = 1, pictures = 1, points = 1;

  explicit Inner(const Settings& settings) : Course(make(settings), Message("lab.edit.reset")) {}

  static std::unique_ptr<Training> make(const Settings& settings) {
    return std::make_unique<Training>(std::make_shared<const Settings>(settings));
  }
  Course& course() { return *this; }

  // Begins another course; an undo leads back to the one that was.
  void begin(std::unique_ptr<Training> fresh, Message how) {
    Course next(std::move(fresh), std::move(how));
    redo.clear();
    std::swap(course(), next);
    next.eye.reset();
    before.push_back(std::move(next));
    after.clear();
    auto bytes = [](std::size_t sum, const Course& each) { return sum + each.timeline->bytes(); };
    while (before.size() > kMostCourses ||
           std::accumulate(before.begin(), before.end(), std::size_t(0), bytes) > kBudget)
      before.pop_front();
    replaced();
  }

  // The course that was begun before this one, or the next again.
  void go_to_course(std::deque<Course>& from, std::deque<Course>& to) {
    from.back().open_eye();
    to.push_back(std::move(from.back()));
    from.pop_back();
    std::swap(course(), to.back());
    to.back().eye.reset();
    replaced();
  }

  void replaced() {
    stopped.reset();
    playing = false;
    forget_best();
    ++states, ++pictures, ++points;
  }

  void forget_best() { best = INFINITY, best_epoch = training->epoch(); }

  void halt(Message why) {
    playing = false;
    stopped = std::move(why);
    ++states, ++pictures;
  }

  // One step of the timeline. Where a number overflows, it goes back to a step shortly before at which all
  // losses are finite.
  bool advance() {
    bool new_step = training->steps() >= timeline->branch().last;
    if (new_step && training->learnt()) return halt({"lab.learnt." + training->settings().rule}), false;
    timeline->advance();
    if (training->finite()) return true;
    // The batch that overflowed need not have been the first that would have.
    std::int64_t bad = training->steps(), back = 2;
    do timeline->seek(timeline->now(), std::max<std::int64_t>(bad - back, 0));
    while (back < bad && (back *= 2) > 0 &&
           !(std::isfinite(training->score(true).loss) && std::isfinite(training->score(false).loss)));
    if (timeline->cut()) undo.clear(), redo.clear();
    curves[timeline->now()] = curves[timeline->now()].until(training->epochs());
    halt({"lab.overflow", {{"step", bad}, {"lr", training->rate()}}});
    return false;
  }

  // At the end of an epoch, where there are stop rules.
  bool may_go_on() {
    const StopSettings& stop = training->settings().stop;
    if (!stop.any()) return true;
    if (stop.epochs > 0 && training->epoch() == stop.epochs)
      return halt({"lab.stopped.epochs", {{"epochs", stop.epochs}}}), false;
    if (stop.loss <= 0 && stop.patience <= 0) return true;
    double loss = training->score(false).loss;
    if (stop.loss > 0 && loss <= stop.loss)
      return halt({"lab.stopped.loss", {{"loss", loss}, {"limit", stop.loss}}}), false;
    if (loss < best) best = loss, best_epoch = training->epoch();
    if (stop.patience > 0 && training->epoch() - best_epoch >= stop.patience)
      return halt({"lab.stopped.patience", {{"epochs", stop.patience}, {"best", best}}}), false;
    return true;
  }

  void log(const Change& change, const Message& what, bool replaces = false) {
    int branch = timeline->now(), beginnings = timeline->beginnings();
    timeline->change({.change = change, .what = what}, replaces);
    if (timeline->beginnings() != beginnings) curves = {{0, curves[branch].until(training->epochs())}};
  }

  // A change by the user: on the timeline, and with its way back. What goes on with the change before, as a
  // drag does, is taken back with it.
  void change(const Change& change, Message what, bool data_too = false, bool goes_on = false) {
    goes_on = goes_on && !undo.empty() && undo.back().open && same_subject(undo.back().what, what) &&
              same_place(undo.back().change, change);
    Change back = training->inverse(change);
    // Where other settings make another network, what they keep of the weights hangs on those before.
    log(change, what, goes_on && back.tensors.empty());
    if (goes_on)
      undo.back().what = std::move(what);
    else
      undo.push_back({std::move(back), std::move(what), true});
    redo.clear();
    after.clear();
    std::size_t bytes = 0, fitting = 0;  // the newest that fit the budget
    while (fitting < std::min(undo.size(), kMostUndone) &&
           (bytes += undo[undo.size() - 1 - fitting].change.bytes()) <= kBudget)
      ++fitting;
    undo.erase(undo.begin(), undo.end() - std::ptrdiff_t(fitting));
    changed(data_too);
  }

  void changed(bool data_too) {
    stopped.reset();
    forget_best();
    inherit_curve();
    if (data_too) ++points;
    ++states, ++pictures;
  }

  // A branch begins with its parent's curve up to where it left it.
  void inherit_curve() {
    int now = timeline->now();
    if (curves.contains(now)) return;
    const Branch& branch = timeline->branch();
    if (branch.parent >= 0) curves[now] = curves[branch.parent].until(training->epochs());
  }

  // `anew`: of those that there are none stays.
  void set_points(std::vector<PointRow> rows, bool anew, bool goes_on = false) {
    Settings changed = training->settings();
    changed.data.points = std::move(rows);
    changed.data.set = "own";
    require_sound(changed);
    arrange_points(changed.data, anew ? nullptr : &training->points());
    std::int64_t classes = classes_of(changed);
    if (!find_loss(changed.loss)->fits(classes)) changed.loss = usual_loss(classes);
    change({.settings = std::make_shared<const Settings>(std::move(changed))}, {"lab.edit.points"}, true,
           goes_on);
  }

  void go_back_or_on(std::vector<Undo>& from, std::vector<Undo>& to) {
    if (from.empty()) throw Error(Problem("lab.nothing_to_undo"));
    Undo step = from.back();
    Change back = training->inverse(step.change);
    log(step.change, step.what);
    for (Undo& each : undo) each.open = false;
    from.pop_back();
    to.push_back({std::move(back), step.what});
    changed(true);
  }

  const ParameterStore::Entry& weight(const std::string& path, std::int64_t index) const {
    if (is_memory(training->settings().rule))
      throw Error(Problem("lab.rule.weight").with_hint("lab.rule.weight.hint"));
    const ParameterStore::Entry* entry = nullptr;
    for (const NetworkLayer& layer : training->network().layers)
      if (path == layer.path + ".weight" || path == layer.path + ".bias")
        entry = training->store().find(path);
    if (!entry || index < 0 || index >= entry->value.size())
      throw Error(Problem("lab.no_weight", {{"path", path.substr(0, 80)}, {"index", index}}));
    return *entry;
  }

  Scored scored(bool train) {
    Score score = training->score(train);
    auto known = [](double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; };
    return {known(score.loss), known(score.accuracy), known(score.r_squared)};
  }

  Picture empty_picture(const char* kind) {
    Picture picture;
    picture.kind = kind;
    picture.step = training->steps();
    picture.branch = timeline->now();
    picture.epoch = training->epochs();
    picture.playing = playing;
    picture.lr = training->rate();
    picture.stopped = stopped;
    picture.first = timeline->first();
    picture.last = timeline->branch().last;
    return picture;
  }
};

Playground::Playground(const Settings& settings) : inner_(std::make_unique<Inner>(settings)) {}
Playground::~Playground() = default;

void Playground::play(double epochs_per_second) {
  Inner& in = *inner_;
  require_range("epochs_per_second", epochs_per_second, 0, 1e9);
  in.playing = true;
  in.asked = epochs_per_second;
  in.began = Clock::now();
  in.began_at = in.training->epochs();
  in.stopped.reset();
  in.forget_best();
  ++in.states, ++in.pictures;
}

void Playground::pause() {
  if (!inner_->playing) return;
  inner_->playing = false;
  ++inner_->states, ++inner_->pictures;
}

bool Playground::playing() const { return inner_->playing; }

void Playground::work(Clock::time_point until) {
  Inner& in = *inner_;
  if (!in.playing) return;
  Clock::time_point start = Clock::now();
  double before = in.training->epochs();
  std::uint64_t generation = in.training->generation();
  std::shared_ptr<const Settings> settings = in.training->shared_settings();
  std::vector<Lock> locks = in.training->locks();
  std::int64_t first_step = in.training->steps();
  int between = 1;  // steps between two looks at the clock, which is slower than a step of a small network
  for (int made = 1; in.playing; ++made) {
    if (in.asked > 0 && in.training->epochs() - in.began_at >= in.asked * seconds(Clock::now() - in.began))
      break;
    if (made % between == 0) {
      Clock::time_point now = Clock::now();
      if (now >= until) break;
      between = seconds(now - start) / made < 20e-6 ? 16 : 1;
    }
    if (in.advance() && in.training->between_epochs()) in.may_go_on();
    if (in.playing && in.training->learnt()) in.halt({"lab.learnt." + in.training->settings().rule});
  }
  // An edit on a known way.
  if (in.training->generation() != generation) ++in.points;
  if (in.training->shared_settings() != settings || in.training->locks() != locks) ++in.states;
  in.worked += seconds(Clock::now() - start);
  in.trained += in.training->epochs() - before;
  if (in.training->steps() != first_step) ++in.pictures;
}

void Playground::step(const std::string& unit, std::int64_t count) {
  Inner& in = *inner_;
  if (count == 0 || std::abs(count) > 100'000) throw Error(Problem("lab.step.count"));
  if (unit != "epoch" && unit != "batch" && unit != "sample")
    throw Error(Problem("lab.step.unit", {{"unit", unit.substr(0, 40)}}));
  in.playing = false;
  in.stopped.reset();
  std::uint64_t generation = in.training->generation();
  if (count < 0) {
    std::int64_t back = unit == "epoch" ? -count * in.training->steps_per_epoch() : -count;
    in.timeline->seek(in.timeline->now(), in.training->steps() - back, in.go_on);
  } else {
    bool goes_on = true;
    for (std::int64_t i = 0; i < count && goes_on; ++i) {
      if (unit == "sample") in.timeline->take(1, {"lab.edit.sample"});
      do goes_on = in.advance() && in.go_on();
      while (goes_on && unit == "epoch" && !in.training->between_epochs());
    }
  }
  if (in.training->generation() != generation) ++in.points;
  in.inherit_curve();
  ++in.states, ++in.pictures;
}

void Playground::interrupt_by(std::function<bool()> go_on) { inner_->go_on = std::move(go_on); }

void Playground::seek(std::int64_t step) {
  Inner& in = *inner_;
  in.playing = false;
  in.stopped.reset();
  std::uint64_t generation = in.training->generation();
  in.timeline->seek(in.timeline->now(), step, in.go_on);
  if (in.training->generation() != generation) ++in.points;
  in.forget_best();
  ++in.states, ++in.pictures;
}

void Playground::reset() {
  Inner& in = *inner_;
  if (in.blank()) return in.replaced();
  in.begin(Inner::make(settings()), Message("lab.edit.reset"));
}

void Playground::adopt(const Settings& settings) {
  inner_->begin(Inner::make(settings), Message("lab.edit.adopt"));
}

void Playground::go_to_branch(std::int64_t branch) {
  Inner& in = *inner_;
  if (branch < 0 || branch >= std::int64_t(in.timeline->branches().size()))
    throw Error(Problem("lab.no_branch", {{"branch", branch}}));
  in.playing = false;
  in.stopped.reset();
  in.timeline->seek(int(branch), in.timeline->branches()[std::size_t(branch)].last, in.go_on);
  in.undo.clear();  // of what the other branch was
  in.redo.clear();
  in.forget_best();
  ++in.states, ++in.pictures, ++in.points;
}

void Playground::edit(std::string_view changes, bool goes_on) {
  Inner& in = *inner_;
  Settings changed = change_settings(in.training->settings(), changes).value();
  std::string now = format_settings(in.training->settings());
  if (format_settings(changed) == now) return;
  bool data_too =
      changed.mode != in.training->settings().mode || changed.data != in.training->settings().data;
  in.change({.settings = std::make_shared<const Settings>(std::move(changed))}, what_changed(changes),
            data_too, goes_on);
}

void Playground::set_weight(const std::string& path, std::int64_t index, double value, bool goes_on) {
  Inner& in = *inner_;
  require_range(path, value, -1e6, 1e6);
  in.weight(path, index);
  Change change{.elements = {{path, index, value}}};
  std::vector<Lock> locks = in.training->locks();
  for (Lock& lock : locks)  // a weight that is held is held at its new value
    if (lock.path == path && lock.index == index) lock.value = float(value);
  if (locks != in.training->locks()) change.locks = std::move(locks);
  in.change(change, in_layer("lab.edit.weight.", path, {{"value", value}}), false, goes_on);
}

void Playground::lock(const std::string& path, std::int64_t index, bool locked) {
  Inner& in = *inner_;
  auto value = float(in.weight(path, index).value.at(index));
  std::vector<Lock> locks = in.training->locks();
  std::erase_if(locks, [&](const Lock& lock) { return lock.path == path && lock.index == index; });
  if (locked) locks.push_back({path, index, value});
  if (locks == in.training->locks()) return;
  in.change({.locks = locks}, in_layer(locked ? "lab.edit.lock." : "lab.edit.unlock.", path));
}

void Playground::set_points(std::vector<PointRow> points, bool goes_on) {
  inner_->set_points(std::move(points), false, goes_on);
}

void Playground::set_points_csv(std::string_view text, const TableColumns& chosen) {
  bool curve = settings().mode == "curve";
  inner_->set_points(read_points_csv(text, curve, chosen).value(), true);
}

void Playground::draw_points(const std::string& formula, bool values) {
  inner_->set_points(draw_by_formula(settings(), formula, values), true);
}

void Playground::undo() {
  Inner& in = *inner_;
  if (in.undo.empty() && !in.before.empty()) return in.go_to_course(in.before, in.after);
  in.go_back_or_on(in.undo, in.redo);
}

void Playground::redo() {
  Inner& in = *inner_;
  if (in.redo.empty() && !in.after.empty()) return in.go_to_course(in.after, in.before);
  in.go_back_or_on(in.redo, in.undo);
}

const Settings& Playground::settings() const { return inner_->training->settings(); }
std::uint64_t Playground::state_version() const { return inner_->states; }
std::uint64_t Playground::picture_version() const { return inner_->pictures; }

PlaygroundState Playground::state() {
  Inner& in = *inner_;
  const Training& training = *in.training;
  const Network& network = training.network();
  PlaygroundState state{.settings = training.settings(),
                        .model = model_of(training.settings()),
                        .degree = degree_of(training.settings())};
  bool solved = training.settings().rule == kLeastSquares;
  state.layers.push_back({.units = training.features(true).shape()[1],
                          .names = solved ? std::vector<std::string>{"x"} : training.settings().features});
  for (const NetworkLayer& layer : network.layers) {
    LayerShape shape{.path = layer.path,
                     .units = layer.units,
                     .activation = layer.activation,
                     .from = {layer.from.begin(), layer.from.end()}};
    for (const std::string& part : {layer.path, layer.norm})
      for (const auto& [path, entry] : in.training->store().entries())
        if (!part.empty() && entry.parameter.trainable && path.starts_with(part + "."))
          shape.parameters += entry.value.size();
    if (&layer == &network.layers.back() && layer.units > 1) shape.names = training.points().classes;
    state.layers.push_back(std::move(shape));
  }
  state.classes = training.points().classes;
  for (const Branch& branch : in.timeline->branches())
    state.branches.push_back({.id = std::int64_t(state.branches.size()),
                              .parent = branch.parent,
                              .from = branch.from,
                              .last = branch.last,
                              .name = branch.name});
  state.branch = in.timeline->now();
  for (const Event& event : in.timeline->branch().events) state.edits.push_back({event.step, event.what});
  for (const Lock& lock : training.locks()) state.locks.push_back({lock.path, lock.index});
  if (!in.undo.empty())
    state.undo = in.undo.back().what;
  else if (!in.before.empty())
    state.undo = in.begun;
  if (!in.redo.empty())
    state.redo = in.redo.back().what;
  else if (!in.after.empty())
    state.redo = in.after.back().begun;
  state.playing = in.playing;
  state.epochs_per_second = in.asked;
  state.points = std::int64_t(in.points);
  state.steps_per_epoch = training.steps_per_epoch();
  const Domain& domain = in.eye->domain();
  state.domain = {domain.left, domain.right, domain.bottom, domain.top};
  return state;
}

Picture Playground::picture(const View& view) {
  Inner& in = *inner_;
  Picture picture = in.empty_picture("network");
  picture.train = in.scored(true);
  picture.test = in.scored(false);
  if (in.worked > 0.02) {
    in.measured = in.trained / in.worked;
    in.worked = in.trained = 0;
  }
  picture.epochs_per_second = in.playing ? in.measured : 0;
  Curve& curve = in.curves[in.timeline->now()];
  curve.add({picture.epoch, picture.train.loss.value_or(NAN), picture.test.loss.value_or(NAN),
             picture.train.accuracy.value_or(NAN), picture.test.accuracy.value_or(NAN)});
  in.eye->add_maps(view, picture.blobs);
  in.eye->add_weights(picture.blobs);
  in.eye->add_gradients(view, picture.blobs);
  in.eye->add_judgement(picture.blobs);
  picture.looked = in.training->tally().look;
  picture.mistakes = in.eye->mistakes();
  picture.blobs.push_back(curve.blob());
  return picture;
}

Picture Playground::points_picture() {
  Picture picture = inner_->empty_picture("points");
  inner_->eye->add_points(picture.blobs);
  return picture;
}

Picture Playground::warp_picture(std::int64_t layer, const std::vector<std::int64_t>& units) {
  Picture picture = inner_->empty_picture("warp");
  inner_->eye->add_warp(layer, units, picture.blobs);
  return picture;
}

Probe Playground::probe(double x1, double x2, std::optional<double> target) {
  if (!std::isfinite(x1) || !std::isfinite(x2) || std::abs(x1) > 1e6 || std::abs(x2) > 1e6)
    throw Error(Problem("lab.place"));
  return inner_->eye->probe(x1, x2, target);
}

ExportedFile Playground::export_as(const std::string& form) {
  return export_training(*inner_->training, form);
}

std::string Playground::save() { return save_moment(inner_->training->moment()); }

void Playground::open(std::string_view text) {
  Moment moment = read_moment(text).value();
  auto fresh = std::make_unique<Training>(moment.settings);
  require_fitting(moment, *fresh);
  fresh->restore(moment);
  inner_->begin(std::move(fresh), Message("lab.edit.open"));
}

}  // namespace percept::lab
