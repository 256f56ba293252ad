// A binary message of a page to the convolution lab: its head, and the pixels behind it.
#include "fuzz/target.hpp"
#include "percept/lab/settings.hpp"
#include "studio/convolution_requests.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  auto asked = studio::read_convolution_upload(text_of(bytes));
  if (!asked.request) return refused(asked.request.problem());
  try {
    std::visit([](auto& request) { lab::image_of(request.size, request.pixels); }, *asked.request);
  } catch (const Error& error) {
    return refused(lab::with_remedy(error.problem()));
  }
  return true;
}

const Registration registration("upload", parse);

}  // namespace
}  // namespace percept::fuzz
