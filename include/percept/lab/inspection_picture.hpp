// What a page is shown of a network that is looked into: its answer for one picture, the maps of its layers
// and the kernels of its first convolutions.
#pragma once

#include "percept/base/problem.hpp"
#include "percept/lab/picture.hpp"
#include "percept/recipe/inspection.hpp"

namespace percept::lab {

/// What a layer gives; its numbers are the blob "layer.K".
struct LayerMaps {
  std::string path, op;
  std::vector<std::int64_t> shape;
  std::int64_t shown = 0;
  double scale = 0;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("op", op, "in the recipe's words");
    v("shape", shape, "[C, H, W] or [n]");
    v("shown", shown, "the first so many channels, or numbers, are in the blob");
    v("scale", scale, "the greatest absolute value among those");
  }
};

/// The kernels of a convolution, in the blob "filter.K".
struct FilterKernels {
  std::string path;
  std::vector<std::int64_t> shape;
  double scale = 0;
  template <class V>
  void fields(V& v) {
    v("path", path, "");
    v("shape", shape, "[filters, channels, H, W]; the blob holds the first of each");
    v("scale", scale, "");
  }
};

struct InspectionPicture {
  std::string kind = "inspection", run, weights = "none";
  double reply = -1, version = 0;
  double step = 0;
  bool wound = false;
  std::vector<std::int64_t> snapshots;
  std::string name, truth;
  bool inverted = false;
  double milliseconds = 0;
  std::vector<std::string> classes;
  std::vector<double> probabilities, numbers;
  std::vector<LayerMaps> layers;
  std::vector<FilterKernels> filters;
  std::string about;
  std::optional<Message> what, remedy;
  std::vector<Blob> blobs;
  template <class V>
  void fields(V& v) {
    v("kind", kind, R"("inspection")");
    v("reply", reply, "the request that it answers");
    v("version", version, "grows");
    v("run", run, "");
    v("weights", weights, R"("none" | "live" | "best" | "checkpoint")");
    v("step", step, "after which they were so");
    v("wound", wound, "they are those of a snapshot, not the newest");
    v("snapshots", snapshots, "steps that can be gone back to");
    v("name", name, "of the picture; empty: there is none");
    v("truth", truth, "its class, where it is known");
    v("inverted", inverted, "its colours were turned over");
    v("milliseconds", milliseconds, "that the network took");
    v("classes", classes, "");
    v("probabilities", probabilities, "one a class; null: no number");
    v("numbers", numbers, "of a network that says numbers");
    v("layers", layers, "where they are asked for");
    v("filters", filters, "the same");
    v("about", about, "the file, where there is something to say about one");
    v("what", what, "what is amiss");
    v("remedy", remedy, "");
    v("blobs", blobs, "");
  }
};

/// Adds what the network says of a picture, and where `maps` asks for it what each layer gives.
void add_inspection(InspectionPicture& to, const recipe::Inspection& seen, bool maps);
/// Adds the kernels of the first convolutions.
void add_filters(InspectionPicture& to, const recipe::Model& model);

}  // namespace percept::lab
