#include "percept/lab/convolution_chain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "percept/base/spelling.hpp"
#include "percept/lab/image_kernel.hpp"

namespace percept::lab {
namespace {

const std::vector<std::string> kChanges = {"choose", "add", "blur", "remove", "earlier", "later"};

StageSettings blur() {
  StageSettings stage;
  set_kernel(stage, find_kernel("gaussian-3")->kernel());
  stage.border = "replicate";
  return stage;
}

// How the windows of a stage lie along the rows and along the columns.
struct Windows {
  std::int64_t rows, columns, dilation, stride;
};
std::optional<Windows> windows_of(const FilterStage& stage, Extent2d input) {
  if (const auto* c = std::get_if<Convolution>(&stage)) {
    if (c->transposed) return std::nullopt;
    return Windows{c->kernel.rows, c->kernel.columns, c->dilation, c->stride};
  }
  if (const auto* layer = std::get_if<Layer>(&stage)) return windows_of(slice_of(*layer, 0, 0), input);
  const auto* p = std::get_if<Pooling>(&stage);
  if (!p) return Windows{1, 1, 1, 1};
  return p->global ? Windows{input.h, input.w, 1, 1} : Windows{p->window, p->window, 1, p->stride};
}

}  // namespace

std::vector<StageSettings> chain_of(const ConvolutionSettings& settings) {
  std::vector<StageSettings> chain = settings.before;
  chain.push_back(static_cast<const StageSettings&>(settings));
  chain.insert(chain.end(), settings.after.begin(), settings.after.end());
  return chain;
}

void set_chain(ConvolutionSettings& settings, std::vector<StageSettings> chain, std::size_t focus) {
  auto at = chain.begin() + std::ptrdiff_t(focus);
  settings.after.assign(at + 1, chain.end());
  static_cast<StageSettings&>(settings) = std::move(*at);
  chain.resize(focus);
  settings.before = std::move(chain);
}

void change_chain(ConvolutionSettings& settings, std::string_view change, std::int64_t stage) {
  std::vector<StageSettings> chain = chain_of(settings);
  std::size_t count = chain.size(), at = std::size_t(stage), focus = at;
  if (stage < 0 || at >= count)
    throw Error(Problem("lab.chain.place", {{"stage", stage + 1}, {"count", count}})
                    .with_hint("lab.chain.place.hint", {{"count", count}}));
  if (change == "add" || change == "blur") {
    if (count == kMostChained)
      throw Error(Problem("lab.chain.full", {{"most", kMostChained}}).with_hint("lab.chain.full.hint"));
    StageSettings next = change == "add" ? chain[at] : blur();
    chain.insert(chain.begin() + stage + 1, std::move(next));
    focus = at + 1;
  } else if (change == "remove") {
    if (count == 1) throw Error(Problem("lab.chain.last").with_hint("lab.chain.last.hint"));
    chain.erase(chain.begin() + stage);
    focus = std::min(at, count - 2);
  } else if (change == "earlier" || change == "later") {
    focus = change == "earlier" ? at - 1 : at + 1;
    if (focus >= count)  // of the first one, too
      throw Error(Problem(change == "earlier" ? "lab.chain.first" : "lab.chain.behind")
                      .with_hint("lab.chain.end.hint"));
    std::swap(chain[at], chain[focus]);
  } else if (change != "choose") {
    throw Error(
        unknown_word(Problem("lab.chain.change", {{"word", change.substr(0, 40)}}), change, kChanges));
  }
  set_chain(settings, std::move(chain), focus);
}

void fit_filters(ConvolutionSettings& settings, std::int64_t channels) {
  std::vector<StageSettings> chain = chain_of(settings);
  for (StageSettings& stage : chain) {
    if (stage.operation != "layer") continue;
    auto wanted = std::size_t(channels / stage.groups);
    Matrix kernel = matrix_of_rows(stage.filters.front().weights.front());
    bool fits =
        channels % stage.groups == 0 && stage.filters.size() * wanted * kernel.numbers.size() <= kMostWeights;
    for (FilterSettings& filter : stage.filters) {
      std::size_t have = filter.weights.size();
      while (fits && filter.weights.size() > wanted) filter.weights.pop_back();
      while (fits && filter.weights.size() < wanted)
        filter.weights.push_back(filter.weights[filter.weights.size() % have]);
    }
    channels = std::int64_t(stage.filters.size());
  }
  set_chain(settings, std::move(chain), settings.before.size());
}

std::optional<Reach> reach_behind(const std::optional<Reach>& before, const FilterStage& stage,
                                  Extent2d input) {
  std::optional<Windows> w = windows_of(stage, input);
  if (!before || !w) return std::nullopt;
  return Reach{
      .height = before->height + (w->rows - 1) * w->dilation * before->step,
      .width = before->width + (w->columns - 1) * w->dilation * before->step,
      .step = before->step * w->stride,
      .formula = fmt::format("{} + ({} - 1)·{}·{}", before->height, w->rows, w->dilation, before->step)};
}

}  // namespace percept::lab
