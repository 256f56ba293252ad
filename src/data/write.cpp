#include "percept/data/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "percept/io/idx.hpp"
#include "percept/io/image.hpp"

namespace percept::data {
namespace {

namespace fs = std::filesystem;

void require_labelled_images(const Dataset& dataset) {
  const std::vector<Field>& fields = dataset.fields();
  bool images = fields.size() == 2 && fields[0].shape.rank() == 3 && fields[0].dtype == DType::f32;
  if (!images || dataset.classes().empty())
    throw Error(Problem("data.write.images").about(dataset.name()).with_hint("data.write.images.hint"));
}

// Calls `write` with each example's tensors and number; ends with the first problem.
template <class Write>
Result<> for_each(const Dataset& dataset, Write write) {
  std::vector<Tensor> example = allocate_batch(dataset, 1);
  for (std::int64_t index = 0; index < dataset.size(); ++index) {
    dataset.read({&index, 1}, example);
    if (Result<> written = write(example, index); !written) return written;
  }
  return Done{};
}

Result<> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return Done{};
  return Problem("io.write_failed", {{"reason", error.message()}})
      .about(folder.string())
      .with_hint("io.system.hint");
}

// Without fsync: thousands of them would take minutes, and what is drawn can be drawn again.
Result<> write_quickly(const fs::path& file, const io::Bytes& bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
  out.close();
  if (out) return Done{};
  return Problem("io.write_failed", {{"reason", std::generic_category().message(errno)}})
      .about(file.string())
      .with_hint("io.system.hint");
}

}  // namespace

Result<> write_pictures(const Dataset& dataset, const fs::path& folder) {
  require_labelled_images(dataset);
  for (const std::string& name : dataset.classes())
    if (Result<> made = make_folder(folder / name); !made) return made;
  return for_each(dataset, [&](const std::vector<Tensor>& example, std::int64_t index) -> Result<> {
    Result<io::Bytes> png =
        io::encode_png(io::read_planes(example[0].data<float>(), dataset.fields()[0].shape));
    if (!png) return std::move(png).problem();
    const std::string& name = dataset.classes()[std::size_t(example[1].at(0))];
    return write_quickly(folder / name / fmt::format("{:05}.png", index), *png);
  });
}

Result<> write_idx(const Dataset& dataset, const fs::path& folder, const std::string& prefix) {
  require_labelled_images(dataset);
  if (Result<> made = make_folder(folder); !made) return made;
  const Shape& shape = dataset.fields()[0].shape;
  Tensor images(DType::u8, {dataset.size(), shape[0], shape[1], shape[2]});
  Tensor labels(DType::u8, {dataset.size()});
  auto pixels = std::size_t(shape.elements());
  Result<> read = for_each(dataset, [&](const std::vector<Tensor>& example, std::int64_t index) -> Result<> {
    auto planes = example[0].data<float>();
    auto to = images.data<std::uint8_t>().subspan(std::size_t(index) * pixels, pixels);
    for (std::size_t i = 0; i < pixels; ++i)
      to[i] = std::uint8_t(std::clamp(255 * planes[i] + 0.5f, 0.0f, 255.0f));
    labels.set(index, example[1].at(0));
    return Done{};
  });
  if (!read) return read;
  if (shape[0] == 1) images = images.reshape({dataset.size(), shape[1], shape[2]});
  Result<> written = io::write_file(folder / (prefix + "-images-idx3-ubyte"), io::encode_idx(images));
  if (!written) return written;
  return io::write_file(folder / (prefix + "-labels-idx1-ubyte"), io::encode_idx(labels));
}

Result<> write_csv(const Dataset& dataset, const fs::path& file) {
  const std::vector<Field>& fields = dataset.fields();
  bool exact = fields.size() == 3 && fields[2].name == kExactField;
  if (fields.size() != (exact ? 3 : 2) || fields[0].shape.rank() != 1 || fields[0].dtype != DType::f32)
    throw Error(Problem("data.write.features").about(dataset.name()).with_hint("data.write.features.hint"));
  std::string text;
  for (std::int64_t i = 0; i < fields[0].shape[0]; ++i)
    text += (fields[0].shape[0] == 2 ? std::string(i ? "y" : "x") : fmt::format("f{}", i + 1)) + ",";
  text += fields[1].name + "\n";
  Result<> read = for_each(dataset, [&](const std::vector<Tensor>& example, std::int64_t) -> Result<> {
    if (exact) return text += fmt::format("{}\n", fmt::join(example[2].data<double>(), ",")), Done{};
    for (float value : example[0].data<float>()) text += fmt::format("{},", value);
    if (dataset.classes().empty())
      text += fmt::format("{}\n", example[1].at(0));
    else
      text += dataset.classes()[std::size_t(example[1].at(0))] + "\n";
    return Done{};
  });
  if (!read) return read;
  return io::write_file(file, text);
}

}  // namespace percept::data
