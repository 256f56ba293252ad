#include "percept/lab/convolution_lab.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <set>

#include "percept/io/image.hpp"
#include "percept/lab/convolution_chain.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"
#include "percept/lab/settings.hpp"
#include "planes.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kMostPatches = 64 * 64;
constexpr std::size_t kMostUndone = 200;
constexpr std::int64_t kMostKept = 96 << 20;  // bytes of the user's pictures that undo keeps
constexpr std::int64_t kWidestTyped = 64;
constexpr std::int64_t kMostOfMatrix = 64 * 64 * kWidestOfMatrix * kWidestOfMatrix;

/// A picture of the user's, as it was opened.
struct OwnPicture {
  std::string name;
  Tensor planes;  // f32 [C, H, W]
  Extent2d given{0, 0};
  bool typed = false;
};

// Padding of a transposed convolution is cut off and not put around.
bool is_spread(const StageSettings& s) { return s.operation == "convolution" && s.transposed; }

// So that the numbers of a picture fit into one message of the studio: those of the output with three bytes
// of its colours, and those of the input with its border.
void require_room(const StageSettings& s, const Shape& input, bool of_bytes, std::int64_t channels,
                  Extent2d output) {
  constexpr std::int64_t kRoom = 31 << 20, kBytesOut = 7;
  std::int64_t around = is_spread(s) ? 0 : 2 * border_of(s),
               bytes_in = input[0] * (input[1] + around) * (input[2] + around) * (of_bytes ? 1 : 4),
               most = std::max(std::int64_t(0), kRoom - bytes_in) / kBytesOut / channels;
  if (output.h > most / output.w)
    throw Error(Problem("lab.filter.pixels", {{"width", output.w}, {"height", output.h}, {"most", most}})
                    .with_hint("lab.filter.pixels.hint"));
}

std::vector<std::int64_t> sides(const Tensor& tensor) {
  const Shape& s = tensor.shape();
  return {s[0], s[1], s[2]};
}

}  // namespace

struct ConvolutionLab::Inner {
  struct Moment {
    ConvolutionSettings settings;
    std::shared_ptr<const OwnPicture> own;
  };

  Moment now;
  std::vector<Moment> before, after;
  bool open = false;  // the last edit may go on
  std::uint64_t version = 0;

  /// A stage of the chain as it was made last.
  struct Link {
    std::vector<FilterStage> stages;  // the relu is one of its own
    std::unique_ptr<Filter> filter;
    Tensor output;
    bool coloured = false;  // the output's three channels are those of a colour picture
    std::optional<Reach> reach;
  };

  Tensor given, input, output;  // f32 [C, H, W]
  Tensor source;                // what the chain is made of
  Moment source_of;
  std::unique_ptr<Filter> live;               // of a camera's frames
  std::vector<Link> links;                    // up to the first that cannot be made
  std::optional<Problem> fault;               // why the next one cannot
  ConvolutionSettings made;                   // of the output
  bool made_of_bytes = true;                  // of its input
  bool of_bytes = true, few_numbers = false;  // of the source
  bool coloured = false, coloured_input = false;
  std::optional<Problem> problem;
  std::optional<std::int64_t> moved;
  std::unique_ptr<FilterWalk> steps;

  void take(Moment moment, bool goes_on) {
    if (!(goes_on && open && !before.empty())) before.push_back(now);
    after.clear();
    open = true;
    now = std::move(moment);
    fit_filters(now.settings, channels_of(now));
    while (before.size() > kMostUndone || picture_bytes() > kMostKept) before.erase(before.begin());
    make();
  }

  // Of the user's own: those that undo could bring back, and the one at hand.
  std::int64_t picture_bytes() const {
    std::set<const OwnPicture*> all = {now.own.get()};
    for (const Moment& each : before) all.insert(each.own.get());
    std::int64_t bytes = 0;
    for (const OwnPicture* each : all)
      if (each) bytes += each->planes.size() * std::int64_t(sizeof(float));
    return bytes;
  }

  void replace_own(std::shared_ptr<const OwnPicture> own) {
    std::shared_ptr<const OwnPicture> old = now.own;
    auto replace = [&](Moment& each) {
      if (each.own == old) each.own = own;
    };
    replace(now);
    for (auto* moments : {&before, &after}) std::for_each(moments->begin(), moments->end(), replace);
    make();
  }

  void go(std::vector<Moment>& from, std::vector<Moment>& to) {
    if (from.empty()) throw Error(with_remedy(Problem("lab.nothing_to_undo")));
    to.push_back(std::move(now));
    now = std::move(from.back());
    from.pop_back();
    open = false;
    make();
  }

  /// Looks at another stage: that alone is nothing to undo.
  void look(ConvolutionSettings settings) {
    now.settings = std::move(settings);
    open = false;
    make();
  }

  static Tensor picture_of(const Moment& moment) {
    const ConvolutionSettings& s = moment.settings;
    return s.picture == "own" ? moment.own->planes : find_sample(s.picture)->planes();
  }
  std::int64_t channels_of(const Moment& moment) const {
    if (!moment.settings.colour) return 1;
    bool held = given.size() > 0 && moment.settings.picture == source_of.settings.picture &&
                moment.own == source_of.own;
    return (held ? given : picture_of(moment)).shape()[0];
  }
  bool same_source(const Moment& a, const Moment& b) const {
    return source.size() > 0 && a.settings.picture == b.settings.picture &&
           a.settings.colour == b.settings.colour && a.settings.shift == b.settings.shift && a.own == b.own;
  }

  // The next link. Only what has changed is made anew, and only other numbers of a kernel need no compiling.
  Link made_link(Link link, const StageSettings& settings, bool& changed) const {
    const Tensor& planes = links.empty() ? source : links.back().output;
    Extent2d size(planes.shape()[1], planes.shape()[2]);
    std::vector<FilterStage> stages = stages_of(settings);
    std::int64_t channels = output_channels(stages.front(), planes.shape()[0]);
    require_room(settings, planes.shape(), links.empty() && of_bytes, channels,
                 output_size(stages.front(), size));
    if (changed || link.stages != stages) {
      changed = true;
      if (!link.filter || !link.filter->set_numbers(stages)) link.filter = std::make_unique<Filter>(stages);
      link.output = link.filter->run(planes).clone();
      link.stages = std::move(stages);
    }
    link.coloured =
        settings.operation != "layer" && (links.empty() ? planes.shape()[0] == 3 : links.back().coloured);
    link.reach = reach_behind(links.empty() ? Reach() : links.back().reach, link.stages.front(), size);
    return link;
  }

  void make_links() {
    std::vector<StageSettings> chain = chain_of(now.settings);
    bool changed = !same_source(now, source_of);
    if (changed) {
      given = picture_of(now);
      source = shifted(now.settings.colour ? given : grey_of(given), now.settings.shift);
      source_of = now;
      of_bytes = is_of_bytes(source);
      const SamplePicture* sample = find_sample(now.settings.picture);
      few_numbers = sample ? !sample->numbers.empty() : now.own->typed;
    }
    fault.reset();
    std::vector<Link> old = std::move(links);
    links.clear();
    old.resize(chain.size());
    for (std::size_t i = 0; i < chain.size(); ++i) try {
        links.push_back(made_link(std::move(old[i]), chain[i], changed));
      } catch (const Error& error) {
        fault = error.problem();
        return;
      }
  }

  void make() {
    ++version;
    const ConvolutionSettings& s = now.settings;
    make_links();
    std::size_t focus = s.before.size();
    problem = links.size() > focus ? std::nullopt : fault;
    if (problem) return;
    input = focus == 0 ? source : links[focus - 1].output;
    output = links[focus].output;
    coloured = links[focus].coloured;
    coloured_input = focus == 0 ? source.shape()[0] == 3 : links[focus - 1].coloured;
    moved.reset();
    if (s.shift > 0) moved = difference(unshifted(focus));
    made = s;
    made_of_bytes = focus == 0 && of_bytes;
    steps.reset();
  }

  // What the stages up to the one that is looked at make of a camera's frame, as one network. Behind a layer
  // channels are no colours.
  Tensor filter_live(const Tensor& planes, bool& coloured) {
    std::vector<StageSettings> chain = chain_of(now.settings);
    std::vector<FilterStage> stages;
    std::int64_t channels = planes.shape()[0];
    Extent2d size{planes.shape()[1], planes.shape()[2]};
    for (std::size_t i = 0; i <= now.settings.before.size(); ++i) {
      std::vector<FilterStage> next = stages_of(chain[i]);
      Shape input = {channels, size.h, size.w};
      channels = output_channels(next.front(), channels);
      size = output_size(next.front(), size);
      require_room(chain[i], input, false, channels, size);
      coloured = coloured && chain[i].operation != "layer";
      stages.insert(stages.end(), next.begin(), next.end());
    }
    bool held = live && (live->stages() == stages || live->set_numbers(stages));
    if (!held) live = std::make_unique<Filter>(std::move(stages));
    return live->run(planes);
  }

  // What the stages up to that one make of the picture as it was.
  Tensor unshifted(std::size_t focus) {
    Tensor planes = now.settings.colour ? given : grey_of(given);
    for (std::size_t i = 0; i <= focus; ++i) planes = links[i].filter->run(planes).clone();
    return planes;
  }

  // Of the stage that is looked at, as the settings want it.
  Extent2d wanted_input() const {
    std::size_t focus = now.settings.before.size();
    const Tensor& planes = focus == 0 ? given : links.size() >= focus ? links[focus - 1].output : input;
    return {planes.shape()[1], planes.shape()[2]};
  }

  std::int64_t difference(const Tensor& unshifted) const {
    auto a = unshifted.data<float>(), b = output.data<float>();
    std::int64_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
    return count;
  }

  // What can be shown as a matrix.
  void require_small() const {
    std::int64_t height = input.shape()[1], width = input.shape()[2];
    if (std::max(height, width) > kWidestOfMatrix)
      throw Error(Problem("lab.convolution.matrix_large",
                          {{"height", height}, {"width", width}, {"most", kWidestOfMatrix}})
                      .with_hint("lab.convolution.matrix_large.hint"));
  }

  FilterWalk& walk() {
    if (!steps) steps = std::make_unique<FilterWalk>(stage_of(made), input);
    return *steps;
  }
};

ConvolutionLab::ConvolutionLab() : inner_(std::make_unique<Inner>()) { inner_->make(); }
ConvolutionLab::~ConvolutionLab() = default;

void ConvolutionLab::edit(std::string_view changes, bool goes_on) {
  ConvolutionSettings changed = change_settings(inner_->now.settings, changes).value();
  if (changed.picture == "own" && !inner_->now.own)
    throw Error(with_remedy(Problem("lab.convolution.no_own").at("picture")));
  inner_->take({std::move(changed), inner_->now.own}, goes_on);
}

void ConvolutionLab::change_kernel(std::string_view change, std::int64_t filter, std::int64_t slice) {
  ConvolutionSettings settings = inner_->now.settings;
  const KernelPreset* preset = find_kernel(change);
  auto next = [&](const Matrix& kernel) { return preset ? preset->kernel() : changed(kernel, change); };
  if (settings.operation == "layer") {
    require_range("filter", double(filter), 0, double(settings.filters.size()) - 1);
    auto& weights = settings.filters[std::size_t(filter)].weights;
    require_range("slice", double(slice), 0, double(weights.size()) - 1);
    Matrix kernel = next(matrix_of_rows(weights[std::size_t(slice)]));
    // All kernels of a layer have one size: the others grow or shrink about their middles.
    for (FilterSettings& each : settings.filters)
      for (auto& other : each.weights)
        other = rows_of(resized(matrix_of_rows(other), kernel.rows, kernel.columns));
    weights[std::size_t(slice)] = rows_of(kernel);
    output_size(stage_of(settings), {kLargestStep * kWidestKernel, kLargestStep * kWidestKernel});
  } else {
    set_kernel(settings, next(kernel_of(settings)));
  }
  inner_->take({std::move(settings), inner_->now.own}, false);
}

void ConvolutionLab::change_chain(std::string_view change, std::int64_t stage) {
  ConvolutionSettings settings = inner_->now.settings;
  lab::change_chain(settings, change, stage);
  if (change == "choose") return inner_->look(std::move(settings));
  inner_->take({std::move(settings), inner_->now.own}, false);
}

void ConvolutionLab::take_layer(std::string_view name) {
  ConvolutionSettings settings = inner_->now.settings;
  if (settings.before.empty() && name != "edges") settings.colour = true;
  std::size_t focus = settings.before.size();
  std::int64_t channels = inner_->channels_of({settings, inner_->now.own});
  if (focus > 0 && inner_->links.size() >= focus) channels = inner_->links[focus - 1].output.shape()[0];
  static_cast<StageSettings&>(settings) = ready_layer(name, channels);
  inner_->take({std::move(settings), inner_->now.own}, false);
}

void ConvolutionLab::take_chain(std::string_view name) {
  ConvolutionSettings settings = inner_->now.settings;
  set_chain(settings, ready_chain(name, inner_->channels_of(inner_->now)), 0);
  inner_->take({std::move(settings), inner_->now.own}, false);
}

void ConvolutionLab::set_layer(const Tensor& weights, const Tensor& biases) {
  const Shape& s = weights.shape();
  if (s.rank() != 4 || biases.shape() != Shape({s[0]}))
    throw Error(Problem("lab.layer.shape").with_hint("lab.layer.shape.hint"));
  ConvolutionSettings settings = inner_->now.settings;
  settings.operation = "layer";
  settings.relu = true;
  settings.groups = 1;
  settings.filters.clear();
  std::int64_t i = 0;
  for (std::int64_t f = 0; f < s[0]; ++f) {
    FilterSettings& filter = settings.filters.emplace_back(FilterSettings{{}, biases.at(f)});
    for (std::int64_t c = 0; c < s[1]; ++c) {
      Matrix slice{s[2], s[3], {}};
      for (std::int64_t k = 0; k < s[2] * s[3]; ++k) slice.numbers.push_back(weights.at(i++));
      filter.weights.push_back(rows_of(slice));
    }
  }
  FilterStage stage = stage_of(settings);
  output_channels(stage, s[1]);
  output_size(stage, {kLargestStep * kWidestKernel, kLargestStep * kWidestKernel});
  inner_->take({std::move(settings), inner_->now.own}, false);
}

void ConvolutionLab::open_picture(const std::string& name, std::span<const std::byte> bytes) {
  Tensor image = io::decode_image(bytes, name).value();
  std::int64_t height = image.shape()[0], width = image.shape()[1];
  if (height * width > kMostOwnPixels)
    throw Error(
        Problem("lab.convolution.large", {{"width", width}, {"height", height}, {"most", kMostOwnPixels}})
            .with_hint("lab.convolution.large.hint")
            .at("picture"));
  if (double share = std::sqrt(double(kMostLabPixels) / double(height * width)); share < 1)
    image = io::resize_image(image, std::max(1, int(double(height) * share)),
                             std::max(1, int(double(width) * share)));
  ConvolutionSettings settings = inner_->now.settings;
  settings.picture = "own";
  auto own = std::make_shared<const OwnPicture>(OwnPicture{name, planes_of(image, false), {height, width}});
  inner_->take({std::move(settings), std::move(own)}, false);
}

void ConvolutionLab::type_picture(std::string_view numbers) {
  Matrix matrix = parse_matrix(numbers, kWidestTyped).value();
  ConvolutionSettings settings = inner_->now.settings;
  settings.picture = "own";
  auto own = std::make_shared<const OwnPicture>(OwnPicture{
      format_matrix(matrix).substr(0, 60), planes_of(matrix), {matrix.rows, matrix.columns}, true});
  inner_->take({std::move(settings), std::move(own)}, false);
}

void ConvolutionLab::take_image(const std::string& name, const Tensor& image, bool instead) {
  ConvolutionSettings settings = inner_->now.settings;
  auto own = std::make_shared<const OwnPicture>(
      OwnPicture{name, planes_of(image, false), {image.shape()[0], image.shape()[1]}});
  if (instead && settings.picture == "own") return inner_->replace_own(std::move(own));
  settings.picture = "own";
  inner_->take({std::move(settings), std::move(own)}, false);
}

LivePicture ConvolutionLab::live(const Tensor& image, std::int64_t map) {
  Inner& in = *inner_;
  const ConvolutionSettings& s = in.now.settings;
  auto start = std::chrono::steady_clock::now();
  Tensor planes = planes_of(image, false);
  planes = shifted(s.colour ? planes : grey_of(planes), s.shift);
  bool coloured = planes.shape()[0] == 3;
  Tensor output = in.filter_live(planes, coloured);
  ScaledPicture shown = maps_of(output, scale_of(s), coloured);
  const Shape& all = shown.image.shape();
  map = std::clamp<std::int64_t>(map, 0, all[0] - 1);
  Tensor one = shown.image.rows(map, map + 1).reshape({all[1], all[2], all[3]});
  std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  return {.least = shown.least,
          .greatest = shown.greatest,
          .cut = shown.cut,
          .milliseconds = time.count(),
          .blobs = {byte_blob("shown", one)}};
}

void ConvolutionLab::undo() { inner_->go(inner_->before, inner_->after); }
void ConvolutionLab::redo() { inner_->go(inner_->after, inner_->before); }

ConvolutionState ConvolutionLab::state() const {
  const Inner& in = *inner_;
  const ConvolutionSettings& s = in.now.settings;
  FilterStage stage = stage_of(s);
  ConvolutionState state;
  state.settings = s;
  state.own = in.now.own ? in.now.own->name : "";
  state.given = sides(in.given);
  if (s.picture == "own") state.given = {in.given.shape()[0], in.now.own->given.h, in.now.own->given.w};
  state.input = sides(in.input);
  state.output = sides(in.output);
  state.formula = general_formula(stage);
  SizeFormulas sizes = size_formulas(stage, in.wanted_input());
  state.height = {sizes.height.formula, sizes.height.size};
  state.width = {sizes.width.formula, sizes.width.size};
  if (in.problem) {
    state.problem = in.problem->reasons.front();
    state.hint = in.problem->hint;
  }
  state.kernel_sum = kernel_of(s).sum();
  state.dense = double(in.input.size()) * double(in.output.size());
  state.moved = in.moved;
  state.coloured = in.coloured;
  state.coloured_input = in.coloured_input;
  std::vector<StageSettings> chain = chain_of(s);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    StageState& told = state.chain.emplace_back();
    told.operation = chain[i].operation;
    told.relu = chain[i].relu;
    if (i == in.links.size() && in.fault) {
      told.problem = in.fault->reasons.front();
      told.hint = in.fault->hint;
    }
    if (i >= in.links.size()) continue;
    told.shape = sides(in.links[i].output);
    if (!in.links[i].reach) continue;
    told.reach = {in.links[i].reach->height, in.links[i].reach->width};
    told.formula = in.links[i].reach->formula;
  }
  state.undo = !in.before.empty();
  state.redo = !in.after.empty();
  return state;
}

ConvolutionPicture ConvolutionLab::picture() {
  Inner& in = *inner_;
  ConvolutionPicture picture;
  picture.border = is_spread(in.made) ? 0 : border_of(in.made);
  Tensor input = in.input;
  if (picture.border > 0) {
    const Tensor& padded = in.walk().padded();
    input = padded.reshape({padded.shape()[0], padded.shape()[2], padded.shape()[3]});
  }
  Scale scale = scale_of(in.made);
  ScaledPicture shown = maps_of(in.output, scale, in.coloured);
  picture.least = shown.least;
  picture.greatest = shown.greatest;
  picture.cut = shown.cut;
  bool inner = !in.made.before.empty();
  if (in.few_numbers || inner) {  // the least is black, the greatest white
    ScaledPicture spread = scaled(in.input, Scale::stretch);
    picture.low = spread.least;
    picture.high = std::max(spread.greatest, spread.least + 1);
  }
  picture.blobs.push_back(in.made_of_bytes ? byte_blob("input", input) : plain_blob("input", input));
  picture.blobs.push_back(plain_blob("output", in.output));
  picture.blobs.push_back(byte_blob("shown", shown.image));
  Scale of_source = in.few_numbers ? Scale::stretch : Scale::clip;
  picture.blobs.push_back(
      byte_blob("thumb", maps_of(thumb_of(in.source), of_source, in.source.shape()[0] == 3).image));
  for (std::size_t i = 0; i < in.links.size(); ++i)
    picture.blobs.push_back(
        byte_blob("thumb." + std::to_string(i),
                  maps_of(thumb_of(in.links[i].output), scale, in.links[i].coloured).image));
  return picture;
}

const Tensor& ConvolutionLab::input() const { return inner_->input; }

Matrix ConvolutionLab::kernel() const { return kernel_of(inner_->now.settings); }

const Tensor& ConvolutionLab::output() const { return inner_->output; }

WalkStep ConvolutionLab::walk(std::int64_t channel, std::int64_t row, std::int64_t column) {
  Inner& in = *inner_;
  WalkStep step{in.walk().at(channel, row, column), std::nullopt, std::nullopt, false};
  Scale scale = scale_of(in.made);
  if (is_spread(in.made)) return step;
  if (in.made.relu) step.relu = std::max(0.0, step.output);
  if (scale == Scale::clip || scale == Scale::offset) {
    double number = std::round(step.relu.value_or(step.output) + (scale == Scale::offset ? 128 : 0));
    step.shown = std::clamp(number, 0.0, 255.0);
    step.cut = *step.shown != number;
  }
  return step;
}

MatrixView ConvolutionLab::matrix() const {
  const Inner& in = *inner_;
  in.require_small();
  Extent2d input{in.input.shape()[1], in.input.shape()[2]};
  std::int64_t columns = input.h * input.w * (in.made.operation == "layer" ? in.input.shape()[0] : 1),
               rows = in.output.size() / (in.made.operation == "layer" ? 1 : in.output.shape()[0]),
               most = kMostOfMatrix / columns;
  if (rows > most)
    throw Error(Problem("lab.convolution.matrix_rows", {{"rows", rows}, {"most", most}})
                    .with_hint("lab.convolution.matrix_large.hint"));
  Tensor matrix = matrix_of(stage_of(in.made), input);
  MatrixView view{matrix.shape()[0], matrix.shape()[1], {}};
  for (float number : matrix.data<float>()) view.numbers.push_back(number);
  return view;
}

PatchMatrix ConvolutionLab::patches(std::int64_t channel) const {
  const Inner& in = *inner_;
  in.require_small();
  if (std::int64_t rows = in.output.size() / in.output.shape()[0]; rows > kMostPatches)
    throw Error(Problem("lab.convolution.matrix_rows", {{"rows", rows}, {"most", kMostPatches}})
                    .with_hint("lab.convolution.matrix_large.hint"));
  Tensor patches = im2col_of(stage_of(in.made), in.input, channel);
  PatchMatrix view{patches.shape()[0], patches.shape()[1], {}, kernel_of(in.made).numbers, {}, in.made.bias};
  for (float number : patches.data<float>()) view.numbers.push_back(number);
  for (std::int64_t i = 0; i < view.rows; ++i)  // in front of the relu
    view.output.push_back(std::inner_product(view.kernel.begin(), view.kernel.end(),
                                             view.numbers.begin() + i * view.columns, view.bias));
  return view;
}

SpectrumView ConvolutionLab::spectrum() const {
  const Inner& in = *inner_;
  if (in.made.operation != "convolution")
    throw Error(Problem("lab.spectrum.pooling").with_hint("lab.spectrum.pooling.hint"));
  return {kernel_spectrum(kernel_of(in.made), in.made.dilation), separation_of(kernel_of(in.made)),
          picture_spectrum(in.input), picture_spectrum(in.output)};
}

ConvolutionTimes ConvolutionLab::times() {
  Inner& in = *inner_;
  if (in.made.operation != "convolution" || in.made.transposed)
    throw Error(Problem("lab.filter.no_patches").with_hint("lab.filter.no_patches.hint"));
  Matrix kernel = kernel_of(in.made);
  Tensor weight(DType::f32, {1, 1, kernel.rows, kernel.columns});
  for (std::int64_t i = 0; i < weight.size(); ++i) weight.set(i, kernel.numbers[std::size_t(i)]);
  return time_convolution(in.walk().padded(), weight,
                          {.stride = in.made.stride, .dilation = in.made.dilation});
}

std::uint64_t ConvolutionLab::version() const { return inner_->version; }

ConvolutionCatalogue make_convolution_catalogue() {
  ConvolutionCatalogue catalogue;
  for (const KernelPreset& preset : kernel_presets())
    catalogue.kernels.push_back({std::string(preset.name), preset.words()});
  for (const Ready& layer : ready_layers()) catalogue.layers.push_back({layer.name, Message(layer.doc)});
  for (const Ready& chain : ready_chains()) catalogue.chains.push_back({chain.name, Message(chain.doc)});
  for (const SamplePicture& sample : sample_pictures())
    catalogue.samples.push_back({std::string(sample.name), sample.title()});
  for (std::string_view change : kernel_changes()) catalogue.changes.emplace_back(change);
  catalogue.borders = border_names();
  catalogue.scales = scale_names();
  return catalogue;
}

}  // namespace percept::lab
