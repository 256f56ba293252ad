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

// One tensor a field, its rows copied as they are.
class Columns : public Dataset {
 public:
  Columns(std::string name, std::vector<std::pair<std::string, Tensor>> fields,
          std::vector<std::string> classes, std::string schema)
      : name_(std::move(name)), classes_(std::move(classes)), schema_(std::move(schema)) {
    for (auto& [field, tensor] : fields) {
      const std::vector<std::int64_t>& dims = tensor.shape().dims();
      fields_.push_back({field, tensor.dtype(), Shape(std::vector(dims.begin() + 1, dims.end()))});
      tensors_.push_back(std::move(tensor));
    }
  }

  const std::string& name() const override { return name_; }
  std::int64_t size() const override { return tensors_.front().shape()[0]; }
  const std::vector<Field>& fields() const override { return fields_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  const std::string& schema() const override { return schema_; }

  void read(std::span<const std::int64_t> indices, std::span<Tensor> out) const override {
    require_readable(indices, out);
    for (std::size_t field = 0; field < fields_.size(); ++field) {
      std::size_t bytes = std::size_t(fields_[field].shape.elements()) * size_of(fields_[field].dtype);
      for (std::size_t row = 0; row < indices.size(); ++row)
        std::memcpy(out[field].raw() + row * bytes, tensors_[field].raw() + std::size_t(indices[row]) * bytes,
                    bytes);
    }
  }

 private:
  std::string name_;
  std::vector<Tensor> tensors_;
  std::vector<Field> fields_;
  std::vector<std::string> classes_;
  std::string schema_;
};

// Every label must have its class, unless there are no names of classes.
void require_classes(const std::string& name, const Tensor& labels, const std::vector<std::string>& classes) {
  if (classes.empty()) return;
  for (std::int64_t label : labels.data<std::int64_t>())
    if (label < 0 || label >= std::int64_t(classes.size()))
      throw Error(Problem("data.label", {{"label", label}, {"classes", classes.size()}}).about(name));
}

}  // namespace

DatasetPtr in_memory(std::string name, Examples examples, std::vector<std::string> classes) {
  const Tensor &images = examples.images, &labels = examples.labels;
  bool fits = images.dtype() == DType::u8 && images.shape().rank() == 4 && labels.dtype() == DType::i64 &&
              labels.shape() == Shape{images.shape()[0]};
  if (!fits)
    throw Error(
        Problem("data.examples", {{"images", to_string(images)}, {"labels", to_string(labels)}}).about(name));
  require_classes(name, labels, classes);
  return std::make_shared<InMemory>(std::move(name), std::move(examples), std::move(classes));
}

DatasetPtr in_memory(std::string name, std::vector<std::pair<std::string, Tensor>> fields,
                     std::vector<std::string> classes, std::string schema) {
  bool fits = !fields.empty();
  for (const auto& [field, tensor] : fields) {
    bool numbers =
        tensor.dtype() == DType::f32 || tensor.dtype() == DType::f64 || tensor.dtype() == DType::i64;
    fits &= numbers && tensor.shape().rank() > 0 && tensor.shape()[0] == fields.front().second.shape()[0];
    if (!fits)
      throw Error(Problem("data.fields", {{"field", field},
                                          {"have", to_string(tensor)},
                                          {"first", to_string(fields.front().second)}})
                      .about(name));
    if (field == "label") require_classes(name, tensor, classes);
  }
  if (!fits) throw Error(Problem("data.no_fields").about(name));
  return std::make_shared<Columns>(std::move(name), std::move(fields), std::move(classes), std::move(schema));
}

}  // namespace percept::data
