// percept plot: runs, recipes and data sets as pictures on paper, PNG or SVG.
#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "help.hpp"
#include "percept/base/spelling.hpp"
#include "plot/picture.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

struct Kind {
  const char* name;
  Drawn (*draw)(const Call& call, const PlotWords& words);
};
constexpr Kind kKinds[] = {
    {"curves", draw_curves},         {"boundary", draw_boundary},   {"fit", draw_fit},
    {"activation", draw_activation}, {"confusion", draw_confusion}, {"filters", draw_filters},
    {"images", draw_images},
};

const Kind& find_kind(const std::string& name) {
  for (const Kind& kind : kKinds)
    if (name == kind.name) return kind;
  std::vector<std::string> known = plot_names();
  if (!name.empty())
    throw CallError(unknown_word(Problem("percept.plot.what", {{"word", name}}), name, known));
  throw CallError(Problem("percept.call.missing", {{"argument", "--what"}})
                      .with_hint("base.known", {{"known", joined(known)}}));
}

// What is wrong in the words is said before anything is read or computed.
void require_output(const PlotWords& words) {
  if (words.out.empty())
    throw CallError(Problem("percept.call.missing", {{"argument", "-o"}})
                        .with_hint("percept.plot.output.hint", {{"what", words.what}}));
  if (!words.out.ends_with(".png") && !words.out.ends_with(".svg"))
    throw CallError(
        Problem("percept.plot.format", {{"file", words.out}}).with_hint("percept.plot.format.hint"));
}

int side_of(const char* option, const std::string& word, int fallback) {
  if (word.empty()) return fallback;
  std::int64_t side = number_of(option, word, plot::kLeastSide);
  if (side > plot::kMostSide)
    throw CallError(
        Problem("plot.size", {{"size", side}, {"least", plot::kLeastSide}, {"most", plot::kMostSide}})
            .with_hint("plot.size.hint"));
  return int(side);
}

// A size that cannot be drawn was typed.
void write(const plot::Figure& figure, const std::string& out, double zoom) try {
  (out.ends_with(".svg") ? plot::write_svg(out, figure) : plot::write_png(out, figure, zoom)).value();
} catch (const Error& error) {
  if (error.problem().code() == "plot.zoom") throw CallError(error.problem());
  throw;
}

int plot_command(const Call& call, const PlotWords& words) {
  const Kind& kind = find_kind(words.what);
  require_output(words);
  int width = side_of("--width", words.width, 0), height = side_of("--height", words.height, 0);
  double zoom = words.zoom.empty() ? 2 : positive_of("--zoom", words.zoom);
  Drawn drawn = kind.draw(call, words);
  plot::Figure& figure = drawn.figure;
  if (width) figure.width = width;
  if (height) figure.height = height;
  if (!words.title.empty()) figure.title = words.title;
  write(figure, words.out, zoom);
  if (words.out.ends_with(".svg")) zoom = 1;
  auto pixels = [&](int side) { return std::lround(side * zoom); };
  Json object = {{"file", words.out},
                 {"what", words.what},
                 {"title", figure.title},
                 {"width", pixels(figure.width)},
                 {"height", pixels(figure.height)}};
  object.update(drawn.facts);
  call.tell(text("percept.plot.written",
                 {{"file", words.out}, {"width", pixels(figure.width)}, {"height", pixels(figure.height)}}));
  call.answer(object);
  return kDone;
}

Rows what_there_is() {
  Rows rows;
  for (const std::string& name : plot_names()) rows.emplace_back(name, text("percept.plot.what." + name));
  return rows;
}

void add_options(CLI::App& command, PlotWords& words) {
  auto word = [&](const char* name, std::string& to, const char* doc, const std::string& form) {
    command.add_option(name, to, text(doc))->type_name(form);
  };
  command.add_option(text("percept.plot.input_name"), words.inputs, text("percept.plot.input"));
  word("--what", words.what, "percept.plot.what_option", joined(plot_names(), "|"));
  word("-o,--output", words.out, "percept.plot.output", "OUT.png|OUT.svg");
  word("--title", words.title, "percept.plot.title", "TEXT");
  word("--width", words.width, "percept.plot.width", "N");
  word("--height", words.height, "percept.plot.height", "N");
  word("--zoom", words.zoom, "percept.plot.zoom", "X");
  word("--data", words.data, "percept.plot.data", "SPEC");
  word("--figure", words.figure, "percept.plot.figure_option", "NAME[,NAME...]");
  command.add_flag("--log", words.log, text("percept.plot.log"));
  word("--smooth", words.smooth, "percept.plot.smooth", "X");
  word("--layer", words.layer, "percept.plot.layer_option", "PATH");
  word("--count", words.count, "percept.plot.count", "N");
  word("--range", words.range, "percept.plot.range_option", "A:B");
}

}  // namespace

std::vector<std::string> plot_names() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

std::vector<std::string> between_commas(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= list.size();) {
    std::size_t end = std::min(list.find(',', begin), list.size());
    std::size_t first = list.find_first_not_of(' ', begin), last = list.find_last_not_of(' ', end - 1);
    parts.push_back(first < end ? list.substr(first, last - first + 1) : "");
    begin = end + 1;
  }
  return parts;
}

const std::string& only_input(const PlotWords& words) {
  require_given(!words.inputs.empty(), text("percept.plot.input_name"), "plot");
  if (words.inputs.size() > 1)
    throw CallError(Problem("percept.call.extra", {{"word", words.inputs[1]}})
                        .with_hint("percept.plot.one.hint", {{"what", words.what}}));
  return words.inputs.front();
}

void add_plot(CLI::App& program, Call& call) {
  auto words = std::make_shared<PlotWords>();
  CLI::App* command = add_command(
      program, call, "plot",
      {text("percept.plot.usage"), "percept plot sigmoid,tanh,relu --what activation -o activations.svg",
       section(text("percept.plot.section"), what_there_is())});
  add_options(*command, *words);
  command->callback([&call, words] { call.action = [&call, words] { return plot_command(call, *words); }; });
}

}  // namespace percept::cli
