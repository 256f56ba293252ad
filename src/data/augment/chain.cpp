#include "chain.hpp"

#include "percept/base/spelling.hpp"
#include "percept/data/augmentation.hpp"

namespace percept::data {
namespace augment {
namespace {

using Needs = WordKind::Needs;

constexpr WordFaults kFaults = {"data.augment.word", "data.augment.missing", "data.augment.no_option",
                                "data.augment.choice"};

const WordKind& kind_of(const std::string& name) {
  std::vector<std::string> names;
  for (const WordKind& kind : word_kinds()) {
    if (kind.name == name) return kind;
    names.emplace_back(kind.name);
  }
  throw Error(unknown_word(Problem("data.augment.unknown", {{"name", name}}), name, names));
}

Picture picture_of(float* values, const Shape& shape) {
  if (shape.rank() == 3) return {values, shape[0], shape[1], shape[2]};
  return {values, 1, 1, shape.elements(), false};
}

}  // namespace

Chain::Chain(const std::vector<std::string>& words) {
  for (const std::string& text : words) {
    bool mixed = mixup_.has_value();
    lines_.push_back({text, nullptr, {}});
    try {
      Words line(text, kFaults);
      const WordKind& kind = kind_of(line.name());
      lines_.back().kind = &kind;
      line.set_hint(Message("data.augment.form", {{"form", kind.form}}));
      kind.read(line, *this);
      line.require_no_more();
      if (mixed) throw Error(Problem("data.augment.after_mixup").with_hint("data.augment.after_mixup.hint"));
    } catch (const Error& error) {
      throw Error(Problem(error.problem()).at(place(word())));
    }
  }
}

std::string Chain::place(std::size_t line) const {
  return percept::text("data.augment.place",
                       {{"number", line + 1}, {"words", lines_[line].text.substr(0, 60)}});
}

Warp& Chain::warp(std::optional<Fill> fill) {
  auto* last = steps_.empty() ? nullptr : dynamic_cast<Warp*>(steps_.back().get());
  if (last && last->takes(fill)) return *last;
  steps_.push_back(std::make_unique<Warp>());
  return static_cast<Warp&>(*steps_.back());
}

void Chain::require_fits(const Dataset& dataset) const {
  const Field& first = dataset.fields().front();
  bool image = first.shape.rank() == 3;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    auto refuse = [&](const char* id, const char* hint, std::vector<Argument> arguments) {
      arguments.emplace_back("name", line.kind->name);
      throw Error(Problem(id, std::move(arguments)).about(dataset.name()).with_hint(hint).at(place(i)));
    };
    std::string have = first.name + " " + std::string(name_of(first.dtype)) + to_string(first.shape);
    if (first.dtype != DType::f32 || (line.kind->needs != Needs::numbers && !image))
      refuse("data.augment.needs_image", "data.augment.needs.hint", {{"have", have}});
    if (line.kind->needs == Needs::colour && first.shape[0] != 3)
      refuse("data.augment.needs_colour", "data.augment.needs.hint", {{"have", have}});
    if (line.window) {
      const auto& [size, pad] = *line.window;
      if (size.height > first.shape[1] + 2 * pad || size.width > first.shape[2] + 2 * pad)
        refuse("data.augment.window", "data.augment.window.hint", {{"have", have}, {"pad", pad}});
    }
  }
  bool labelled = dataset.fields().size() > 1 && !dataset.classes().empty() &&
                  dataset.fields()[1] == Field{"label", DType::i64, {}};
  if (mixup_ && !labelled)
    throw Error(Problem("data.augment.needs_classes")
                    .about(dataset.name())
                    .with_hint("data.augment.needs.hint")
                    .at(place(lines_.size() - 1)));
}

std::vector<RandomStream> Chain::streams(std::uint64_t seed, std::int64_t epoch) const {
  std::vector<RandomStream> streams;
  for (const Line& line : lines_)
    streams.emplace_back(seed,
                         "augment." + std::to_string(streams.size()) + "." + std::string(line.kind->name),
                         line.kind->same_every_epoch ? 0 : std::uint64_t(epoch));
  return streams;
}

void Chain::apply(Tensor& first, std::span<const std::int64_t> keys, std::span<const RandomStream> streams,
                  std::int64_t epoch, Workspace& workspace) const {
  if (steps_.empty() || keys.empty()) return;
  const Shape& batch = first.shape();
  Shape shape(std::vector<std::int64_t>(batch.begin() + 1, batch.end()));
  float* values = first.data<float>().data();
  for (std::int64_t key : keys) {
    Picture picture = picture_of(values, shape);
    for (const std::unique_ptr<Step>& step : steps_)
      step->apply(picture, {streams, std::uint64_t(key), epoch}, workspace);
    values += picture.size();
  }
}

}  // namespace augment

std::vector<AugmentationDoc> augmentation_docs() {
  std::vector<AugmentationDoc> docs;
  for (const augment::WordKind& kind : augment::word_kinds())
    docs.push_back({std::string(kind.form), text("data.augment_doc." + std::string(kind.name))});
  return docs;
}

void require_augmentation(const std::vector<std::string>& words) { augment::Chain chain(words); }

void require_augmentation(const std::vector<std::string>& words, const Dataset& dataset) {
  augment::Chain(words).require_fits(dataset);
}

}  // namespace percept::data
