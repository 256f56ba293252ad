#include <algorithm>
#include <cstring>

#include "percept/data/dataset.hpp"

namespace percept::data {
namespace {

class InMemory : public Dataset {
 public:
  InMemory(std::string name, Examples examples, std::vector<std::string> classes)
      : name_(std::move(name)), examples_(std::move(examples)), classes_(std::move(classes)) {
    const Shape& shape = examples_.images.shape();
    fields_ = {{"image", DType::f32, {shape[1], shape[2], shape[3]}}, {"label", DType::i64, {}}};
    for (int byte = 0; byte < 256; ++byte) light_[byte] = float(byte) / 255.0f;
  }

  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return examples_.labels.size(); }
  const std::vector<Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }

  std::vector<std::int64_t> labels() const override {
    auto labels = examples_.labels.data<std::int64_t>();
    return {labels.begin(), labels.end()};
  }
  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    std::size_t pixels = std::size_t(fields_[0].shape.elements());
    const std::uint8_t* images = examples_.images.data<std::uint8_t>().data();
    auto labels = examples_.labels.data<std::int64_t>();
    float* to = out[0].data<float>().data();
    auto to_labels = out[1].data<std::int64_t>();
    for (std::size_t row = 0; row < indices.size(); ++row) {
      const std::uint8_t* image = images + std::size_t(indices[row]) * pixels;
      for (std::size_t i = 0; i < pixels; ++i) *to++ = light_[image[i]];
      to_labels[row] = labels[std::size_t(indices[row])];
    }
  }

 private:
  std::string name_;
  Examples examples_;
  std::vector<std::string> classes_;
  std::vector<Field> fields_;
  float light_[256];  // byte / 255
};

}  // namespace

DatasetPtr in_memory(std::string name, Examples examples, std::vector<std::string> classes) {
  const Tensor &images = examples.images, &labels = examples.labels;
  bool fits = images.dtype() == DType::u8 && images.shape().rank() == 4 && labels.dtype() == DType::i64 &&
              labels.shape() == Shape{images.shape()[0]};
  if (!fits)
    throw Error(
        Problem("data.examples", {{"images", to_string(images)}, {"labels", to_string(labels)}}).about(name));
  if (!classes.empty())
    for (std::int64_t label : labels.data<std::int64_t>())
      if (label < 0 || label >= std::int64_t(classes.size()))
        throw Error(Problem("data.label", {{"label", label}, {"classes", classes.size()}}).about(name));
  return std::make_shared<InMemory>(std::move(name), std::move(examples), std::move(classes));
}

}  // namespace percept::data
