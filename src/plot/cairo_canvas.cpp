#include "cairo_canvas.hpp"

#include <cairo.h>

#include <cmath>
#include <cstring>
#include <new>
#include <numbers>

namespace percept::plot {
namespace {

struct Destroy {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_pattern_t* pattern) const { cairo_pattern_destroy(pattern); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;
using Context = std::unique_ptr<cairo_t, Destroy>;

Surface make_surface(int width, int height) {
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  return surface;
}

void choose(cairo_t* cairo, const Type& type) {
  cairo_select_font_face(cairo, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                         type.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cairo, type.size);
}

// Letters as they are drawn, not as a screen of few pixels would like them: the same at every zoom.
Context make_context(cairo_surface_t* surface) {
  Context context(cairo_create(surface));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  return context;
}

void colour(cairo_t* cairo, Colour colour, double opacity = 1) {
  cairo_set_source_rgba(cairo, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0, opacity);
}

class CairoCanvas final : public Canvas {
 public:
  CairoCanvas(cairo_surface_t* surface, double zoom) : cairo_(make_context(surface)) {
    cairo_scale(cairo_.get(), zoom, zoom);
    cairo_set_line_join(cairo_.get(), CAIRO_LINE_JOIN_ROUND);
    colour(cairo_.get(), kPaper);
    cairo_paint(cairo_.get());
  }

  void lines(const std::vector<Place>& places, const Stroke& stroke) override {
    trace(places);
    colour(cairo_.get(), stroke.colour, stroke.opacity);
    cairo_set_line_width(cairo_.get(), stroke.width);
    std::vector<double> pattern = pattern_of(stroke.dash);
    for (double& length : pattern) length *= stroke.width;
    cairo_set_dash(cairo_.get(), pattern.data(), int(pattern.size()), 0);
    cairo_stroke(cairo_.get());
  }

  void area(const std::vector<Place>& corners, Colour fill, double opacity) override {
    trace(corners);
    cairo_close_path(cairo_.get());
    colour(cairo_.get(), fill, opacity);
    cairo_fill(cairo_.get());
  }

  void rectangle(const Box& box, Colour fill) override {
    cairo_rectangle(cairo_.get(), box.left, box.top, box.width, box.height);
    colour(cairo_.get(), fill);
    cairo_fill(cairo_.get());
  }

  void circle(Place centre, double radius, Colour fill, double opacity) override {
    cairo_new_sub_path(cairo_.get());
    cairo_arc(cairo_.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    colour(cairo_.get(), fill, opacity);
    cairo_fill(cairo_.get());
  }

  void text(Place at, const std::string& text, const Type& type) override {
    choose(cairo_.get(), type);
    cairo_text_extents_t extents;
    cairo_text_extents(cairo_.get(), text.c_str(), &extents);
    double share = type.anchor == Anchor::start ? 0 : type.anchor == Anchor::middle ? 0.5 : 1;
    cairo_save(cairo_.get());
    cairo_translate(cairo_.get(), at.x, at.y);
    cairo_rotate(cairo_.get(), type.angle * std::numbers::pi / 180);
    cairo_move_to(cairo_.get(), -share * extents.x_advance, 0);
    colour(cairo_.get(), type.colour);
    cairo_show_text(cairo_.get(), text.c_str());
    cairo_restore(cairo_.get());
    cairo_new_path(cairo_.get());
  }

  void picture(const Tensor& pixels, const Box& box, const Box& window, bool smooth) override {
    std::int64_t height = pixels.shape()[0], width = pixels.shape()[1], channels = pixels.shape()[2];
    Surface image = make_surface(int(width), int(height));
    std::size_t stride = std::size_t(cairo_image_surface_get_stride(image.get()));
    auto bytes = pixels.data<std::uint8_t>();
    for (std::int64_t y = 0; y < height; ++y)
      for (std::int64_t x = 0; x < width; ++x) {
        const std::uint8_t* from = &bytes[std::size_t((y * width + x) * channels)];
        std::uint32_t rgb =
            std::uint32_t(from[0]) << 16 | std::uint32_t(from[channels / 2]) << 8 | from[channels - 1];
        std::memcpy(cairo_image_surface_get_data(image.get()) + std::size_t(y) * stride + std::size_t(x) * 4,
                    &rgb, 4);
      }
    cairo_surface_mark_dirty(image.get());
    cairo_save(cairo_.get());
    cairo_rectangle(cairo_.get(), window.left, window.top, window.width, window.height);
    cairo_clip(cairo_.get());
    cairo_translate(cairo_.get(), box.left, box.top);
    cairo_scale(cairo_.get(), box.width / double(width), box.height / double(height));
    cairo_set_source_surface(cairo_.get(), image.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo_.get()),
                             smooth ? CAIRO_FILTER_BILINEAR : CAIRO_FILTER_NEAREST);
    cairo_pattern_set_extend(cairo_get_source(cairo_.get()), CAIRO_EXTEND_PAD);
    cairo_rectangle(cairo_.get(), 0, 0, double(width), double(height));
    cairo_fill(cairo_.get());
    cairo_restore(cairo_.get());
  }

  void begin_group(const std::string&) override {}
  void end_group() override {}

 private:
  void trace(const std::vector<Place>& places) {
    for (const Place& place : places) cairo_line_to(cairo_.get(), place.x, place.y);
  }

  Context cairo_;
};

}  // namespace

double width_of(const std::string& text, const Type& type) {
  static const Surface surface = make_surface(1, 1);
  Context context = make_context(surface.get());
  choose(context.get(), type);
  cairo_text_extents_t extents;
  cairo_text_extents(context.get(), text.c_str(), &extents);
  return extents.x_advance;
}

Tensor pixels_of(const Figure& figure, double zoom) {
  auto width = int(std::lround(figure.width * zoom)), height = int(std::lround(figure.height * zoom));
  Surface surface = make_surface(width, height);
  CairoCanvas canvas(surface.get(), zoom);
  draw_on(canvas, figure);
  cairo_surface_flush(surface.get());
  Tensor pixels(DType::u8, {height, width, 3});
  std::uint8_t* to = pixels.data<std::uint8_t>().data();
  std::size_t stride = std::size_t(cairo_image_surface_get_stride(surface.get()));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x, to += 3) {
      std::uint32_t rgb;
      std::memcpy(&rgb,
                  cairo_image_surface_get_data(surface.get()) + std::size_t(y) * stride + std::size_t(x) * 4,
                  4);
      to[0] = std::uint8_t(rgb >> 16), to[1] = std::uint8_t(rgb >> 8), to[2] = std::uint8_t(rgb);
    }
  return pixels;
}

}  // namespace percept::plot
