#include "percept/lab/image_upload.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "../data/pictures.hpp"
#include "free_name.hpp"
#include "orphans.hpp"
#include "percept/io/descriptor.hpp"
#include "percept/io/image.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 80;
constexpr const char* kHalf = ".half";

void require(const std::error_code& error, const fs::path& path) {
  if (error) throw Error(io::os_problem(error.value(), path, true));
}

void write(const fs::path& path, std::span<const std::byte> bytes) {
  io::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.ok() && io::write_all(file, bytes) && file.close()) return;
  Problem problem = io::os_problem(errno, path, true);
  ::unlink(path.c_str());  // half of it
  throw Error(std::move(problem));
}

// All that was written there lasts: once, in place of once a file.
void sync(const fs::path& folder) {
  io::Descriptor there(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!there.ok() || ::syncfs(there) != 0) throw Error(io::os_problem(errno, folder, true));
}

Problem limit(const char* id, std::uint64_t most) {
  return Problem(id, {{"most", most}}).with_hint("lab.upload.limit.hint");
}

bool is_end(char c) { return c == '.' || c == ' '; }

}  // namespace

std::string cleaned_name(std::string_view name) {
  std::string clean;
  for (char c : name) {
    bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    clean += control || c == '/' || c == '\\' || c == ':' ? '_' : c;
  }
  clean.erase(0, std::size_t(std::find_if_not(clean.begin(), clean.end(), is_end) - clean.begin()));
  if (clean.size() > kLongestName) {
    std::size_t size = kLongestName;
    while (size > 0 && (static_cast<unsigned char>(clean[size]) & 0xc0) == 0x80)
      --size;  // not within a letter
    clean.resize(size);
  }
  while (!clean.empty() && is_end(clean.back())) clean.pop_back();
  return clean.empty() ? "_" : clean;
}

std::string ImageUpload::Names::unused(const std::string& name, const std::string& ending) {
  for (int& number = next[name + ending];;) {
    ++number;
    std::string full = name + (number == 1 ? "" : "-" + std::to_string(number)) + ending;
    if (taken.insert(full).second) return full;
  }
}

ImageUpload::ImageUpload(fs::path data, std::string_view name, const UploadLimits& limits)
    : data_(fs::absolute(data).lexically_normal()), name_(cleaned_name(name)), limits_(limits),
      half_(own_folder(data_ / kHalf)) {
  std::error_code error;
  fs::create_directories(half_, error);
  require(error, half_);
}

ImageUpload::~ImageUpload() {
  remove_own_folder(half_);
  std::error_code ignored;
  fs::remove(data_, ignored);  // where it is empty
}

std::string ImageUpload::class_folder(std::string_view label) {
  auto known = classes_.find(label);
  if (known != classes_.end()) return known->second;
  if (classes_.size() == limits_.classes) throw Error(limit("lab.upload.classes", limits_.classes));
  return classes_[std::string(label)] = class_names_.unused(cleaned_name(label), "");
}

void ImageUpload::require_part(std::string_view part) {
  bool known = part.empty() || part == "train" || part == "val" || part == "test";
  if (!known || has_parts_.value_or(!part.empty()) == part.empty())
    throw Error(Problem("lab.upload.part", {{"part", part.substr(0, 40)}}).with_hint("lab.upload.part.hint"));
}

std::optional<Message> ImageUpload::take(std::string_view part, std::string_view label, std::string_view name,
                                         std::span<const std::byte> bytes) {
  require_part(part);
  if (images_ == limits_.images) throw Error(limit("lab.upload.images", limits_.images));
  if (bytes.size() > limits_.image_bytes) return Message("lab.upload.large", {{"most", limits_.image_bytes}});
  if (bytes.size() > limits_.bytes - bytes_) throw Error(limit("lab.upload.bytes", limits_.bytes));
  if (Result<Tensor> image = io::decode_image(bytes, cleaned_name(name)); !image)
    return image.problem().reasons.front();
  fs::path folder = fs::path(part) / class_folder(label);
  std::error_code error;
  fs::create_directories(half_ / folder, error);
  require(error, half_ / folder);
  // By its content: data sets know pictures by their endings.
  const char* ending = bytes[0] == std::byte(0x89) ? ".png" : ".jpg";
  std::string_view stem = name.substr(0, name.rfind('.'));
  write(half_ / folder / files_[folder.string()].unused(cleaned_name(stem), ending), bytes);
  has_parts_ = !part.empty();
  bytes_ += bytes.size();
  ++images_;
  return std::nullopt;
}

UploadedFolder ImageUpload::finish() {
  if (images_ == 0) throw Error(Problem("lab.upload.none").with_hint("lab.upload.none.hint"));
  fs::path root = *has_parts_ ? half_ / "train" : half_;
  data::Listing listing = data::list_classes(root.string(), data::Kind::pictures).value();
  Shape shape = data::usual_shape(listing);
  sync(half_);
  fs::path place = move_to_free_name(half_, data_, name_);
  sync(data_);
  return {.spec = "folder:" + place.string(),
          .classes = std::int64_t(classes_.size()),
          .images = std::int64_t(images_),
          .channels = shape[0],
          .height = shape[1],
          .width = shape[2]};
}

}  // namespace percept::lab
