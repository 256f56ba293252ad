// A message of a page to the training lab: a request as text, or one with bytes behind its head; and what is
// read of it further on: pixels, a file of found boxes.
#include "fuzz/target.hpp"
#include "lab/detections_file.hpp"
#include "percept/base/base64.hpp"
#include "percept/base/utf8.hpp"
#include "percept/lab/settings.hpp"
#include "studio/training_requests.hpp"

namespace percept::fuzz {
namespace {

bool parse_upload(Input bytes) {
  auto asked = studio::read_training_upload(text_of(bytes));
  if (!asked.request) return refused(asked.request.problem());
  if (auto* pixels = std::get_if<studio::TryPixels>(&*asked.request)) try {
      lab::image_of(pixels->size, pixels->pixels);
    } catch (const Error& error) {
      return refused(lab::with_remedy(error.problem()));
    }
  if (auto* image = std::get_if<studio::FolderImage>(&*asked.request))
    for (const std::string& given : {image->label, image->name}) {
      std::string name = lab::cleaned_name(given);
      require(!name.empty() && name.size() <= 80 && name.front() != '.' && is_utf8(name) &&
                  name.find_first_of(std::string_view("/\\:\0", 4)) == name.npos,
              "a name that no file should have");
    }
  return true;
}

bool parse(Input bytes) {
  if (!bytes.empty() && text_of(bytes).front() != '{') return parse_upload(bytes);
  auto asked = studio::read_training_request(text_of(bytes));
  if (!asked.request) return refused(asked.request.problem());
  if (auto* found = std::get_if<studio::TakeDetections>(&*asked.request)) {
    auto decoded = decode_base64(found->base64);
    if (!decoded) return refused(lab::with_remedy(decoded.problem()));
    static const data::AnnotatedPictures kPictures{
        .classes = {"cell"}, .pictures = {{.name = "a"}}, .flaws = {}};
    auto boxes = lab::read_detections(std::as_bytes(std::span(*decoded)), "a.csv", kPictures);
    if (!boxes) return refused(lab::with_remedy(boxes.problem()));
  }
  return true;
}

const Registration registration("training", parse);

}  // namespace
}  // namespace percept::fuzz
