// Weights by name: the tensors of a file into the parameters that a net reads.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "percept/base/result.hpp"
#include "percept/runtime/parameter_store.hpp"

namespace percept::train {

/// What became of a parameter of the net, or of a key of the file that the net has no parameter for.
enum class Fit {
  same,        // of the net's shape and type
  exact,       // converted to the net's type, every number kept
  rounded,     // converted from a wider float
  fresh,       // to begin untrained, as `skip` asks; a key of the file there is not used
  ignored,     // a key that no net here has and that changes no output: num_batches_tracked
  missing,     // not in the file
  unexpected,  // not in the net
  shape,       // of another shape
  type,        // holds numbers that the net's type cannot
  unknown,     // named in `skip`, but neither in the net nor in the file
};

struct WeightFit {
  Fit fit = Fit::same;
  std::string path;        // of the parameter; where the net has none, the file's key
  std::string have, want;  // in the file, in the net: f32[6, 1, 5, 5]; empty where there is none
  std::string near;        // of a missing one, the key that may have been meant
};

/// Key by key how a file fitted a net.
struct WeightsReport {
  std::vector<WeightFit> fits;  // the net's parameters as it reads them, then the other keys of the file
  std::string removed, added;   // a prefix of all keys that was taken off ("module."), or put in front

  std::int64_t count(Fit fit) const;
  /// Parameters that got their value from the file.
  std::int64_t loaded() const;
  bool ok() const;
  /// The layers (or parameters, where they stand alone) of the net and of the file that do not fit.
  std::vector<std::string> layers_at_fault() const;
  /// All that does not fit, a row a key.
  Problem problem() const;
};

struct WeightsOptions {
  std::vector<std::string> skip;  // paths of layers or parameters that begin untrained: "10", "head.weight"
};

/// Sets the parameters that the graph reads, but for what the optimiser keeps, to the tensors of their path.
/// Where all keys have one prefix more than the paths, or one less ("module.", "model."), it is taken off or
/// put in front. All or nothing: the store stays as it is unless the report is ok.
WeightsReport load_weights(ParameterStore& store, const Graph& graph,
                           const std::map<std::string, Tensor>& weights, const WeightsOptions& options = {});

/// The tensors of a file by name: safetensors, .npz, or .npy, whose one array is called as the file is
/// (0.weight.npy). What PyTorch pickled is refused, with the way to write it as safetensors.
Result<std::map<std::string, Tensor>> read_weights(const std::filesystem::path& file);

/// Whether a path is one of `outer` or within it: "features" holds features.0.weight.
bool is_within(std::string_view path, const std::vector<std::string>& outer);

}  // namespace percept::train
