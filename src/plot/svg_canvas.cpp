// Draws as SVG 1.1: text stays text, pictures are PNG within it.
#include <fmt/format.h>

#include "canvas.hpp"
#include "frame.hpp"
#include "percept/base/base64.hpp"
#include "percept/base/markup.hpp"
#include "percept/io/image.hpp"
#include "svg_canvas.hpp"

namespace percept::plot {
namespace {

// Two digits are a hundredth of a pixel.
std::string number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string colour(Colour colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

std::string opacity(const char* of, double share) {
  return share < 1 ? fmt::format(" {}-opacity=\"{}\"", of, number(share)) : "";
}

std::string frame(const Box& box) {
  return fmt::format("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(box.left), number(box.top),
                     number(box.width), number(box.height));
}

class SvgCanvas final : public Canvas {
 public:
  void lines(const std::vector<Place>& places, const Stroke& stroke) override {
    std::string dash;
    for (double length : pattern_of(stroke.dash))
      dash += (dash.empty() ? "" : " ") + number(length * stroke.width);
    if (!dash.empty()) dash = " stroke-dasharray=\"" + dash + "\"";
    add("<path d=\"" + path(places) + "\" fill=\"none\" stroke=\"" + colour(stroke.colour) +
        "\" stroke-width=\"" + number(stroke.width) + "\"" + dash + opacity("stroke", stroke.opacity) + "/>");
  }

  void area(const std::vector<Place>& corners, Colour fill, double share) override {
    add("<path d=\"" + path(corners) + "Z\" fill=\"" + colour(fill) + "\"" + opacity("fill", share) + "/>");
  }

  void rectangle(const Box& box, Colour fill) override {
    add("<rect " + frame(box) + " fill=\"" + colour(fill) + "\"/>");
  }

  void circle(Place centre, double radius, Colour fill, double share) override {
    add(fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"{}/>", number(centre.x),
                    number(centre.y), number(radius), colour(fill), opacity("fill", share)));
  }

  void text(Place at, const std::string& text, const Type& type) override {
    std::string turned = type.angle == 0 ? ""
                                         : fmt::format(" transform=\"rotate({} {} {})\"", number(type.angle),
                                                       number(at.x), number(at.y));
    const char* anchor = type.anchor == Anchor::start    ? ""
                         : type.anchor == Anchor::middle ? " text-anchor=\"middle\""
                                                         : " text-anchor=\"end\"";
    add(fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}{} fill=\"{}\"{}>{}</text>", number(at.x),
                    number(at.y), number(type.size), type.bold ? " font-weight=\"bold\"" : "", anchor,
                    colour(type.colour), turned, markup_text(text)));
  }

  void picture(const Tensor& pixels, const Box& box, const Box& window, bool smooth) override {
    io::Bytes png = io::encode_png(pixels).value();
    std::string text;
    append_base64(png, text);
    Box inner{box.left - window.left, box.top - window.top, box.width, box.height};
    add("<svg " + frame(window) + " overflow=\"hidden\"><image " + frame(inner) +
        " preserveAspectRatio=\"none\"" + (smooth ? "" : " style=\"image-rendering:pixelated\"") +
        " href=\"data:image/png;base64," + text + "\"/></svg>");
  }

  void begin_group(const std::string& name) override {
    add("<g>" + (name.empty() ? "" : "<title>" + markup_text(name) + "</title>"));
  }
  void end_group() override { add("</g>"); }

  std::string take() { return std::move(text_); }

 private:
  void add(const std::string& element) { text_ += element + "\n"; }

  static std::string path(const std::vector<Place>& places) {
    std::string out;
    for (const Place& place : places)
      out += (out.empty() ? "M" : "L") + number(place.x) + " " + number(place.y);
    return out;
  }

  std::string text_;
};

}  // namespace

std::string svg_of(const Figure& figure) {
  SvgCanvas canvas;
  canvas.rectangle({0, 0, double(figure.width), double(figure.height)}, kPaper);
  draw_on(canvas, figure);
  std::string title = markup_text(one_line(figure.title));
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
             "role=\"img\" font-family=\"'DejaVu Sans', Verdana, sans-serif\">\n",
             figure.width, figure.height) +
         (title.empty() ? "" : "<title>" + title + "</title>\n") + "<desc>" + markup_text(described(figure)) +
         "</desc>\n" + canvas.take() + "</svg>\n";
}

}  // namespace percept::plot
