#include "protocol.hpp"

#include <optional>
#include <type_traits>
#include <variant>

#include "convolution_requests.hpp"
#include "percept/lab/catalogue.hpp"
#include "percept/lab/exploration.hpp"
#include "percept/lab/inspection_picture.hpp"
#include "training_requests.hpp"

namespace percept::studio {
namespace {

// How a type is called over there. A struct has its name by `named`.
template <class T>
struct Written {
  static std::string name();
};

template <class T>
const char* named() {
  if constexpr (std::is_same_v<T, lab::LayerSettings>) return "LayerSettings";
  if constexpr (std::is_same_v<T, lab::DataSettings>) return "DataSettings";
  if constexpr (std::is_same_v<T, lab::StopSettings>) return "StopSettings";
  if constexpr (std::is_same_v<T, lab::Settings>) return "Settings";
  if constexpr (std::is_same_v<T, recipe::OptimizerFields>) return "OptimizerSettings";
  if constexpr (std::is_same_v<T, recipe::ScheduleFields>) return "ScheduleSettings";
  if constexpr (std::is_same_v<T, lab::BranchInfo>) return "Branch";
  if constexpr (std::is_same_v<T, lab::EditInfo>) return "Edit";
  if constexpr (std::is_same_v<T, lab::LockInfo>) return "Lock";
  if constexpr (std::is_same_v<T, lab::LayerShape>) return "LayerShape";
  if constexpr (std::is_same_v<T, lab::ExploredRun>) return "ExploredRun";
  if constexpr (std::is_same_v<T, lab::Blob>) return "Blob";
  if constexpr (std::is_same_v<T, lab::Scored>) return "Score";
  if constexpr (std::is_same_v<T, lab::ProbedLayer>) return "ProbedLayer";
  if constexpr (std::is_same_v<T, lab::RowUpdate>) return "RowUpdate";
  if constexpr (std::is_same_v<T, lab::StepLook>) return "StepLook";
  if constexpr (std::is_same_v<T, lab::Mistakes>) return "Mistakes";
  if constexpr (std::is_same_v<T, lab::Table>) return "Table";
  if constexpr (std::is_same_v<T, lab::TableColumn>) return "TableColumn";
  if constexpr (std::is_same_v<T, lab::FieldChoice>) return "FieldChoice";
  if constexpr (std::is_same_v<T, lab::Choice>) return "Choice";
  if constexpr (std::is_same_v<T, lab::DataChoice>) return "DataChoice";
  if constexpr (std::is_same_v<T, lab::ActivationChoice>) return "ActivationChoice";
  if constexpr (std::is_same_v<T, lab::LossChoice>) return "LossChoice";
  if constexpr (std::is_same_v<T, lab::ConvolutionSettings>) return "ConvolutionSettings";
  if constexpr (std::is_same_v<T, lab::StageSettings>) return "StageSettings";
  if constexpr (std::is_same_v<T, lab::FilterSettings>) return "FilterSettings";
  if constexpr (std::is_same_v<T, lab::StageState>) return "StageState";
  if constexpr (std::is_same_v<T, lab::FilterSlice>) return "Slice";
  if constexpr (std::is_same_v<T, lab::SizeLine>) return "SizeLine";
  if constexpr (std::is_same_v<T, lab::FilterTap>) return "Tap";
  if constexpr (std::is_same_v<T, lab::KernelChoice>) return "NamedChoice";
  if constexpr (std::is_same_v<T, lab::FeatureRow>) return "FeatureRow";
  if constexpr (std::is_same_v<T, KernelLayerShape>) return "KernelLayerShape";
  if constexpr (std::is_same_v<T, lab::KernelSpectrum>) return "KernelSpectrum";
  if constexpr (std::is_same_v<T, lab::Separation>) return "Separation";
  if constexpr (std::is_same_v<T, lab::KeptFolder>) return "KeptFolder";
  if constexpr (std::is_same_v<T, lab::AlgorithmTime>) return "AlgorithmTime";
  if constexpr (std::is_same_v<T, lab::LearningSettings>) return "LearningSettings";
  if constexpr (std::is_same_v<T, lab::ReviewedImage>) return "ReviewedImage";
  if constexpr (std::is_same_v<T, lab::ReviewedLayer>) return "ReviewedLayer";
  if constexpr (std::is_same_v<T, lab::ReviewAlarm>) return "ReviewAlarm";
  if constexpr (std::is_same_v<T, lab::ReviewResult>) return "ReviewResult";
  if constexpr (std::is_same_v<T, lab::RunEvent>) return "RunEvent";
  if constexpr (std::is_same_v<T, lab::RunView>) return "RunView";
  if constexpr (std::is_same_v<T, lab::RunLabels>) return "RunLabels";
  if constexpr (std::is_same_v<T, lab::RunRow>) return "RunRow";
  if constexpr (std::is_same_v<T, lab::ComparedCurve>) return "ComparedCurve";
  if constexpr (std::is_same_v<T, lab::ComparedRun>) return "ComparedRun";
  if constexpr (std::is_same_v<T, lab::DifferingField>) return "DifferingField";
  if constexpr (std::is_same_v<T, lab::StartView>) return "StartView";
  if constexpr (std::is_same_v<T, lab::CurveHead>) return "CurveHead";
  if constexpr (std::is_same_v<T, lab::LayerMaps>) return "LayerMaps";
  if constexpr (std::is_same_v<T, lab::FilterKernels>) return "FilterKernels";
  if constexpr (std::is_same_v<T, lab::RecipeChoice>) return "RecipeChoice";
  if constexpr (std::is_same_v<T, lab::SourceChoice>) return "SourceChoice";
  if constexpr (std::is_same_v<T, lab::ReviewedBox>) return "ReviewedBox";
  if constexpr (std::is_same_v<T, lab::PictureTally>) return "PictureTally";
  if constexpr (std::is_same_v<T, lab::BoxTally>) return "BoxTally";
  if constexpr (std::is_same_v<T, lab::BoxFlaw>) return "BoxFlaw";
  if constexpr (std::is_same_v<T, lab::Secant>) return "Secant";
  if constexpr (std::is_same_v<T, lab::SlopePath>) return "SlopePath";
  if constexpr (std::is_same_v<T, lab::CurveChoice>) return "CurveChoice";
  return nullptr;
}

template <class T>
std::string Written<T>::name() {
  if constexpr (std::is_same_v<T, bool>)
    return "boolean";
  else if constexpr (std::is_arithmetic_v<T>)
    return "number";
  else if constexpr (std::is_same_v<T, std::string>)
    return "string";
  else if constexpr (std::is_same_v<T, Message>)
    return "Words";
  else if constexpr (std::is_same_v<T, Edit::Changes>)
    return "{ [path: string]: unknown }";
  else if constexpr (std::is_same_v<T, lab::JsonValue>)
    return "(number | boolean | string)";
  else
    return named<T>();
}
template <class T>
struct Written<std::vector<T>> {
  static std::string name() { return Written<T>::name() + "[]"; }
};
template <class T>
struct Written<std::optional<T>> {
  static std::string name() { return Written<T>::name() + " | null"; }
};
template <class... T>
struct Written<std::variant<T...>> {
  static std::string name() {
    std::string all;
    ((all += (all.empty() ? "" : " | ") + Written<T>::name()), ...);
    return all;
  }
};

// A field a line, or all in one.
struct Interface {
  std::string lines, inline_fields;
  template <class T>
  void operator()(std::string_view name, T&, std::string_view doc) {
    // A text that is one of some words says so in its documentation: "a" | "b".
    bool words = doc.starts_with('"') && doc.ends_with('"') && doc.find(" | ") != doc.npos;
    std::string field = std::string(name) + ": " + (words ? std::string(doc) : Written<T>::name()) + ";";
    if (words) doc = "";
    lines += "  " + field + (doc.empty() ? "" : "  // " + std::string(doc)) + "\n";
    // Of a request, a switch that is off may be left out.
    if constexpr (std::is_same_v<T, bool>) field.insert(name.size(), "?");
    inline_fields += " " + field;
  }
};

template <class T>
std::string interface(const char* doc, const char* name = named<T>(), const char* first = "") {
  T value;
  Interface fields;
  value.fields(fields);
  std::string comment = *doc ? "/** " + std::string(doc) + " */\n" : "";
  return comment + "export interface " + name + " {\n" + first + fields.lines + "}\n\n";
}

template <class Request, std::size_t i = 0>
std::string requests() {
  if constexpr (i == std::variant_size_v<Request>) {
    return "";
  } else {
    std::variant_alternative_t<i, Request> request;
    Interface fields;
    request.fields(fields);
    std::string doc = request.kDoc,
                line = "  | { ask: \"" + std::string(request.kAsk) + "\";" + fields.inline_fields;
    line.back() = ' ';
    return line + "}" + (doc.empty() ? "" : "  // " + doc) + "\n" + requests<Request, i + 1>();
  }
}

// The lines of requests, with the type's end behind the last one's braces.
template <class Request>
std::string request_union() {
  std::string lines = requests<Request>();
  lines.pop_back();
  std::size_t comment = lines.find("}  // ", lines.rfind("  | {"));
  return lines.insert(comment == lines.npos ? lines.size() : comment + 1, ";");
}

constexpr const char* kHead =
    R"(// What the studio's server and its pages say to each other. Made from src/studio/protocol.cpp and the structs that it
// names by `./dev docs`: do not edit.
//
// One WebSocket, /ws?session=ID. A page sends requests, JSON objects with a number `id` of its own and `ask`; each is
// answered by one object with `reply` = id, which holds the answer's fields or a `problem`. The server sends events
// (JSON objects with `event`) when something else than the picture has changed, and pictures (binary).
//
// Pictures are asked for: after `next` the server sends one picture, as soon as there is one that is newer than the
// last. So nothing queues where a page is slow.
//
// A picture is [u32 little-endian: bytes of the head][head: a Picture as JSON, padded with spaces to a multiple of 4]
// [blobs, in the order of head.blobs, each padded with zeros to a multiple of 4]. Where a lab hears binary messages they
// are made in the same way, [u32][head: a request as JSON][bytes], and answered as the others.

/** What is told to the reader, in both languages. */
export interface Words {
  en: string;
  fr: string;
}

export interface Problem {
  code: string;  // stable: "lab.formula.infinite"
  message: Words;
  hint: Words | null;
  where: string;  // the setting: "features.2", "optimizer.lr"; may be empty
}

// ------------------------------------------------------------------------------------------------ the state

)";

constexpr const char* kOptimizers =
    R"(/** `name` and that optimiser's own fields, as catalogue.optimizers lists them: lr, momentum, beta1, nesterov ... */
export interface OptimizerSettings {
  name: string;
  [field: string]: number | boolean | string;
}

/** `name` and that schedule's own fields, as catalogue.schedules lists them; counted in epochs. */
export interface ScheduleSettings {
  name: string;
  [field: string]: number | boolean | string | number[];
}

)";

constexpr const char* kBlobs =
    R"(// Blobs of "network":
//   "output"        i8  [G, G]      of one output: -1, surely the first class, to 1, surely the second; or the value. Row 0 is the top
//   "class"         u8  [G, G]      of several classes: the winner
//   "confidence"    u8  [G, G]      and its probability, 0 to 255
//   "units.K"       i8  [units, g, g]  of each layer K = 0, 1, ...: what `view` asks for
//   "scale.K"       f32 [units]      each unit's own scale: value = number / 127 * scale.K[unit]
//   "weight.K"      f32 [units, inputs]  of layer K = 1, 2, ...; the columns as LayerShape.from says
//   "bias.K"        f32 [units]
//   "gradient.K"    f32 [units, inputs]  of the loss on the training points, where view.gradients
//   "norms"         f32 [layers, 2]  length of each layer's gradient, and of what its weights have moved since the last picture over theirs
//   "dead.K"        f32 [units]      share of the training points for which a unit gives nothing (its slope is 0)
//   "history"       f32 [n, 5]       epoch, train loss, test loss, train accuracy, test accuracy; at most 600 rows
//   "confusion"     f32 [classes, classes]  of the test points, rows are the truth
//   "wrong"         u8  [points]     1 where a point (training, then test) is misjudged
//   "means"         f32 [classes, 1 + features]  of a nearest mean: how many points, and their mean
//   In the mode "curve" "output" and "units.K" have the shapes [1, G] and [units, 1, g], "output" is f32.
// Blobs of "points": "train" f32 [n, 3], "test" f32 [n, 3]: x1, x2, label or value (a curve: x, y, 0).
// Blobs of "warp": "grid" f32 [R, C, 2], the plane's grid as two units see it; "points" f32 [n, 3].

)";

constexpr const char* kAnswers =
    R"(/** A file to download, or a text to show. */
export interface Export {
  name: string;
  text: string;
  base64: boolean;
}

)";

constexpr const char* kAnswer =
    R"(export type Answer = ({ reply: number } & Partial<Export> & Partial<Probe> & Partial<{ slope: SlopeView }>) | { reply: number; problem: Problem };

// ------------------------------------------------------------------------------------------------ the catalogue

)";

constexpr const char* kConvolution =
    R"(// ------------------------------------------------------------------------------------------------ the convolution lab
//
// Its conversations are those of /ws?session=ID&lab=convolution, its catalogue is GET /api/convolution.
// Blobs of its pictures:
//   "input"   u8 or f32 [C, H, W]  what is filtered, with its border
//   "output"  f32 [C, H', W']      the numbers as they are
//   "shown"   u8 [maps, H', W', 1 or 3]  and as the scale shows them; the channels of a colour picture are one map
//   "thumb"   u8 [maps, h, w, 1 or 3]  the picture, small
//   "thumb.K" the same of the output of each stage K of the chain that can be made

)";

std::string features_typescript() {
  return interface<lab::FeatureRow>("One kind of features under the linear head.") +
         interface<lab::FeatureProgress>("Where a comparison of features stands.", "FeatureProgress") +
         interface<lab::FeaturePictures>("What the kinds of features see in one test example.",
                                         "FeaturePictures") +
         interface<KernelSources>("Where kernels can be taken from.", "KernelSources") +
         interface<KernelLayerShape>("") +
         interface<KernelFile>("The convolutions of a trained network.", "KernelFile") +
         interface<LayerKernels>("The kernels of one of them.", "LayerKernels");
}

std::string convolution_typescript() {
  return kConvolution + interface<lab::FilterSettings>("One filter of a layer.") +
         interface<lab::StageSettings>("One stage of the chain.") +
         interface<lab::ConvolutionSettings>(
             "What makes a convolution lab. The fields of a stage are those of the one that is looked at.") +
         interface<lab::StageState>("A stage as it stands.") +
         interface<lab::SizeLine>("One side of the output: the formula with its numbers put in.") +
         interface<lab::ConvolutionState>("Event: sent at the start and after every change.",
                                          "ConvolutionState", "  event: \"state\";\n  session: string;\n") +
         interface<lab::ConvolutionPicture>("The head of a picture.", "ConvolutionPicture") +
         interface<lab::LivePicture>("The head of one that is followed by another.", "LivePicture") +
         "export type ConvolutionRequest =\n" + request_union<ConvolutionRequest>() + "\n\n" +
         "/** The head of a binary message of a page; pixels stand behind it. */\n" +
         "export type ConvolutionUpload =\n" + request_union<ConvolutionUpload>() + "\n\n" +
         interface<lab::FilterTap>("One number of the kernel at a place of its walk.") +
         interface<lab::FilterSlice>("What one channel gives to a place of a layer.") +
         interface<lab::WalkStep>("A place of the walk.", "Walk") +
         interface<lab::MatrixView>("y = T x + bias, for the picture read row by row.", "ConvolutionMatrix") +
         interface<lab::PatchMatrix>("Output = patches · kernel + bias: im2col.", "Patches") +
         interface<lab::AlgorithmTime>("") + interface<lab::ConvolutionTimes>("", "Times") +
         interface<lab::KernelSpectrum>("What a kernel does to waves.") +
         interface<lab::Separation>("A kernel as a sum of columns times rows.") +
         interface<lab::SpectrumView>("", "Spectrum") +
         interface<lab::LearningSettings>("How a kernel is learnt.") +
         interface<lab::LearningState>("", "Learning") +
         interface<lab::LearningPictures>("What the kernel so far makes.", "LearningPictures") +
         "export type ConvolutionAnswer = ({ reply: number } & Partial<Walk> & Partial<ConvolutionMatrix> &\n"
         "  Partial<{ learning: Learning; pictures: LearningPictures | null; patches: Patches; spectrum: "
         "Spectrum; times: Times }>)\n"
         "  | { reply: number; problem: Problem };\n\n" +
         interface<lab::KernelChoice>("") +
         interface<lab::ConvolutionCatalogue>("What there is to choose from.", "ConvolutionCatalogue") +
         features_typescript();
}

constexpr const char* kTraining =
    R"(// ------------------------------------------------------------------------------------------------ the training lab
//
// Its conversations are those of /ws?session=ID&lab=training, its catalogue is GET /api/training.
// Blobs of its pictures: one of each curve's name, f32 [rows, 4]: the last step of the row, mean, least and greatest value.

)";

constexpr const char* kInspection =
    R"(// Blobs of "inspection": "image" u8 [H, W, C], what the network saw; "layer.K" f32 [C, H, W] or [n] of each layer, and
// "filter.K" f32 [filters, channels, H, W] of the first convolutions, where maps are asked for.

)";

std::string boxes_typescript() {
  return interface<lab::ReviewedBox>("A box on a picture.") +
         interface<lab::ReviewedPicture>("A picture with its boxes.", "ReviewedPicture") +
         interface<lab::PictureTally>("A picture in the list.") + interface<BoxList>("", "BoxList") +
         interface<BoxImage>("The picture itself.", "BoxImage") +
         interface<lab::BoxTally>("A class over all pictures.") + interface<lab::BoxFlaw>("") +
         interface<lab::BoxSummary>("A folder of pictures with boxes.", "BoxSummary");
}

std::string review_typescript() {
  return interface<lab::ReviewedImage>("") +
         interface<lab::ReviewedLayer>("Null: not finite, or of a layer without parameters.") +
         interface<lab::ReviewAlarm>("") +
         interface<lab::ReviewResult>("How a network does on examples, and how its layers are.") +
         interface<lab::ReviewProgress>("", "ReviewProgress") +
         interface<lab::ReviewedCell>("", "ReviewedCell") +
         interface<lab::ParameterHistogram>("Equal parts from the least to the greatest.",
                                            "ParameterHistogram");
}

std::string folders_typescript() {
  return interface<TakenImage>("", "TakenImage") +
         interface<lab::UploadedFolder>("A folder of pictures that a page gave.", "UploadedFolder") +
         interface<lab::KeptFolder>("One that was given at some time.", "KeptFolder") +
         interface<FolderList>("", "FolderList");
}

std::string training_typescript() {
  return kTraining + interface<lab::RunEvent>("Something that happened.") +
         interface<lab::RunView>("A run.") +
         interface<lab::StartView>("A training that begins, or failed to.") +
         interface<lab::TrainingState>("Event: sent at the start and after every change.", "TrainingState",
                                       "  event: \"state\";\n  session: string;\n") +
         interface<lab::CurveHead>("") +
         interface<lab::TrainingPicture>("The head of a picture.", "TrainingPicture") + kInspection +
         interface<lab::LayerMaps>("What a layer gives.") +
         interface<lab::FilterKernels>("The kernels of a convolution.") +
         interface<lab::InspectionPicture>("The head of a picture of what the network does with one picture.",
                                           "InspectionPicture") +
         "export type TrainingRequest =\n" + request_union<TrainingRequest>() + "\n\n" +
         "/** The head of a binary message of a page; pixels or a file stand behind it. */\n" +
         "export type TrainingUpload =\n" + request_union<TrainingUpload>() + "\n\n" +
         interface<lab::StartPlan>("How a training would be begun.", "StartPlan") +
         interface<lab::RunLabels>("What readers keep of a run.") +
         interface<lab::RunRow>("A run in the table.") +
         interface<lab::RunChanges>("What has changed in the table.", "RunChanges") + review_typescript() +
         interface<lab::ComparedCurve>("") + interface<lab::ComparedRun>("") +
         interface<lab::DifferingField>("A setting in which runs differ.") +
         interface<lab::ComparedRuns>("Runs side by side.", "ComparedRuns") +
         "/** The training has done it; `path` of a snapshot. */\nexport interface SteerAnswer {\n  path: "
         "string;\n}\n\n"
         "export type TrainingAnswer = ({ reply: number } & Partial<StartPlan> & Partial<RunChanges> & "
         "Partial<SteerAnswer> & Partial<ComparedRuns> & Partial<Export> & Partial<ReviewProgress> & "
         "Partial<ReviewedCell> & Partial<ParameterHistogram> & Partial<TakenImage> & "
         "Partial<UploadedFolder> & Partial<FolderList>) | { reply: number; problem: Problem };\n\n" +
         interface<lab::RecipeChoice>("") + interface<lab::SourceChoice>("") +
         interface<lab::TrainingCatalogue>("What there is to choose from.", "TrainingCatalogue") +
         boxes_typescript() + folders_typescript();
}

}  // namespace

std::string protocol_typescript() {
  std::string out = kHead;
  out += interface<lab::LayerSettings>("One hidden layer.") + interface<lab::DataSettings>("") + kOptimizers +
         interface<lab::StopSettings>("When a playing network pauses by itself; 0: not for that reason.") +
         interface<lab::Settings>(
             "Everything that makes a playground: the same in a link, a saved file and an edit.") +
         interface<lab::BranchInfo>("A place that the timeline can go back to.") +
         interface<lab::EditInfo>("One edit made on the way, as the timeline shows it.") +
         interface<lab::LockInfo>("A weight that training may not change.") +
         interface<lab::LayerShape>("A layer of the network as it stands.") +
         interface<lab::ExploredRun>("") +
         interface<lab::Explored>(
             "Many trainings of the same settings: of several seeds (lottery), or over a grid (sweep).",
             "Exploration");
  std::string state = interface<lab::PlaygroundState>(
      "Event: whatever is no picture. Sent at the start and after every change.", "State",
      "  event: \"state\";\n  session: string;\n");
  state.insert(state.rfind('}'),
               "  explored: Exploration | null;  // the lottery or the sweep, running or done\n");
  out +=
      state +
      "// ------------------------------------------------------------------------------------------------ "
      "pictures\n\n" +
      interface<lab::Blob>("") + interface<lab::Scored>("How well it does on one half of the points.") +
      interface<lab::RowUpdate>("What a step changed for one unit or one class.") +
      interface<lab::StepLook>("One point that a step looked at.") +
      interface<lab::Mistakes>("What a perceptron has counted, and what is known of its points.") +
      interface<lab::Picture>("The head of a picture.", "Picture") + kBlobs +
      "// ------------------------------------------------------------------------------------------------ "
      "requests\n\nexport type Request =\n" +
      request_union<PageRequest>();
  return out + "\n\n" + kAnswers +
         interface<lab::Probe>(
             "Every number on the way of one point through the network, and of the gradient back.", "Probe") +
         interface<lab::ProbedLayer>("") + interface<lab::Table>("What a table of the user's holds.") +
         interface<lab::TableColumn>("") +
         interface<lab::SlopeQuestion>("What the slope tab asks.", "SlopeQuestion") +
         interface<lab::Secant>("") + interface<lab::SlopePath>("A descent.") +
         interface<lab::SlopeView>("What the slope tab shows.", "SlopeView") + kAnswer +
         interface<lab::CurveChoice>("A curve of the slope tab.") + interface<lab::FieldChoice>("") +
         interface<lab::Choice>("") + interface<lab::DataChoice>("") + interface<lab::ActivationChoice>("") +
         interface<lab::LossChoice>("") +
         interface<lab::Catalogue>("GET /api/catalogue: what there is to choose from.", "Catalogue") +
         convolution_typescript() + training_typescript();
}

}  // namespace percept::studio
