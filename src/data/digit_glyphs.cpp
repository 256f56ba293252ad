// Each function draws a style and then its measures; knots are in writing order. The measures are set by
// hand, after how people write, and wide on purpose: what a network has not seen drawn it cannot read.
#include "digit_glyphs.hpp"

#include <algorithm>
#include <array>

namespace percept::data {
namespace {

// clang-format off: rows of knots and ranges are a table, and read as one
using Strokes = std::vector<Stroke>;

// One oval, begun near the top and mostly counterclockwise. It may stay open, overlap or curl inward.
Strokes zero(RandomSequence& r) {
  float width = r.uniform(0.2f, 0.55f), start = r.normal(-75, 35), sweep = r.normal(368, 20);
  float drift = r.normal(0, 0.12f), shoulder = r.normal(0, 0.25f);
  if (r.uniform() < 0.1f) sweep += r.uniform(20, 100), drift = -r.uniform(0.15f, 0.4f);
  if (r.uniform() < 0.2f) sweep = -sweep;
  Stroke oval;
  if (r.uniform() < 0.2f)
    oval.to({0.35f + width * r.uniform(0, 0.9f), r.uniform(-0.1f, 0.15f)});  // a lead-in
  const int pieces = 9;
  for (int i = 0; i <= pieces; ++i) {
    float t = float(i) / pieces, size = 1 + drift * (t * t - 0.5f);
    Point p = Arc{{0, 0}, size, size, 0, 360}.at(start - sweep * t);
    oval.to({0.35f + width * p.x * (1 + shoulder * p.y), 0.5f + 0.5f * p.y});
  }
  if (r.uniform() < 0.1f)  // a way out
    oval.to({0.35f + width * r.uniform(-0.2f, 0.8f), r.uniform(-0.12f, 0.3f)});
  Strokes strokes{oval};
  if (r.uniform() < 0.03f)  // slashed
    strokes.push_back(Stroke().to({0.35f + width * 0.8f, 0.1f}).to({0.35f - width * 0.8f, 0.9f}));
  return strokes;
}

// A line, seldom with a flag, and then seldom with a foot.
Strokes one(RandomSequence& r) {
  float style = r.uniform(), bend = r.normal(0, 0.03f);
  Stroke stem;
  if (style > 0.75f) {
    float reach = r.uniform(0.08f, 0.35f);
    stem.to({0.3f - reach, r.uniform(0.1f, 0.35f)}).corner({0.3f, 0});
  } else {
    if (r.uniform() < 0.12f) stem.to({0.3f + r.normal(-0.03f, 0.06f), r.uniform(0, 0.06f)});
    stem.to({0.3f, r.uniform(0, 0.03f)});
  }
  stem.to({0.3f + bend, 0.5f});
  stem.to({0.3f + r.normal(0, 0.03f), 1});
  if (r.uniform() < 0.08f) stem.to({0.3f + r.normal(0.04f, 0.08f), r.uniform(0.93f, 1)});
  Strokes strokes{stem};
  if (style > 0.9f) {
    float left = r.uniform(0.1f, 0.3f), right = r.uniform(0.1f, 0.3f);
    Stroke foot = Stroke().to({0.3f - left, r.normal(1, 0.02f)}).to({0.3f, 1});
    strokes.push_back(foot.to({0.3f + right, r.normal(0.99f, 0.02f)}));
  }
  return strokes;
}

// A hook or a flat bar at the top, a diagonal, then a corner, a turn or a loop, and a base.
Strokes two(RandomSequence& r) {
  float width = r.uniform(0.35f, 0.75f), hook = r.uniform(0.1f, 0.4f), below = hook;
  Stroke s;
  if (r.uniform() < 0.22f) {  // like a Z
    float y = r.uniform(0, 0.1f);
    if (r.uniform() < 0.4f) s.to({r.uniform(0, 0.1f), y + r.uniform(0.05f, 0.15f)});
    s.to({r.uniform(0, 0.12f), y + r.uniform(-0.02f, 0.05f)}).to({width * 0.6f, r.uniform(0, 0.04f)});
    below = r.uniform(0.02f, 0.2f);
    if (r.uniform() < 0.5f)
      s.corner({width, below});
    else
      s.to({width * 0.95f, 0.06f}).to({width, below + 0.05f});
  } else {
    float from = r.uniform(-205, -135);
    if (r.uniform() < 0.12f) from -= r.uniform(20, 80);
    s.arc({{width / 2, hook}, width / 2, hook, from, r.uniform(-15, 35)});
  }
  float base = r.uniform(0.84f, 0.98f), left = r.uniform(-0.25f, 0.1f) * width / 0.6f, turn = r.uniform();
  float tail = width * r.uniform(0.65f, 1.65f), wave = r.normal(0.02f, 0.04f), drop = r.normal(0, 0.08f);
  float wide = r.uniform(0.08f, 0.22f),
        high = r.uniform(0.12f, 0.42f);  // half a loop's width, and its height
  bool loop = turn > 0.42f;
  float bow = loop ? r.uniform(-0.02f, 0.12f) : r.normal(0.02f, 0.04f);
  float along = r.uniform(0.4f, 0.6f), aim = loop ? left + wide : left;
  s.to({width + along * (aim - width) + bow, below + along * (base - below) + bow});
  if (turn < 0.32f) {  // a sharp corner
    s.corner({left, base});
  } else if (turn < 0.42f) {  // a round turn
    s.to({left + 0.07f, base - 0.1f}).to({left, base - 0.01f}).to({left + 0.1f, base});
  } else {
    if (r.uniform() < 0.6f) drop += r.uniform(0, 0.3f);
    s.to({left + wide * 0.9f, base}).to({left, base - high * 0.45f}).to({left + wide * 0.9f, base - high});
    s.to({left + wide * r.uniform(1.8f, 2.8f), base - high * r.uniform(0.4f, 0.9f)});
  }
  s.to({(left + tail) * 0.55f, base + 0.02f + wave + drop * 0.4f}).to({tail, base + 0.02f - wave + drop});
  return {s};
}

// Two bowls open to the left, with a cusp or a small loop between; the top may be a flat bar and a diagonal.
Strokes three(RandomSequence& r) {
  float style = r.uniform(), waist = r.uniform(0.34f, 0.54f), inner = r.uniform(0.08f, 0.4f);
  float upper = r.uniform(0.4f, 0.68f), lower = r.uniform(0.42f, 0.75f);
  Stroke s;
  if (style < 0.25f) {  // flat
    float y = r.uniform(0, 0.08f);
    s.to({r.uniform(0, 0.12f), y}).to({upper * 0.5f, y + r.normal(0, 0.02f)});
    if (r.uniform() < 0.6f)
      s.corner({upper, r.uniform(0, 0.06f)});
    else
      s.to({upper * 0.95f, 0.06f}).to({upper * 0.9f, 0.14f});
  } else {
    float left = r.uniform(-0.05f, 0.12f);
    Point centre{(left + upper) / 2, waist / 2};
    s.arc({centre, (upper - left) / 2, waist / 2, r.uniform(-195, -120), r.uniform(0, 50)});
  }
  float middle = r.uniform();
  if (middle < 0.2f) {  // a loop
    s.to({inner + 0.04f, waist + 0.02f})
        .to({inner - 0.05f, waist + 0.03f})
        .to({inner - 0.01f, waist - 0.03f});
  } else if (middle < 0.8f) {
    s.corner({inner, waist + r.normal(0, 0.02f)});
  } else {
    s.to({inner + 0.05f, waist});
  }
  float left = r.uniform(-0.1f, 0.12f), half = (lower - left) / 2;
  Point centre{lower - half, (1 + waist) / 2};
  s.arc({centre, half, (1 - waist) / 2 + 0.01f, r.uniform(-70, -30), r.uniform(70, 165)});
  if (r.uniform() < 0.35f) s.to({left + r.normal(-0.05f, 0.07f), r.uniform(0.78f, 1.0f)});
  if (r.uniform() < 0.08f) s.to({r.uniform(0.05f, 0.2f), r.uniform(0.72f, 0.85f)});
  return {s};
}

// An angle or a cup and a stem beside it (open), or a triangle on a stem (closed).
Strokes four(RandomSequence& r) {
  float style = r.uniform(), bar = r.uniform(0.45f, 0.7f), stem = r.uniform(0.35f, 0.6f);
  float beyond = r.uniform() < 0.45f ? r.uniform(0, 0.06f) : r.uniform(0.06f, 0.35f);
  float rise = r.normal(0.02f, 0.04f), foot = stem + r.normal(-0.02f, 0.05f);
  if (style < 0.2f) {  // closed, in one or two strokes
    float top = r.normal(0, 0.03f);
    Stroke s;
    s.to({stem, top}).to({stem * 0.5f, bar * 0.55f}).corner({r.uniform(-0.03f, 0.06f), bar});
    s.to({stem * 0.6f, bar - rise * 0.5f}).to({stem + beyond, bar - rise});
    Stroke down = Stroke().to({stem + r.normal(0, 0.02f), top + r.uniform(0, 0.12f)});
    return {s, down.to({(stem + foot) / 2, 0.5f}).to({foot, 1})};
  }
  if (style < 0.25f) {  // closed, the stem follows from the bar: like a pointed 9
    Stroke s;
    s.to({stem, r.uniform(0.05f, 0.2f)}).to({stem * 0.5f, bar * 0.5f}).to({r.uniform(0, 0.05f), bar - 0.05f});
    s.to({stem * 0.35f, bar + 0.02f}).to({stem * 0.95f, bar - r.uniform(0.05f, 0.15f)});
    return {s.corner({stem, r.uniform(0, 0.15f)}).to({(stem + foot) / 2, 0.55f}).to({foot, 1})};
  }
  Stroke cup;
  float lean = r.uniform(-0.04f, 0.16f), high = r.uniform(0, 0.12f);
  cup.to({lean, high});
  if (style < 0.72f) {
    cup.to({lean * 0.4f, (high + bar) / 2}).corner({r.normal(-0.01f, 0.03f), bar});
  } else {
    cup.to({r.uniform(-0.05f, 0.02f), bar * 0.65f}).to({r.uniform(0.03f, 0.1f), bar * 0.96f});
    cup.to({stem * 0.5f, bar});
  }
  cup.to({stem * 0.6f, bar - rise * 0.5f});
  float top = r.uniform(-0.12f, 0.25f);
  if (r.uniform() < 0.25f) {  // one stroke: the bar goes up and turns down into the stem
    cup.to({stem * 0.9f, bar * 0.75f}).corner({stem + r.uniform(0, 0.04f), top});
    return {cup.to({(stem + foot) / 2, 0.55f}).to({foot, 1})};
  }
  cup.to({stem + beyond, bar - rise});
  Stroke down = Stroke().to({stem + r.normal(0.03f, 0.04f), top});
  down.to({(stem + foot) / 2, (1 + top) / 2}).to({foot, 1});
  if (r.uniform() < 0.06f) down.to({foot + r.normal(-0.05f, 0.08f), 0.98f});
  return {cup, down};
}

// Down from the upper left into a bowl, and a bar on top that may float; or all in one stroke, or like an S.
Strokes five(RandomSequence& r) {
  float style = r.uniform(), left = r.uniform(0.02f, 0.25f), neck = r.uniform(0.28f, 0.55f);
  float width = r.uniform(0.35f, 0.7f), bar = r.uniform(0.2f, 0.9f), rise = r.normal(0.04f, 0.09f);
  float middle = (1 + neck) / 2 - 0.02f, radius = (1 - neck) / 2 + 0.03f;
  auto bowl = [&](Stroke& s) {
    Point centre{width * 0.45f, middle};
    s.arc({centre, width * r.uniform(0.45f, 0.65f), radius, r.uniform(-95, -50), r.uniform(80, 165)});
    if (r.uniform() < 0.3f) s.to({r.normal(-0.05f, 0.08f), r.uniform(0.78f, 1.0f)});
    if (r.uniform() < 0.08f) s.to({r.uniform(0.05f, 0.2f), r.uniform(0.7f, 0.85f)});
  };
  Stroke s;
  if (style < 0.25f) {  // an S
    s.to({left + bar, r.uniform(-0.1f, 0.12f)}).to({left + bar * 0.45f, r.uniform(-0.03f, 0.05f)});
    s.to({left * 0.8f, r.uniform(0.12f, 0.22f)})
        .to({left + 0.02f, neck * 0.8f})
        .to({width * 0.6f, neck + 0.1f});
    s.to({width * r.uniform(0.85f, 1.05f), middle}).to({width * 0.7f, 0.95f}).to({width * 0.35f, 1});
    return {s.to({r.normal(0, 0.08f), r.uniform(0.82f, 1.0f)})};
  }
  float low = left + r.normal(-0.06f, 0.07f), dip = neck + r.normal(0, 0.05f);
  bool pointed = r.uniform() < 0.75f;
  if (style < 0.6f) {  // one stroke
    s.to({left + bar, -rise}).to({left + bar * 0.5f, -rise * 0.4f + r.normal(0, 0.02f)});
    s.corner({left, r.uniform(0, 0.04f)});
  } else {
    s.to({left, r.uniform(0, 0.06f)});
  }
  s.to({(left + low) / 2, dip / 2});
  if (pointed)
    s.corner({low, dip});
  else
    s.to({low, dip});
  bowl(s);
  if (style < 0.6f) return {s};
  float top = r.normal(0, 0.06f), start = left + r.normal(0, 0.05f);
  return {
      s, Stroke().to({start, top}).to({start + bar * 0.5f, top - rise * 0.5f}).to({start + bar, top - rise})};
}

// A long curve down the left side and a loop at its foot.
Strokes six(RandomSequence& r) {
  float loop = r.uniform(0.3f, 0.6f), width = r.uniform(0.3f, 0.8f), top = r.uniform(0.05f, 0.65f);
  float bulge = r.uniform(-0.04f, 0.12f);
  Stroke s;
  if (r.uniform() < 0.15f) s.to({top + 0.1f, r.uniform(0.04f, 0.15f)});
  s.to({top, r.uniform(0, 0.05f)}).to({top * 0.45f - bulge, 0.33f * (1.6f - loop)});
  s.to({-bulge * 0.5f, 1 - loop * r.uniform(0.55f, 0.75f)}).to({width * 0.2f, 0.96f});
  float skew = r.normal(0, 0.1f);
  Stroke ring;
  ring.arc({{width * 0.5f, 1 - loop / 2}, width * 0.5f, loop / 2, r.uniform(80, 95), r.uniform(-110, -70)});
  for (Knot& knot : ring.knots) s.to({knot.at.x, knot.at.y - skew * (knot.at.x - width * 0.3f)});
  float close = r.uniform(), inside = r.uniform(-0.06f, 0.2f);
  if (close < 0.75f) s.to({inside + 0.02f, 1 - loop * r.uniform(0.35f, 0.75f)});
  if (close < 0.2f) s.to({inside + r.uniform(-0.02f, 0.1f), 1 - loop * r.uniform(0, 0.3f)});
  return {s};
}

// A bar, a corner and a diagonal stem; seldom a serif, often in Europe a crossbar.
Strokes seven(RandomSequence& r) {
  float width = r.uniform(0.35f, 0.85f), foot = r.uniform(0, 0.6f) * width, rise = r.normal(0.03f, 0.11f);
  float bow = r.normal(0.02f, 0.07f), corner = r.normal(0, 0.02f);
  if (r.uniform() < 0.2f) foot = width + r.normal(-0.02f, 0.05f);  // an upright stem
  Stroke s;
  float start = r.uniform(-0.03f, 0.05f), y = corner + rise;
  if (r.uniform() < 0.3f) {  // a serif
    s.to({start + r.normal(-0.02f, 0.04f), y + r.uniform(0.06f, 0.3f)});
    if (r.uniform() < 0.5f)
      s.to({start, y});
    else
      s.corner({start, y});
  } else {
    s.to({start, y});
  }
  s.to({width * 0.5f, y - rise * 0.5f + r.normal(0, 0.03f)});
  if (r.uniform() < 0.7f)
    s.corner({width, corner});
  else
    s.to({width * 0.92f, corner}).to({width, r.uniform(0.08f, 0.25f)});
  s.to({(width + foot) / 2 - bow, r.uniform(0.4f, 0.6f)}).to({foot, 1});
  if (r.uniform() < 0.07f) s.to({foot + r.normal(0, 0.06f), 0.97f});
  Strokes strokes{s};
  if (r.uniform() < 0.22f) {
    float at = r.uniform(0.4f, 0.64f), middle = width + (foot - width) * at - bow;
    float rising = r.normal(0.02f, 0.04f), left = r.uniform(0.08f, 0.35f), right = r.uniform(0.1f, 0.4f);
    strokes.push_back(Stroke().to({middle - left, at + rising}).to({middle + right, at - rising}));
  }
  return strokes;
}

// One stroke: an S from the upper right and back up; or two rings, one on the other.
Strokes eight(RandomSequence& r) {
  float waist = r.uniform(0.33f, 0.66f), upper = r.uniform(0.14f, 0.38f), lower = r.uniform(0.12f, 0.38f);
  float c = 0.35f, high = waist / 2, low = (1 + waist) / 2;
  if (r.uniform() < 0.12f) {
    float a = r.normal(-90, 40), b = r.normal(-90, 60), shift = r.normal(0, 0.04f);
    return {
        Stroke().arc({{c + shift, high}, upper, waist / 2 + r.uniform(0, 0.02f), a, a - r.normal(365, 15)}),
        Stroke().arc({{c, low}, lower, (1 - waist) / 2 + r.uniform(0, 0.03f), b, b - r.normal(365, 15)})};
  }
  if (r.uniform() < 0.05f) {  // a ribbon: up from the lower left, around, and down to the lower right
    float foot = r.uniform(0.5f, 1.1f) * lower, gap = r.uniform(-0.1f, 0.1f);
    Stroke s = Stroke().to({c - foot * r.uniform(0, 1), 1}).to({c - foot, 1 - r.uniform(0.05f, 0.25f)});
    s.to({c, waist}).to({c + upper, high}).to({c, 0}).to({c - upper, high}).to({c, waist});
    return {s.to({c + foot, 1 - r.uniform(0, 0.25f)}).to({c + gap, 1 + r.normal(0, 0.03f)})};
  }
  float side = r.uniform() < 0.85f ? 1.0f : -1.0f;  // some begin at the left
  float cross = c + r.normal(0, 0.04f), lean = r.normal(0, 0.06f);
  auto x = [&](float away) { return c + side * away; };
  // The start and the end of the stroke meet, or cross, or leave the ring open.
  float tip = upper * r.uniform(0.4f, 1.1f), tip_y = waist * r.uniform(0.02f, 0.45f);
  if (r.uniform() < 0.25f) tip = upper + r.uniform(0, 0.35f), tip_y = r.uniform(-0.08f, 0.15f);
  Stroke s;
  s.to({x(tip), tip_y}).to({x(upper * r.uniform(-0.2f, 0.3f)), r.uniform(0, 0.04f)});
  s.to({x(-upper * r.uniform(0.8f, 1.05f)), high * r.uniform(0.7f, 1.2f)});
  s.to({cross, waist * r.uniform(0.95f, 1.05f)});
  float half = (1 - waist) / 2;
  if (r.uniform() < 0.5f) {  // a round lower ring
    s.to({x(lower), low - half * 0.3f})
        .to({x(lower * 0.95f), low + half * 0.4f})
        .to({x(lower * 0.4f + lean), 1});
    s.to({x(-lower * 0.4f + lean), 1}).to({x(-lower * 0.95f), low + half * 0.4f});
    s.to({x(-lower * 0.9f), low - half * 0.2f});
  } else {
    s.to({x(lower * r.uniform(0.9f, 1.1f)), low * r.uniform(0.96f, 1.04f)});
    s.to({x(lower * r.uniform(-0.3f, 0.3f)), 1});
    s.to({x(-lower * r.uniform(0.8f, 1.1f)), low * r.uniform(0.95f, 1.07f)});
  }
  s.to({cross - side * r.uniform(-0.02f, 0.05f), waist * r.uniform(0.92f, 1.08f)});
  float end = r.uniform();
  if (end < 0.6f) {
    s.to({x(upper * r.uniform(0.7f, 1.05f)), high * r.uniform(0.7f, 1)});
    s.to({x(tip) + r.normal(0, 0.04f), tip_y + r.normal(-0.02f, 0.05f)});
  } else {
    s.to({x(upper * r.uniform(0.6f, 1.2f)), high * r.uniform(0.3f, 0.9f)});
    if (end < 0.9f) s.to({x(upper * r.uniform(0.4f, 2.0f)), r.uniform(-0.25f, 0.1f)});
  }
  return {s};
}

// A loop and a tail: straight, bent, or hooked back to the left.
Strokes nine(RandomSequence& r) {
  float loop = r.uniform(0.28f, 0.58f), width = r.uniform(0.28f, 0.65f), tail = r.uniform();
  float skew = r.normal(0.08f, 0.12f), foot = width + r.normal(-0.07f, 0.13f);
  if (r.uniform() < 0.1f) {  // nearly a ring, with a short tail to the right
    loop = r.uniform(0.55f, 0.8f), width = r.uniform(0.5f, 0.9f), foot = width + r.uniform(0, 0.3f), tail = 0;
  }
  Stroke s, ring;
  float start = r.uniform() < 0.7f ? r.uniform(-65, 10) : r.uniform(-110, -65);
  if (r.uniform() < 0.2f) {  // it begins with a bar that sticks out over the stem
    start = r.uniform(-100, -60);
    s.to({width * r.uniform(0.95f, 1.4f), r.uniform(-0.1f, 0.06f) - skew * width * 0.5f});
  }
  float reach = r.uniform() < 0.75f ? r.uniform(-50, 0) : r.uniform(0, 60);
  ring.arc({{width / 2, loop / 2}, width / 2, loop / 2, start, -360 + reach});
  for (Knot& knot : ring.knots) s.to({knot.at.x, knot.at.y - skew * (knot.at.x - width * 0.5f)});
  float high = loop * r.uniform(-0.1f, 0.35f) - skew * width * 0.5f;
  if (r.uniform() < 0.6f)
    s.corner({width * r.uniform(0.93f, 1.12f), high});
  else
    s.to({width, high + loop * 0.3f});
  s.to({(width + foot) / 2 + r.normal(0, 0.02f), std::max(r.uniform(0.55f, 0.7f), loop * 0.95f)});
  if (tail < 0.7f)
    s.to({foot, 1});
  else if (tail < 0.82f)
    s.to({foot, 0.9f}).to({foot - r.uniform(0.05f, 0.3f), 1});
  else if (tail < 0.92f)
    s.to({foot, 0.87f}).to({width * 0.5f, 1}).to({r.uniform(0, 0.1f), r.uniform(0.8f, 0.97f)});
  else
    s.to({foot, 0.93f}).to({foot + r.uniform(0.02f, 0.2f), r.uniform(0.94f, 1)});
  return {s};
}

// clang-format on

}  // namespace

std::vector<Stroke> write_digit(int digit, RandomSequence& random) {
  static constexpr std::array digits{zero, one, two, three, four, five, six, seven, eight, nine};
  return digits[std::size_t(digit)](random);
}

}  // namespace percept::data
