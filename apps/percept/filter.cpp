// percept filter: the kernels of image filters on a picture or on typed numbers; step by step, and as a
// matrix.
#include "filter.hpp"

#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "drawing.hpp"
#include "help.hpp"
#include "percept/io/image.hpp"
#include "percept/lab/image_kernel.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kMostSteps = 1000, kMatrixSide = 12, kReadable = 24, kMostNumbers = 4096;

Extent2d size_of(const Tensor& planes) { return {planes.shape()[1], planes.shape()[2]}; }

int list_kernels(const Call& call) {
  Json kernels = Json::array();
  for (const lab::KernelPreset& preset : lab::kernel_presets()) {
    lab::Matrix kernel = preset.kernel();
    std::string size = std::to_string(kernel.rows) + " x " + std::to_string(kernel.columns);
    call.say(padded(std::string(preset.name), 18) + padded(size, 8) + preset.explanation());
    kernels.push_back(
        {{"name", preset.name}, {"kernel", to_json(kernel)}, {"explanation", preset.explanation()}});
  }
  call.answer({{"kernels", kernels}});
  return kDone;
}

// The one stage whose places or matrix are asked for.
const lab::FilterStage& only_stage(const std::vector<lab::FilterStage>& stages, const char* option) {
  if (stages.size() != 1)
    throw CallError(
        Problem("percept.filter.one_stage", {{"option", option}}).with_hint("percept.filter.one_stage.hint"));
  return stages.front();
}

Json walk(const Call& call, const FilterWords& words, const std::vector<lab::FilterStage>& stages,
          const Tensor& planes) {
  const lab::FilterStage& stage = only_stage(stages, words.steps ? "--steps" : "--at");
  lab::FilterWalk walk(stage, planes);
  std::int64_t channels = lab::output_channels(stage, planes.shape()[0]);
  bool coloured = planes.shape()[0] == 3;
  std::vector<Extent2d> places;
  if (std::optional<Extent2d> place = place_of(words)) {
    places.push_back(*place);
  } else {
    Extent2d all = walk.places();
    if (all.h * all.w * channels > kMostSteps)
      throw Error(Problem("percept.filter.many_steps",
                          {{"steps", grouped(all.h * all.w * channels)}, {"most", grouped(kMostSteps)}})
                      .with_hint("percept.filter.many_steps.hint"));
    for (std::int64_t i = 0; i < all.h * all.w; ++i) places.emplace_back(i / all.w, i % all.w);
  }
  Json steps = Json::array();
  bool border = false;
  for (Extent2d place : places)
    for (std::int64_t channel = 0; channel < channels; ++channel) {
      lab::FilterStep step = walk.at(channel, place.h, place.w);
      for (const std::string& line : told(stage, step, coloured)) call.say(line);
      for (const lab::FilterTap& tap : step.taps) border = border || tap.border;
      for (const lab::FilterSlice& slice : step.slices)
        for (const lab::FilterTap& tap : slice.taps) border = border || tap.border;
      steps.push_back(to_json(stage, step));
    }
  if (border) call.tell(text("percept.filter.border"));
  return steps;
}

Json matrix(const Call& call, const lab::FilterStage& stage, const Tensor& planes) {
  Extent2d input = size_of(planes);
  if (std::max(input.h, input.w) > kMatrixSide)
    throw Error(Problem("percept.filter.matrix_size",
                        {{"rows", input.h}, {"columns", input.w}, {"most", kMatrixSide}})
                    .with_hint("percept.filter.matrix_size.hint"));
  Tensor matrix = lab::matrix_of(stage, input);
  std::int64_t rows = matrix.shape()[0], columns = matrix.shape()[1];
  call.say(text("percept.filter.matrix_title", {{"rows", rows}, {"columns", columns}}));
  for (const std::string& line : grid(rows, columns, [&](std::int64_t i) { return matrix.at(i); }))
    call.say("  " + line);
  return to_json(matrix.reshape({1, rows, columns})).front();
}

// The size of each stage's output, with its formula where it computes one.
Json say_sizes(const Call& call, const FilterWords& words, const lab::Filter& filter, Extent2d input) {
  std::vector<Extent2d> sizes = filter.sizes(input);
  Json stages = Json::array();
  for (std::size_t i = 0; i < filter.stages().size(); ++i) {
    const lab::FilterStage& stage = filter.stages()[i];
    stages.push_back(to_json(stage, sizes[i]));
    if (std::holds_alternative<lab::Relu>(stage)) continue;
    lab::SizeFormulas formulas = lab::size_formulas(stage, sizes[i]);
    call.tell(text("percept.filter.height",
                   {{"formula", formulas.height.formula}, {"size", formulas.height.size}}));
    call.tell(
        text("percept.filter.width", {{"formula", formulas.width.formula}, {"size", formulas.width.size}}));
  }
  for (const std::string& word : words.kernels)
    if (const lab::KernelPreset* preset = lab::find_kernel(word); preset && words.change.empty())
      call.tell(word + ": " + preset->explanation());
  return stages;
}

// Numbers where they can be read, else both pictures in characters.
void show(const Call& call, const FilterInput& input, const Tensor& output,
          const lab::ScaledPicture& picture) {
  const Shape& s = output.shape();
  if (input.typed || std::max(s[1], s[2]) <= kReadable) {
    for (std::int64_t c = 0; c < s[0]; ++c) {
      if (c > 0) call.say("");
      std::int64_t begin = c * s[1] * s[2];
      for (const std::string& line : grid(s[1], s[2], [&](std::int64_t i) { return output.at(begin + i); }))
        call.say(line);
    }
    return;
  }
  std::vector<Tensor> both = {lab::scaled(input.planes, lab::Scale::clip).image, picture.image};
  std::vector<std::vector<std::string>> captions = {{text("percept.filter.before")},
                                                    {text("percept.filter.after")}};
  bool colour = shows_colour() && !call.json;
  for (const std::string& line : draw_beside(both, captions, terminal_width(), colour)) call.say(line);
}

void require_png(const std::string& out) {
  if (!out.empty() && !out.ends_with(".png"))
    throw CallError(Problem("percept.filter.png", {{"file", out}}).with_hint("percept.filter.png.hint"));
}

// The maps of a layer one below the other: they are no colours.
Tensor shown_planes(const lab::Filter& filter, const Tensor& output) {
  const Shape& s = output.shape();
  bool layered =
      std::any_of(filter.stages().begin(), filter.stages().end(),
                  [](const lab::FilterStage& stage) { return std::holds_alternative<lab::Layer>(stage); });
  return layered ? output.reshape({1, s[0] * s[1], s[2]}) : output;
}

int filter_command(const Call& call, const FilterWords& words) {
  if (words.list) return list_kernels(call);
  if (!words.learn.empty()) return learn_kernel(call, words);
  // What is wrong in the words is said before a file is read.
  require_given(!words.input.empty(), text("percept.filter.input_name"), "filter");
  require_png(words.out);
  lab::Scale scale = scale_of(words);
  place_of(words);
  lab::Filter filter(stages_of(words));
  if (words.matrix) only_stage(filter.stages(), "--matrix");
  if (words.steps || !words.at.empty()) only_stage(filter.stages(), words.steps ? "--steps" : "--at");

  FilterInput input = read_input(words);
  const Shape& s = input.planes.shape();
  Json object = {{"input", {{"height", s[1]}, {"width", s[2]}, {"channels", s[0]}}}};
  object["stages"] = say_sizes(call, words, filter, size_of(input.planes));
  if (words.steps || !words.at.empty()) object["steps"] = walk(call, words, filter.stages(), input.planes);
  if (words.matrix) object["matrix"] = matrix(call, filter.stages().front(), input.planes);
  Tensor output = filter.run(input.planes);
  lab::ScaledPicture picture = lab::scaled(shown_planes(filter, output), scale);
  if (!std::isfinite(picture.least) || !std::isfinite(picture.greatest))
    throw Error(Problem("percept.filter.infinite").with_hint("percept.filter.infinite.hint"));
  if (words.at.empty() && words.out.empty()) show(call, input, output, picture);
  const Shape& o = output.shape();
  object["output"] = {{"height", o[1]},
                      {"width", o[2]},
                      {"channels", o[0]},
                      {"least", picture.least},
                      {"greatest", picture.greatest},
                      {"cut", picture.cut}};
  if (output.size() <= kMostNumbers) object["numbers"] = to_json(output);
  object["file"] = Json();
  if (!words.out.empty()) {
    io::write_png(words.out, picture.image).value();
    object["file"] = words.out;
    call.say(text("percept.filter.written", {{"file", words.out},
                                             {"width", picture.image.shape()[1]},
                                             {"height", picture.image.shape()[0]},
                                             {"least", plain(picture.least)},
                                             {"greatest", plain(picture.greatest)}}));
    if (picture.cut > 0)
      call.tell(
          text("percept.filter.cut", {{"share", percent(double(picture.cut) / double(output.size()))}}));
  }
  call.answer(object);
  return kDone;
}

// In lines that a terminal of 80 columns holds.
std::string wrapped_names() {
  std::string out;
  std::size_t width = 0;
  for (const std::string& name : lab::kernel_names()) {
    bool fits = width + name.size() + 2 <= 76;
    out += (out.empty() ? "" : fits ? ", " : ",\n") + name;
    width = (fits ? width + 2 : 0) + name.size();
  }
  return out;
}

void add_options(CLI::App& command, FilterWords& words) {
  auto word = [&](const char* name, std::string& to, const char* doc, const std::string& form) {
    command.add_option(name, to, text(doc))->type_name(form);
  };
  auto flag = [&](const char* name, bool& to, const char* doc) { command.add_flag(name, to, text(doc)); };
  command.add_option(text("percept.filter.input_name"), words.input, text("percept.filter.input"));
  command.add_option("--kernel", words.kernels, text("percept.filter.kernel"))
      ->type_name(text("percept.filter.kernel_name"))
      ->allow_extra_args(false);
  command.add_option("--filter", words.filters, text("percept.filter.filters"))
      ->type_name(text("percept.filter.filter_name"))
      ->allow_extra_args(false);
  word("--weights", words.weights, "percept.filter.weights", "FILE.npy|FILE.safetensors");
  word("--groups", words.groups, "percept.filter.groups", "N");
  flag("--list", words.list, "percept.filter.list");
  word("-o,--output", words.out, "percept.filter.output", "OUT.png");
  word("--padding", words.padding, "percept.filter.padding", "none|zero|reflect|wrap|replicate");
  word("--pad", words.pad, "percept.filter.pad", "same|causal|N|T,L,B,R");
  word("--stride", words.stride, "percept.filter.stride", "N[,N...]");
  word("--dilation", words.dilation, "percept.filter.dilation", "N[,N...]");
  word("--bias", words.bias, "percept.filter.bias", "X");
  flag("--transposed", words.transposed, "percept.filter.transposed");
  word("--change", words.change, "percept.filter.change",
       "normalise|transpose|rotate45|rotate90|rotate180|mirror|flip|negate");
  flag("--relu", words.relu, "percept.filter.relu");
  word("--pool", words.pool, "percept.filter.pool", "\"max 2 stride=2\"");
  flag("--grey", words.grey, "percept.filter.grey");
  word("--scale", words.scale, "percept.filter.scale", "clip|offset|stretch|sign");
  flag("--steps", words.steps, "percept.filter.steps");
  word("--at", words.at, "percept.filter.at_option", text("percept.filter.at_name"));
  flag("--matrix", words.matrix, "percept.filter.matrix");
  word("--learn", words.learn, "percept.filter.learn", text("percept.filter.learn_name"));
  word("--size", words.size, "percept.filter.size", "N[,N]");
}

}  // namespace

void add_filter(CLI::App& program, Call& call) {
  auto words = std::make_shared<FilterWords>();
  CLI::App* command = add_command(
      program, call, "filter",
      {text("percept.filter.usage"),
       "percept filter \"3 0 1 2; 1 5 8 9; 2 7 2 5; 0 1 3 1\" --kernel \"1 0 -1; 1 0 -1; 1 0 -1\" --steps\n"
       "percept data make digits -o pictures --count 10\n"
       "percept filter pictures/test/5/00000.png --kernel sobel-x --scale sign -o edges.png",
       section(text("percept.filter.kernels"), wrapped_names())});
  add_options(*command, *words);
  command->callback(
      [&call, words] { call.action = [&call, words] { return filter_command(call, *words); }; });
}

}  // namespace percept::cli
