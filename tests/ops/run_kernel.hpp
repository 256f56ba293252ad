// Runs a kernel by itself, with guards behind what it writes.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "percept/kernels/kernel.hpp"

namespace percept::proof {

inline constexpr std::size_t kGuard = 256;

/// Bytes with a guard behind, each of them 0xA5 until written.
class Guarded {
 public:
  explicit Guarded(std::size_t bytes, std::size_t shift = 0)
      : bytes_(bytes), shift_(shift), buffer_(bytes + shift + kGuard) {
    std::memset(buffer_.data(), 0xA5, buffer_.size());
  }
  std::byte* data() { return buffer_.data() + shift_; }
  bool guard_holds() const {
    for (std::size_t i = shift_ + bytes_; i < buffer_.size(); ++i)
      if (buffer_.data()[i] != std::byte(0xA5)) return false;
    return true;
  }

 private:
  std::size_t bytes_, shift_;
  Buffer buffer_;
};

inline void run_kernel(Kernel& kernel, std::vector<void*> inputs, std::vector<void*> outputs) {
  Buffer scratch(kernel.scratch_bytes + 64);
  std::memset(scratch.data(), 0xA5, scratch.size());
  kernel.run(inputs.data(), outputs.data(), scratch.data());
}

inline Layout layout_at(const std::vector<Layout>& layouts, std::size_t i) {
  return i < layouts.size() ? layouts[i] : Layout();
}

/// Runs a kernel of `node` on plain tensors, with reorders before and behind where it wants another layout.
inline std::vector<Tensor> run_plain(const Node& node, Kernel& kernel, const std::vector<Tensor>& inputs) {
  std::vector<Guarded> held;
  held.reserve(2 * (node.inputs.size() + node.outputs.size()));
  std::vector<void*> in, out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    if (!node.inputs[i]) {
      in.push_back(nullptr);
      continue;
    }
    const Tensor& tensor = inputs[next++];
    held.emplace_back(tensor.bytes(), size_of(tensor.dtype()));
    void* plain = held.back().data();
    std::memcpy(plain, tensor.raw(), tensor.bytes());
    in.push_back(plain);
    Layout wanted = layout_at(kernel.input_layouts, i);
    if (wanted.plain()) continue;
    auto reorder = make_reorder(node.inputs[i].type(), {}, wanted);
    EXPECT_TRUE(reorder) << "no reorder to " << wanted.name();
    held.emplace_back(wanted.bytes(node.inputs[i].type()));
    in.back() = held.back().data();
    run_kernel(*reorder, {plain}, {in.back()});
  }
  std::size_t first_output = held.size();
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    held.emplace_back(layout_at(kernel.output_layouts, i).bytes(node.outputs[i]));
    out.push_back(held.back().data());
  }
  run_kernel(kernel, in, out);
  run_kernel(kernel, in, out);  // nothing may be left over from the first run
  std::vector<Tensor> results;
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    EXPECT_TRUE(held[first_output + i].guard_holds()) << "writes behind output " << i;
    Tensor result(node.outputs[i].dtype, node.outputs[i].shape);
    Layout made = layout_at(kernel.output_layouts, i);
    if (made.plain())
      std::memcpy(result.raw(), out[i], result.bytes());
    else
      run_kernel(*make_reorder(node.outputs[i], made, {}), {out[i]}, {result.raw()});
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace percept::proof
