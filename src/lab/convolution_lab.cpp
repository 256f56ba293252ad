#include "percept/lab/convolution_lab.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "percept/io/image.hpp"
#include "percept/lab/image_kernel.hpp"
#include "percept/lab/sample_picture.hpp"
#include "percept/lab/settings.hpp"

namespace percept::lab {
namespace {

constexpr std::size_t kMostUndone = 200;
constexpr std::int64_t kMostKept = 96 << 20;  // bytes of the user's pictures that undo keeps
constexpr std::int64_t kWidestTyped = 64;

/// A picture of the user's, as it was opened.
struct OwnPicture {
  std::string name;
  Tensor planes;  // f32 [C, H, W]
  Extent2d given{0, 0};
  bool typed = false;
};

Tensor grey_of(const Tensor& planes) {
  if (planes.shape()[0] == 1) return planes;
  std::int64_t pixels = planes.shape()[1] * planes.shape()[2];
  Tensor grey(DType::f32, {1, planes.shape()[1], planes.shape()[2]});
  auto to = grey.data<float>();
  auto from = planes.data<float>();
  for (std::size_t i = 0, n = std::size_t(pixels); i < n; ++i)  // as io::to_grey
    to[i] = std::floor(0.299f * from[i] + 0.587f * from[n + i] + 0.114f * from[2 * n + i] + 0.5f);
  return grey;
}

Tensor shifted(const Tensor& planes, std::int64_t by) {
  if (by == 0) return planes;
  Tensor out(DType::f32, planes.shape());
  std::int64_t width = planes.shape()[2];
  auto from = planes.data<float>();
  auto to = out.data<float>();
  for (std::int64_t i = 0; i < planes.size(); ++i)
    to[std::size_t(i)] = from[std::size_t(i - std::min(by, i % width))];
  return out;
}

bool is_of_bytes(const Tensor& planes) {
  auto numbers = planes.data<float>();
  return std::all_of(numbers.begin(), numbers.end(),
                     [](float x) { return x >= 0 && x <= 255 && x == std::floor(x); });
}

Blob byte_blob(std::string name, const Tensor& tensor) {
  Blob blob{.name = std::move(name), .type = "u8", .shape = {}, .bytes = {}};
  for (std::int64_t side : tensor.shape()) blob.shape.push_back(side);
  blob.bytes.resize(std::size_t(tensor.size()));
  if (tensor.dtype() == DType::u8) {
    auto bytes = tensor.data<std::uint8_t>();
    std::copy(bytes.begin(), bytes.end(), blob.bytes.begin());
  } else {
    auto numbers = tensor.data<float>();
    std::transform(numbers.begin(), numbers.end(), blob.bytes.begin(),
                   [](float x) { return char(std::uint8_t(x)); });
  }
  return blob;
}

// So that the numbers of a picture fit into one message of the studio.
void require_room(const ConvolutionSettings& s, const Shape& input, Extent2d output) {
  std::int64_t channels = input[0], around = s.transposed ? 0 : 2 * border_of(s);
  std::int64_t most = 15 * kMostLabPixels / 4 / channels;
  for (auto [size, room] : {std::pair(output, most), {{input[1] + around, input[2] + around}, 4 * most / 3}})
    if (size.h > room / size.w)
      throw Error(Problem("lab.filter.pixels", {{"width", size.w}, {"height", size.h}, {"most", room}})
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

  Tensor given, input, output;  // f32 [C, H, W]
  ConvolutionSettings made;     // of the output
  bool of_bytes = true, few_numbers = false;
  std::optional<Problem> problem;
  std::optional<std::int64_t> moved;
  std::optional<Filter> filter;
  std::unique_ptr<FilterWalk> steps;

  void take(Moment moment, bool goes_on) {
    if (!(goes_on && open && !before.empty())) before.push_back(now);
    after.clear();
    open = true;
    now = std::move(moment);
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

  // Only other numbers of the kernel need no compiling.
  Tensor filtered(const ConvolutionSettings& settings, const Tensor& planes) {
    FilterStage stage = stage_of(settings);
    auto* wanted = std::get_if<Convolution>(&stage);
    auto* held = filter ? std::get_if<Convolution>(&filter->stages().front()) : nullptr;
    bool fits = wanted && held && wanted->bias == held->bias && wanted->border == held->border &&
                wanted->padding == held->padding && wanted->stride == held->stride &&
                wanted->dilation == held->dilation && wanted->transposed == held->transposed &&
                wanted->kernel.rows == held->kernel.rows && wanted->kernel.columns == held->kernel.columns;
    if (fits)
      filter->set_kernel(0, wanted->kernel);
    else
      filter.emplace(std::vector<FilterStage>{std::move(stage)});
    return filter->run(planes).clone();
  }

  void make() {
    ++version;
    const ConvolutionSettings& s = now.settings;
    given = s.picture == "own" ? now.own->planes : find_sample(s.picture)->planes();
    Tensor wanted = s.colour ? given : grey_of(given);
    Tensor picture = shifted(wanted, s.shift);
    problem.reset();
    try {
      Extent2d size = output_size(stage_of(s), {picture.shape()[1], picture.shape()[2]});
      require_room(s, picture.shape(), size);
      output = filtered(s, picture);
      moved.reset();
      if (s.shift > 0) moved = difference(filtered(s, wanted));
    } catch (const Error& error) {
      problem = error.problem();
      return;
    }
    input = std::move(picture);
    made = s;
    of_bytes = is_of_bytes(input);
    const SamplePicture* sample = find_sample(s.picture);
    few_numbers = sample ? !sample->numbers.empty() : now.own->typed;
    steps.reset();
  }

  std::int64_t difference(const Tensor& unshifted) const {
    auto a = unshifted.data<float>(), b = output.data<float>();
    std::int64_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
    return count;
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

void ConvolutionLab::change_kernel(std::string_view change) {
  ConvolutionSettings settings = inner_->now.settings;
  set_kernel(settings, changed(kernel_of(settings), change));
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

LivePicture ConvolutionLab::live(const Tensor& image) {
  Inner& in = *inner_;
  const ConvolutionSettings& s = in.now.settings;
  auto start = std::chrono::steady_clock::now();
  Tensor planes = planes_of(image, false), input = shifted(s.colour ? planes : grey_of(planes), s.shift);
  require_room(s, input.shape(), output_size(stage_of(s), {input.shape()[1], input.shape()[2]}));
  ScaledPicture shown = scaled(in.filtered(s, input), scale_of(s));
  std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  return {.least = shown.least,
          .greatest = shown.greatest,
          .cut = shown.cut,
          .milliseconds = time.count(),
          .blobs = {byte_blob("shown", shown.image)}};
}

void ConvolutionLab::undo() { inner_->go(inner_->before, inner_->after); }
void ConvolutionLab::redo() { inner_->go(inner_->after, inner_->before); }

ConvolutionState ConvolutionLab::state() const {
  const Inner& in = *inner_;
  const ConvolutionSettings& s = in.now.settings;
  FilterStage stage = stage_of(s);
  ConvolutionState state{.settings = s, .own = in.now.own ? in.now.own->name : ""};
  state.given = sides(in.given);
  if (s.picture == "own") state.given = {in.given.shape()[0], in.now.own->given.h, in.now.own->given.w};
  state.input = sides(in.input);
  state.output = sides(in.output);
  state.formula = general_formula(stage);
  SizeFormulas sizes = size_formulas(stage, {in.given.shape()[1], in.given.shape()[2]});
  state.height = {sizes.height.formula, sizes.height.size};
  state.width = {sizes.width.formula, sizes.width.size};
  if (in.problem) {
    state.problem = in.problem->reasons.front();
    state.hint = in.problem->hint;
  }
  state.kernel_sum = kernel_of(s).sum();
  state.dense = double(in.input.size()) * double(in.output.size());
  state.moved = in.moved;
  state.undo = !in.before.empty();
  state.redo = !in.after.empty();
  return state;
}

ConvolutionPicture ConvolutionLab::picture() {
  Inner& in = *inner_;
  ConvolutionPicture picture;
  picture.border = in.made.transposed ? 0 : border_of(in.made);
  Tensor input = in.input;
  if (picture.border > 0) {
    const Tensor& padded = in.walk().padded();
    input = padded.reshape({padded.shape()[0], padded.shape()[2], padded.shape()[3]});
  }
  ScaledPicture shown = scaled(in.output, scale_of(in.made));
  picture.least = shown.least;
  picture.greatest = shown.greatest;
  picture.cut = shown.cut;
  if (in.few_numbers) {  // the least is black, the greatest white
    ScaledPicture spread = scaled(in.input, Scale::stretch);
    picture.low = spread.least;
    picture.high = std::max(spread.greatest, spread.least + 1);
  }
  picture.blobs.push_back(in.of_bytes ? byte_blob("input", input) : plain_blob("input", input));
  picture.blobs.push_back(plain_blob("output", in.output));
  picture.blobs.push_back(byte_blob("shown", shown.image));
  return picture;
}

const Tensor& ConvolutionLab::output() const { return inner_->output; }

WalkStep ConvolutionLab::walk(std::int64_t channel, std::int64_t row, std::int64_t column) {
  Inner& in = *inner_;
  WalkStep step{in.walk().at(channel, row, column), std::nullopt, false};
  Scale scale = scale_of(in.made);
  if ((scale == Scale::clip || scale == Scale::offset) &&
      !(in.made.operation == "convolution" && in.made.transposed)) {
    double number = std::round(step.output + (scale == Scale::offset ? 128 : 0));
    step.shown = std::clamp(number, 0.0, 255.0);
    step.cut = *step.shown != number;
  }
  return step;
}

MatrixView ConvolutionLab::matrix() const {
  const Inner& in = *inner_;
  Extent2d input{in.input.shape()[1], in.input.shape()[2]};
  if (std::max(input.h, input.w) > kWidestOfMatrix)
    throw Error(Problem("lab.convolution.matrix_large",
                        {{"height", input.h}, {"width", input.w}, {"most", kWidestOfMatrix}})
                    .with_hint("lab.convolution.matrix_large.hint"));
  if (in.output.size() > 64 * 64)
    throw Error(Problem("lab.convolution.matrix_rows", {{"rows", in.output.size()}, {"most", 64 * 64}})
                    .with_hint("lab.convolution.matrix_large.hint"));
  Tensor matrix = matrix_of(stage_of(in.made), input);
  MatrixView view{matrix.shape()[0], matrix.shape()[1], {}};
  for (float number : matrix.data<float>()) view.numbers.push_back(number);
  return view;
}

std::uint64_t ConvolutionLab::version() const { return inner_->version; }

ConvolutionCatalogue make_convolution_catalogue() {
  ConvolutionCatalogue catalogue;
  for (const KernelPreset& preset : kernel_presets())
    catalogue.kernels.push_back({std::string(preset.name), preset.words()});
  for (const SamplePicture& sample : sample_pictures())
    catalogue.samples.push_back({std::string(sample.name), sample.title()});
  for (std::string_view change : kernel_changes()) catalogue.changes.emplace_back(change);
  catalogue.borders = border_names();
  catalogue.scales = scale_names();
  return catalogue;
}

}  // namespace percept::lab
