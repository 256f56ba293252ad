#include "percept/train/weights.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "percept/base/spelling.hpp"
#include "percept/optim/optimizer.hpp"

namespace percept::train {
namespace {

using Weights = std::map<std::string, Tensor>;

// How keys of the file become paths of the net.
struct Renaming {
  std::string removed, added;
  /// Empty where the key has not the prefix.
  std::string path_of(const std::string& key) const {
    return key.starts_with(removed) ? added + key.substr(removed.size()) : std::string();
  }
};

// "a.", "a.b.": what two names, and so all names between them in the alphabet, begin with.
std::vector<std::string> common_prefixes(const std::string& first, const std::string& last) {
  constexpr std::size_t kDeepest = 4;
  std::vector<std::string> prefixes;
  std::size_t same =
      std::size_t(std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first - first.begin());
  for (std::size_t i = 0; i < same && prefixes.size() < kDeepest; ++i)
    if (first[i] == '.') prefixes.push_back(first.substr(0, i + 1));
  return prefixes;
}

// The change of prefix that lets most keys find their parameter; none where it gains nothing.
Renaming renaming_for(const Weights& weights, const std::set<std::string>& paths) {
  if (weights.empty() || paths.empty()) return {};
  std::vector<Renaming> candidates = {{}};
  for (std::string& prefix : common_prefixes(weights.begin()->first, weights.rbegin()->first))
    candidates.push_back({std::move(prefix), ""});
  for (std::string& prefix : common_prefixes(*paths.begin(), *paths.rbegin()))
    candidates.push_back({"", std::move(prefix)});
  Renaming best;
  std::size_t most = 0;
  for (Renaming& candidate : candidates) {
    std::size_t found = 0;
    for (const auto& [key, tensor] : weights) found += paths.contains(candidate.path_of(key));
    if (found > most) most = found, best = std::move(candidate);
  }
  return best;
}

bool is_complex(DType dtype) { return dtype == DType::c64 || dtype == DType::c128; }

// Sets `value` to the tensor in that type. Whole numbers must stay what they are; floats may be rounded, but
// not become infinite.
Fit convert(const Tensor& tensor, DType dtype, Tensor& value) {
  if (tensor.dtype() == dtype) return value = tensor, Fit::same;
  if (!is_float(dtype) || is_complex(tensor.dtype())) return Fit::type;
  constexpr double kWhole = 0x1p53;  // as far as f64 tells whole numbers apart
  Fit fit = Fit::exact;
  value = tensor.to(dtype);
  for (std::int64_t i = 0; i < value.size(); ++i) {
    double before = tensor.at(i), after = value.at(i);
    if (before == after ? is_float(tensor.dtype()) || std::abs(before) <= kWhole : std::isnan(before))
      continue;
    if (!is_float(tensor.dtype()) || (std::isinf(after) && std::isfinite(before))) return Fit::type;
    fit = Fit::rounded;
  }
  return fit;
}

// The keys of a file as the net's paths.
struct Keys {
  struct Other {
    std::string path;  // where the renaming has none for it, the key
    const Tensor* tensor;
  };
  Renaming renaming;
  std::map<std::string, const Tensor*> known;
  std::vector<Other> others;  // of which the net has no parameter

  Keys(const Weights& weights, const std::set<std::string>& paths) : renaming(renaming_for(weights, paths)) {
    for (const auto& [key, tensor] : weights) {
      std::string path = renaming.path_of(key);
      if (paths.contains(path))
        known[path] = &tensor;
      else
        others.push_back({path.empty() ? key : path, &tensor});
    }
  }
  const Tensor* find(const std::string& path) const {
    auto found = known.find(path);
    return found == known.end() ? nullptr : found->second;
  }
  /// One that may be meant by a path that is missing: it ends alike, or is of the same shape and spelt nearly
  /// so.
  std::string near(const std::string& path, const Shape& shape) const {
    constexpr std::size_t kMostKeys = 1000, kLongest = 256;
    std::vector<std::string> alike;
    for (const Other& other : others) {
      if (other.tensor->shape() != shape || other.path.size() > kLongest) continue;
      if (other.path.ends_with("." + path) || path.ends_with("." + other.path)) return other.path;
      if (alike.size() < kMostKeys) alike.push_back(other.path);
    }
    return nearest_spelling(path, alike).value_or("");
  }
};

std::string layer_of(const std::string& path) { return path.substr(0, path.rfind('.')); }

// PyTorch's batch norms count their batches; nothing is computed from it but where the momentum is none.
bool is_count_of_batches(const Keys::Other& other) {
  constexpr std::string_view kName = "num_batches_tracked";
  return (other.path == kName || other.path.ends_with("." + std::string(kName))) && other.tensor->size() == 1;
}

// All but what the optimiser keeps.
std::vector<const Parameter*> parameters_of(const Graph& graph) {
  std::vector<const Parameter*> parameters;
  for (Value value : graph.parameters())
    if (const Parameter& parameter = graph.parameter_of(value);
        !parameter.path.starts_with(optim::kStatePrefix))
      parameters.push_back(&parameter);
  return parameters;
}

WeightFit fit_of(const Parameter& parameter, const Keys& keys, const std::vector<std::string>& skip,
                 Tensor& value) {
  const Tensor* tensor = keys.find(parameter.path);
  WeightFit fit{.path = parameter.path, .want = to_string(parameter.type)};
  if (tensor) fit.have = to_string(*tensor);
  if (is_within(parameter.path, skip)) {
    fit.fit = Fit::fresh;
  } else if (!tensor) {
    fit.fit = Fit::missing;
    fit.near = keys.near(parameter.path, parameter.type.shape);
  } else if (tensor->shape() != parameter.type.shape) {
    fit.fit = Fit::shape;
  } else {
    fit.fit = convert(*tensor, parameter.type.dtype, value);
  }
  return fit;
}

Fit fit_of(const Keys::Other& other, const std::vector<std::string>& skip) {
  if (is_within(other.path, skip)) return Fit::fresh;
  return is_count_of_batches(other) ? Fit::ignored : Fit::unexpected;
}

const char* role_of(Fit fit) {
  switch (fit) {
    case Fit::missing: return "train.weights.row.missing";
    case Fit::unexpected: return "train.weights.row.unexpected";
    case Fit::shape: return "train.weights.row.shape";
    case Fit::type: return "train.weights.row.type";
    case Fit::unknown: return "train.weights.row.unknown";
    default: return nullptr;
  }
}

std::string description_of(const WeightFit& fit) {
  if (fit.fit == Fit::unknown) return text("train.weights.unknown");
  if (!fit.near.empty()) return fit.want + text("train.weights.near", {{"key", fit.near}});
  if (fit.have.empty() || fit.want.empty()) return fit.have + fit.want;
  return text("train.weights.differs", {{"have", fit.have}, {"want", fit.want}});
}

}  // namespace

bool is_within(std::string_view path, const std::vector<std::string>& outer) {
  return std::any_of(outer.begin(), outer.end(), [&](const std::string& one) {
    return path.starts_with(one) && (path.size() == one.size() || path[one.size()] == '.');
  });
}

std::int64_t WeightsReport::count(Fit fit) const {
  return std::count_if(fits.begin(), fits.end(), [&](const WeightFit& one) { return one.fit == fit; });
}

std::int64_t WeightsReport::loaded() const {
  return count(Fit::same) + count(Fit::exact) + count(Fit::rounded);
}

bool WeightsReport::ok() const {
  return std::none_of(fits.begin(), fits.end(), [](const WeightFit& fit) { return role_of(fit.fit); });
}

std::vector<std::string> WeightsReport::layers_at_fault() const {
  std::vector<std::string> layers;
  std::set<std::string> seen;
  for (const WeightFit& fit : fits)
    if (role_of(fit.fit) && seen.insert(layer_of(fit.path)).second) layers.push_back(layer_of(fit.path));
  return layers;
}

Problem WeightsReport::problem() const {
  constexpr std::size_t kMostRows = 100;  // beyond, the reader is lost anyway
  std::int64_t parameters =
      std::count_if(fits.begin(), fits.end(), [](const WeightFit& fit) { return !fit.want.empty(); });
  Problem problem("train.weights", {{"loaded", loaded()},
                                    {"parameters", parameters},
                                    {"missing", count(Fit::missing)},
                                    {"unexpected", count(Fit::unexpected)},
                                    {"shape", count(Fit::shape)},
                                    {"type", count(Fit::type)}});
  std::size_t faults = 0;
  for (const WeightFit& fit : fits)
    if (const char* role = role_of(fit.fit); role && ++faults <= kMostRows)
      problem.operands.push_back({text(role), fit.path, description_of(fit)});
  if (faults > kMostRows)
    problem.reasons.emplace_back("train.weights.more", std::vector<Argument>{{"count", faults - kMostRows}});
  return problem;
}

WeightsReport load_weights(ParameterStore& store, const Graph& graph, const Weights& weights,
                           const WeightsOptions& options) {
  std::vector<const Parameter*> parameters = parameters_of(graph);
  std::set<std::string> paths;
  for (const Parameter* parameter : parameters) paths.insert(parameter->path);
  Keys keys(weights, paths);
  WeightsReport report{.removed = keys.renaming.removed, .added = keys.renaming.added};
  std::vector<std::pair<const Parameter*, Tensor>> values;
  for (const Parameter* parameter : parameters) {
    Tensor value;
    report.fits.push_back(fit_of(*parameter, keys, options.skip, value));
    if (report.fits.back().fit <= Fit::rounded) values.emplace_back(parameter, std::move(value));
  }
  for (const Keys::Other& other : keys.others)
    report.fits.push_back(
        {.fit = fit_of(other, options.skip), .path = other.path, .have = to_string(*other.tensor)});
  for (const std::string& skip : options.skip)
    if (std::none_of(report.fits.begin(), report.fits.end(),
                     [&](const WeightFit& fit) { return is_within(fit.path, {skip}); }))
      report.fits.push_back({.fit = Fit::unknown, .path = skip});
  if (report.ok())
    for (const auto& [parameter, value] : values) {
      Parameter filled = *parameter;
      filled.initialize = nullptr;  // initial values are not worth drawing
      store.ensure(filled);
      store.set(parameter->path, value);
    }
  return report;
}

}  // namespace percept::train
