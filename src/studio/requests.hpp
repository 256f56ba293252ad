// What a page asks of the playground: one struct a request, as web/src/protocol.ts has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "percept/lab/picture.hpp"
#include "percept/lab/playground.hpp"
#include "slope_requests.hpp"

namespace percept::studio {

struct Next {
  static constexpr const char* kAsk = "next";
  static constexpr const char* kDoc = "the next picture, please; answered by the picture alone";
  template <class V>
  void fields(V&) {}
};
struct Play {
  static constexpr const char* kAsk = "play";
  static constexpr const char* kDoc = "0: as fast as it can";
  double epochs_per_second = 0;
  template <class V>
  void fields(V& v) {
    v("epochs_per_second", epochs_per_second, "");
  }
};
struct Pause {
  static constexpr const char* kAsk = "pause";
  static constexpr const char* kDoc = "";
  template <class V>
  void fields(V&) {}
};
struct Step {
  static constexpr const char* kAsk = "step";
  static constexpr const char* kDoc = "count < 0: back";
  std::string unit = "epoch";
  std::int64_t count = 1;
  template <class V>
  void fields(V& v) {
    v("unit", unit, R"("sample" | "batch" | "epoch")");
    v("count", count, "");
  }
};
struct Seek {
  static constexpr const char* kAsk = "seek";
  static constexpr const char* kDoc = "";
  std::int64_t step = 0;
  template <class V>
  void fields(V& v) {
    v("step", step, "");
  }
};
struct Reset {
  static constexpr const char* kAsk = "reset";
  static constexpr const char* kDoc = "to step 0 with new initial weights of the same seed";
  template <class V>
  void fields(V&) {}
};
/// `changes` stay JSON: the lab reads them.
struct Edit {
  static constexpr const char* kAsk = "edit";
  static constexpr const char* kDoc = "\"optimizer.lr\": 0.1; \"layers\": [...]";
  template <class V>
  void fields(V& v) {
    v("changes", changes, "");
    v("goes_on", goes_on, "with the same drag as the request before: undo takes both back");
  }
  struct Changes {
    std::string text = "{}";
  } changes;
  bool goes_on = false;
};
struct SetWeight {
  static constexpr const char* kAsk = "weight";
  static constexpr const char* kDoc = "path \"hidden1.weight\" or \"hidden1.bias\"";
  std::string path;
  std::int64_t index = 0;
  double value = 0;
  bool goes_on = false;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("index", index, "");
    v("value", value, "");
    v("goes_on", goes_on, "with the same drag as the request before: undo takes both back");
  }
};
struct LockWeight {
  static constexpr const char* kAsk = "lock";
  static constexpr const char* kDoc = "";
  std::string path;
  std::int64_t index = 0;
  bool locked = true;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("index", index, "");
    v("locked", locked, "");
  }
};
struct Undo {
  static constexpr const char* kAsk = "undo";
  static constexpr const char* kDoc = "";
  template <class V>
  void fields(V&) {}
};
struct Redo {
  static constexpr const char* kAsk = "redo";
  static constexpr const char* kDoc = "";
  template <class V>
  void fields(V&) {}
};
struct GoToBranch {
  static constexpr const char* kAsk = "branch";
  static constexpr const char* kDoc = "go to that branch, at its last step";
  std::int64_t id = 0;
  template <class V>
  void fields(V& v) {
    v("id", id, "");
  }
};
struct Look : lab::View {
  static constexpr const char* kAsk = "view";
  static constexpr const char* kDoc = "what pictures show from now on";
};
struct AskPoints {
  static constexpr const char* kAsk = "points";
  static constexpr const char* kDoc = "answered by {}, then a picture of the kind \"points\"";
  template <class V>
  void fields(V&) {}
};
struct SetPoints {
  static constexpr const char* kAsk = "set_points";
  static constexpr const char* kDoc = "makes the data set \"own\"";
  std::vector<lab::PointRow> points;
  bool goes_on = false;
  template <class V>
  void fields(V& v) {
    v("points", points, "");
    v("goes_on", goes_on, "with the same drag as the request before: undo takes both back");
  }
};
struct Csv {
  static constexpr const char* kAsk = "csv";
  static constexpr const char* kDoc = "the same, from a table; columns counted from 0, [] for the last ones";
  std::string text;
  lab::TableColumns chosen;
  template <class V>
  void fields(V& v) {
    v("text", text, "");
    v("columns", chosen.columns, "");
    v("scale", chosen.scale, "");
  }
};
struct AskTable {
  static constexpr const char* kAsk = "table";
  static constexpr const char* kDoc = "what a table holds -> Table";
  std::string text;
  template <class V>
  void fields(V& v) {
    v("text", text, "");
  }
};
struct Draw {
  static constexpr const char* kAsk = "draw";
  static constexpr const char* kDoc =
      "own points by a formula: of a curve y; else its value, or whether it is more than 0";
  std::string formula;
  bool values = false;
  template <class V>
  void fields(V& v) {
    v("formula", formula, "");
    v("values", values, "");
  }
};
struct AskProbe {
  static constexpr const char* kAsk = "probe";
  static constexpr const char* kDoc = "-> Probe";
  double x1 = 0, x2 = 0;
  std::optional<double> target;
  template <class V>
  void fields(V& v) {
    v("x1", x1, "");
    v("x2", x2, "");
    v("target", target, "");
  }
};
struct Warp {
  static constexpr const char* kAsk = "warp";
  static constexpr const char* kDoc = "answered by {}, then a picture of the kind \"warp\"";
  std::int64_t layer = 1;
  std::vector<std::int64_t> units;
  template <class V>
  void fields(V& v) {
    v("layer", layer, "");
    v("units", units, "");
  }
};
struct Lottery {
  static constexpr const char* kAsk = "lottery";
  static constexpr const char* kDoc = "progress by State.explored";
  std::int64_t seeds = 64, epochs = 1000;
  double solve = 0.05;
  template <class V>
  void fields(V& v) {
    v("seeds", seeds, "");
    v("epochs", epochs, "");
    v("solve", solve, "");
  }
};
struct Sweep {
  static constexpr const char* kAsk = "sweep";
  static constexpr const char* kDoc = "progress by State.explored";
  std::string rows, columns;
  std::vector<lab::JsonValue> row_values, column_values;
  std::int64_t seeds = 1, epochs = 1000;
  double solve = 0.05;
  template <class V>
  void fields(V& v) {
    v("rows", rows, "");
    v("row_values", row_values, "");
    v("columns", columns, "");
    v("column_values", column_values, "");
    v("seeds", seeds, "");
    v("epochs", epochs, "");
    v("solve", solve, "");
  }
};
struct Adopt {
  static constexpr const char* kAsk = "adopt";
  static constexpr const char* kDoc = "the settings and seed of one of explored.results";
  std::int64_t result = 0;
  template <class V>
  void fields(V& v) {
    v("result", result, "");
  }
};
struct Cancel {
  static constexpr const char* kAsk = "cancel";
  static constexpr const char* kDoc = "the lottery or sweep";
  template <class V>
  void fields(V&) {}
};
struct AskExport {
  static constexpr const char* kAsk = "export";
  static constexpr const char* kDoc = "-> Export";
  std::string as;
  template <class V>
  void fields(V& v) {
    v("as", as, R"("onnx" | "cpp" | "recipe" | "command" | "csv")");
  }
};
struct Save {
  static constexpr const char* kAsk = "save";
  static constexpr const char* kDoc = "-> Export: the whole state as JSON";
  template <class V>
  void fields(V&) {}
};
struct Open {
  static constexpr const char* kAsk = "open";
  static constexpr const char* kDoc = "what `save` gave";
  std::string text;
  template <class V>
  void fields(V& v) {
    v("text", text, "");
  }
};

using PageRequest = std::variant<Next, Play, Pause, Step, Seek, Reset, Edit, SetWeight, LockWeight, Undo,
                                 Redo, GoToBranch, Look, AskPoints, SetPoints, Csv, AskTable, Draw, AskProbe,
                                 Warp, Lottery, Sweep, Adopt, Cancel, AskExport, Save, Open, AskSlope>;

template <class Request>
struct AskedOf {
  double id = 0;  // the page's own number
  Result<Request> request;
};
using Asked = AskedOf<PageRequest>;

/// One message of a page. Where it has no number its problem is answered with -1.
Asked read_request(std::string_view text);

}  // namespace percept::studio
