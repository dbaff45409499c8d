// Running a module without lasting effects: buffers and random generators are put back afterwards.
#pragma once

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <torch/csrc/jit/api/module.h>

#include <mutex>
#include <utility>
#include <vector>

namespace tadpole {

/** Puts the default generators and the module's buffers back as they were found, so that tracing changes
 * nothing. */
class Rewind {
 public:
  Rewind(const torch::jit::Module& module, const torch::jit::Stack& inputs) {
    const c10::NoGradGuard noGrad;
    saveGenerator(c10::Device(c10::kCPU));
    for (const c10::IValue& input : inputs) {
      const c10::Device device = input.toTensor().device();
      if (!device.is_cpu())
        saveGenerator(device);
    }
    for (const at::Tensor& buffer : module.buffers())
      buffers_.emplace_back(buffer, buffer.detach().clone());
  }
  ~Rewind() {
    try {
      apply();
    } catch (...) {
      // A module whose buffers were replaced while it was traced is left as it made itself.
    }
  }
  Rewind(const Rewind&) = delete;
  Rewind& operator=(const Rewind&) = delete;

  void apply() {
    const c10::NoGradGuard noGrad;
    for (auto& [generator, state] : generators_) {
      std::lock_guard<std::mutex> lock(generator.mutex());
      generator.set_state(state);
    }
    for (auto& [buffer, value] : buffers_)
      buffer.copy_(value);
  }

 private:
  void saveGenerator(c10::Device device) {
    at::Generator generator = at::globalContext().defaultGenerator(device);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generators_.emplace_back(generator, generator.get_state());
  }

  std::vector<std::pair<at::Generator, at::Tensor>> generators_;
  std::vector<std::pair<at::Tensor, at::Tensor>> buffers_;
};

}  // namespace tadpole
