// What a page asks of the training lab: one struct a request, as web/src/protocol.ts has them.
#pragma once

#include "box_requests.hpp"
#include "folder_requests.hpp"
#include "percept/lab/live_picture.hpp"
#include "percept/lab/training_lab.hpp"
#include "requests.hpp"
#include "review_requests.hpp"

namespace percept::studio {

struct OpenRun {
  static constexpr const char* kAsk = "open_run";
  static constexpr const char* kDoc = "looks at this one; empty: at none";
  std::string run;
  template <class V>
  void fields(V& v) {
    v("run", run, "");
  }
};
struct PlanStart {
  static constexpr const char* kAsk = "plan";
  static constexpr const char* kDoc = "-> StartPlan";
  lab::StartWords words;
  template <class V>
  void fields(V& v) {
    words.fields(v);
  }
};
struct StartRun {
  static constexpr const char* kAsk = "start";
  static constexpr const char* kDoc = "State.start tells what becomes of it";
  lab::StartWords words;
  std::string language = "en";
  template <class V>
  void fields(V& v) {
    words.fields(v);
    v("language", language, R"("en" | "fr")");
  }
};
struct ResumeRun {
  static constexpr const char* kAsk = "resume_run";
  static constexpr const char* kDoc = "from its last checkpoint";
  std::string run, language = "en";
  template <class V>
  void fields(V& v) {
    v("run", run, "");
    v("language", language, R"("en" | "fr")");
  }
};
struct DismissStart {
  static constexpr const char* kAsk = "dismiss";
  static constexpr const char* kDoc = "what State.start says has been read";
  template <class V>
  void fields(V&) {}
};
struct SteerRun {
  static constexpr const char* kAsk = "steer";
  static constexpr const char* kDoc = "-> SteerAnswer, when the training has done it";
  std::string command;
  template <class V>
  void fields(V& v) {
    v("command", command, R"("pause" | "resume" | "stop" | "snapshot")");
  }
};
struct StepRun {
  static constexpr const char* kAsk = "steps";
  static constexpr const char* kDoc = "so many, then it pauses; answered when they are done";
  std::int64_t count = 1;
  template <class V>
  void fields(V& v) {
    v("count", count, "");
  }
};
struct SetRates {
  static constexpr const char* kAsk = "rates";
  static constexpr const char* kDoc = "from the next step on; null: as it is";
  std::optional<double> lr, momentum, weight_decay;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "");
    v("momentum", momentum, "");
    v("weight_decay", weight_decay, "");
  }
};
struct NoteRun {
  static constexpr const char* kAsk = "note";
  static constexpr const char* kDoc = "is kept with the run's metrics";
  std::string text;
  template <class V>
  void fields(V& v) {
    v("text", text, "");
  }
};
struct AskRuns {
  static constexpr const char* kAsk = "runs";
  static constexpr const char* kDoc = "-> RunChanges; since 0: all";
  std::int64_t since = 0;
  template <class V>
  void fields(V& v) {
    v("since", since, "");
  }
};
struct LabelRun {
  static constexpr const char* kAsk = "label";
  static constexpr const char* kDoc = "";
  std::string run;
  lab::RunLabels labels;
  template <class V>
  void fields(V& v) {
    v("run", run, "");
    v("labels", labels, "");
  }
};
struct DeleteRuns {
  static constexpr const char* kAsk = "delete_runs";
  static constexpr const char* kDoc = "all or none";
  std::vector<std::string> runs;
  template <class V>
  void fields(V& v) {
    v("runs", runs, "");
  }
};
struct UndoDelete {
  static constexpr const char* kAsk = "undelete";
  static constexpr const char* kDoc = "what was deleted last comes back";
  template <class V>
  void fields(V&) {}
};

// Looking into the network of the run.
struct AskInspection {
  static constexpr const char* kAsk = "inspect";
  static constexpr const char* kDoc =
      "answered by a picture of the kind \"inspection\" alone, newer than `seen`; or empty, once `rest` is "
      "asked";
  std::int64_t seen = 0;
  bool maps = false;
  template <class V>
  void fields(V& v) {
    v("seen", seen, "");
    v("maps", maps, "");
  }
};
struct RestInspection {
  static constexpr const char* kAsk = "inspect_rest";
  static constexpr const char* kDoc = "this page looks no more";
  template <class V>
  void fields(V&) {}
};
struct TryExample {
  static constexpr const char* kAsk = "try_example";
  static constexpr const char* kDoc = "of the run's data, by its number from 0";
  std::string split;
  std::int64_t number = 0;
  template <class V>
  void fields(V& v) {
    v("split", split, R"("train" | "val" | "test")");
    v("number", number, "");
  }
};
struct WindBack {
  static constexpr const char* kAsk = "wind";
  static constexpr const char* kDoc = "to the snapshot at that step; null: to the newest weights";
  std::optional<std::int64_t> step;
  template <class V>
  void fields(V& v) {
    v("step", step, "");
  }
};
/// These come with bytes behind their head.
struct TryPixels {
  static constexpr const char* kAsk = "try_pixels";
  static constexpr const char* kDoc = "u8 [height, width, channels]: what the network is to see";
  std::string name;
  lab::PixelSize size;
  std::string_view pixels;  // of the message
  template <class V>
  void fields(V& v) {
    v("name", name, "");
    size.fields(v);
  }
};
struct TryFile {
  static constexpr const char* kAsk = "try_file";
  static constexpr const char* kDoc = "the bytes of a PNG or JPEG file";
  std::string name;
  std::string_view pixels;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
  }
};

struct CompareRuns {
  static constexpr const char* kAsk = "compare";
  static constexpr const char* kDoc = "-> ComparedRuns, what has been read so far; at most 12 runs";
  std::vector<std::string> runs;
  std::string figure;
  template <class V>
  void fields(V& v) {
    v("runs", runs, "");
    v("figure", figure, "");
  }
};
struct ReportRun {
  static constexpr const char* kAsk = "report";
  static constexpr const char* kDoc = "-> Export: a page of HTML that stands alone";
  std::string run, language = "en";
  template <class V>
  void fields(V& v) {
    v("run", run, "");
    v("language", language, R"("en" | "fr")");
  }
};

using TrainingRequest =
    std::variant<Next, OpenRun, PlanStart, StartRun, ResumeRun, DismissStart, SteerRun, StepRun, SetRates,
                 NoteRun, AskRuns, LabelRun, DeleteRuns, UndoDelete, OpenBoxes, TakeDetections,
                 ForgetDetections, AskBoxes, AskBoxList, AskBoxPicture, AskBoxImage, AskInspection,
                 RestInspection, TryExample, WindBack, AskReview, StopReview, AskReviewCell, AskHistogram,
                 CompareRuns, ReportRun, BeginFolder, FinishFolder, CancelFolder, AskFolders, RemoveFolder,
                 ReturnFolder>;

AskedOf<TrainingRequest> read_training_request(std::string_view text);

using TrainingUpload = std::variant<TryPixels, TryFile, FolderImage>;
/// A binary message. What it gives sees the message's bytes.
AskedOf<TrainingUpload> read_training_upload(std::string_view message);

}  // namespace percept::studio
