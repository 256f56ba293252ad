// A message of a page to the convolution lab, with what is read of it further on: settings, numbers, base64,
// kernels in files of weights.
#include "fuzz/target.hpp"
#include "percept/base/base64.hpp"
#include "percept/lab/convolution_chain.hpp"
#include "percept/lab/settings.hpp"
#include "studio/convolution_requests.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  auto asked = studio::read_convolution_request(text_of(bytes));
  if (!asked.request) return refused(asked.request.problem());
  if (auto* edit = std::get_if<studio::Edit>(&*asked.request)) {
    Result<lab::ConvolutionSettings> settings =
        lab::change_settings(lab::ConvolutionSettings(), edit->changes.text);
    if (!settings) return refused(settings.problem());
    for (std::int64_t channels : {1, 3}) {
      lab::fit_filters(*settings, channels);
      for (const lab::StageSettings& stage : lab::chain_of(*settings)) lab::stages_of(stage);
    }
  }
  if (auto* chain = std::get_if<studio::ChangeChain>(&*asked.request)) try {
      lab::ConvolutionSettings settings;
      lab::change_chain(settings, chain->change, chain->stage);
    } catch (const Error& error) {
      return refused(error.problem());
    }
  if (auto* typed = std::get_if<studio::TypePicture>(&*asked.request))
    if (auto matrix = lab::parse_matrix(typed->numbers, 64); !matrix) return refused(matrix.problem());
  if (auto* open = std::get_if<studio::OpenPicture>(&*asked.request))
    if (auto decoded = decode_base64(open->base64); !decoded)
      return refused(lab::with_remedy(decoded.problem()));
  if (auto* open = std::get_if<studio::OpenKernelFile>(&*asked.request)) {
    auto decoded = decode_base64(open->base64);
    if (!decoded) return refused(lab::with_remedy(decoded.problem()));
    auto layers = lab::parse_kernel_layers(std::as_bytes(std::span(*decoded)), open->name);
    if (!layers) return refused(lab::with_remedy(layers.problem()));
  }
  return true;
}

const Registration registration("convolution", parse);

}  // namespace
}  // namespace percept::fuzz
