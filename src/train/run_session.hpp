// A run as its control socket sees it.
#pragma once

#include "percept/train/control.hpp"
#include "percept/train/run_folder.hpp"

namespace percept::train {

/// Looks change nothing: activations are computed in a program and on a copy of their own.
class RunSession : public Session {
 public:
  RunSession(Training& trainer, RunFolder& folder) : trainer_(trainer), folder_(folder) {}

  void on(const Event& event);
  SessionState state() const override;
  Result<> change(const Changes& changes) override;
  Result<std::filesystem::path> snapshot() override;
  Result<> note(const std::string& text) override;
  std::vector<ParameterInfo> parameters() const override;
  Result<Tensor> parameter(const std::string& path) const override;
  std::map<std::string, Tensor> weights() const override;
  Result<Tensor> activation(const std::string& path, std::int64_t example) override;

 private:
  Training& trainer_;
  RunFolder& folder_;
  std::optional<double> loss_;  // of the last step
};

}  // namespace percept::train
