// What a session of the convolution lab keeps of features and of kernels of trained networks.
#pragma once

#include <memory>

#include "feature_requests.hpp"

namespace percept::studio {

/// On the session's thread. Each request gives the text of its answer, or throws `Error`.
class FeatureDesk {
 public:
  std::string answer(double id, const StartFeatures& request);
  std::string answer(double id, const StopFeatures& request);
  std::string answer(double id, const AskFeatures& request);
  std::string answer(double id, const AskFeaturePictures& request);
  std::string answer(double id, const AskKernelSources& request);
  std::string answer(double id, const OpenRunKernels& request);
  std::string answer(double id, const OpenKernelFile& request);
  std::string answer(double id, const AskLayerKernels& request);

  /// A layer of the file, run or network that was opened last. Throws `Error` where there is none of that
  /// number.
  const lab::KernelLayer& layer(std::int64_t number) const;

 private:
  std::string opened(double id, const std::string& source, std::vector<lab::KernelLayer> layers);

  std::unique_ptr<lab::FeatureStudy> study_;
  std::vector<lab::KernelLayer> layers_;
};

}  // namespace percept::studio
