// Autograd: backward passes, gradients of gradients, gradient modes and autocast.
#include "autograd.h"

#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <optional>
#include <string>
#include <vector>

#include "arguments.h"
#include "errors.h"
#include "js_value.h"
#include "names.h"
#include "tensor.h"

namespace tadpole {

namespace {

Napi::Function readFunction(Napi::Value value, const char* argument) {
  if (!value.IsFunction())
    throw ArgumentError(std::string("argument '") + argument + "' must be a function");
  return value.As<Napi::Function>();
}

std::optional<bool> optionalFlag(Napi::Value value, const char* argument) {
  if (value.IsUndefined() || value.IsNull())
    return std::nullopt;
  return readBoolean(value, argument);
}

void checkOutputs(const std::vector<at::Tensor>& outputs) {
  for (const at::Tensor& output : outputs) {
    if (!output.requires_grad()) {
      throw ValueError(
          describe(output) +
          " does not require gradients and nothing it was computed from does; set requiresGrad on the "
          "inputs, and compute it outside of torch.noGrad");
    }
  }
}

/** backward(outputs, gradients | [], retainGraph?, createGraph, inputs | []): adds to the leaves' grad. */
Napi::Value backward(const Napi::CallbackInfo& info) {
  const auto outputs = unwrapTensors(info[0], "outputs");
  const auto gradients = unwrapTensors(info[1], "gradients", true);
  const auto retainGraph = optionalFlag(info[2], "retainGraph");
  const bool createGraph = readBoolean(info[3], "createGraph");
  const auto inputs = unwrapTensors(info[4], "inputs");
  checkOutputs(outputs);
  torch::autograd::backward(outputs, gradients, retainGraph, createGraph, inputs);
  return info.Env().Undefined();
}

/** grad(outputs, inputs, gradOutputs | [], retainGraph?, createGraph, allowUnused): (Tensor | null)[] */
Napi::Value grad(const Napi::CallbackInfo& info) {
  const auto outputs = unwrapTensors(info[0], "outputs");
  const auto inputs = unwrapTensors(info[1], "inputs");
  const auto gradients = unwrapTensors(info[2], "gradOutputs", true);
  const auto retainGraph = optionalFlag(info[3], "retainGraph");
  const bool createGraph = readBoolean(info[4], "createGraph");
  const bool allowUnused = readBoolean(info[5], "allowUnused");
  checkOutputs(outputs);
  return wrapTensors(
      info.Env(), torch::autograd::grad(outputs, inputs, gradients, retainGraph, createGraph, allowUnused));
}

Napi::Value getGrad(const Napi::CallbackInfo& info) {
  return wrapTensor(info.Env(), unwrapTensor(info[0], "tensor").grad());
}

/** setGrad(tensor, grad | null) */
Napi::Value setGrad(const Napi::CallbackInfo& info) {
  at::Tensor& tensor = unwrapTensor(info[0], "tensor");
  if (info[1].IsNull() || info[1].IsUndefined()) {
    tensor.mutable_grad().reset();
    return info.Env().Undefined();
  }
  const at::Tensor& gradient = unwrapTensor(info[1], "grad");
  if (!gradient.sizes().equals(tensor.sizes()) || gradient.scalar_type() != tensor.scalar_type() ||
      gradient.device() != tensor.device()) {
    throw ValueError("argument 'grad' must have the shape, dtype and device of its tensor, " +
                     describe(tensor) + ", got " + describe(gradient));
  }
  // An alias without a gradient of its own: a long chain of gradients would be freed recursively.
  tensor.mutable_grad() = gradient.requires_grad() ? gradient : gradient.detach();
  return info.Env().Undefined();
}

Napi::Value requiresGrad(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), unwrapTensor(info[0], "tensor").requires_grad());
}

/** setRequiresGrad(tensor, on) */
Napi::Value setRequiresGrad(const Napi::CallbackInfo& info) {
  at::Tensor& tensor = unwrapTensor(info[0], "tensor");
  const bool on = readBoolean(info[1], "requiresGrad");
  if (on && !tensor.is_floating_point() && !tensor.is_complex()) {
    throw ValueError("only floating point and complex tensors can require gradients, got " +
                     describe(tensor));
  }
  if (!on && !tensor.is_leaf()) {
    throw ValueError(
        "requiresGrad can only be switched off on leaves of the graph; use detach() on a computed tensor");
  }
  tensor.set_requires_grad(on);
  return info.Env().Undefined();
}

Napi::Value isLeaf(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), unwrapTensor(info[0], "tensor").is_leaf());
}

Napi::Value isGradEnabled(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), c10::GradMode::is_enabled());
}

/** withGrad(enabled, fn): the result of fn() */
Napi::Value withGrad(const Napi::CallbackInfo& info) {
  const bool enabled = readBoolean(info[0], "enabled");
  const Napi::Function fn = readFunction(info[1], "fn");
  const c10::AutoGradMode mode(enabled);
  return fn.Call({});
}

/** withInferenceMode(fn): the result of fn() */
Napi::Value withInferenceMode(const Napi::CallbackInfo& info) {
  const Napi::Function fn = readFunction(info[0], "fn");
  const c10::InferenceMode mode(true);
  return fn.Call({});
}

/** Sets autocast for a device type; restores it and clears the cache of casts at the end. */
class AutocastMode {
 public:
  AutocastMode(c10::DeviceType device, c10::ScalarType dtype, bool enabled)
      : device_(device),
        enabled_(at::autocast::is_autocast_enabled(device)),
        dtype_(at::autocast::get_autocast_dtype(device)) {
    at::autocast::set_autocast_enabled(device, enabled);
    at::autocast::set_autocast_dtype(device, dtype);
    at::autocast::increment_nesting();
  }
  ~AutocastMode() {
    if (at::autocast::decrement_nesting() == 0)
      at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(device_, enabled_);
    at::autocast::set_autocast_dtype(device_, dtype_);
  }
  AutocastMode(const AutocastMode&) = delete;
  AutocastMode& operator=(const AutocastMode&) = delete;

 private:
  c10::DeviceType device_;
  bool enabled_;
  c10::ScalarType dtype_;
};

/** withAutocast(deviceType, dtype, enabled, fn): the result of fn() */
Napi::Value withAutocast(const Napi::CallbackInfo& info) {
  const c10::Device device = parseDevice(readString(info[0], "device"));
  const c10::ScalarType dtype = parseDtype(readString(info[1], "dtype"));
  const bool enabled = readBoolean(info[2], "enabled");
  const Napi::Function fn = readFunction(info[3], "fn");
  const AutocastMode mode(device.type(), dtype, enabled);
  return fn.Call({});
}

}  // namespace

void initAutograd(Napi::Object exports) {
  define<backward>(exports, "backward");
  define<grad>(exports, "grad");
  define<getGrad>(exports, "getGrad");
  define<setGrad>(exports, "setGrad");
  define<requiresGrad>(exports, "requiresGrad");
  define<setRequiresGrad>(exports, "setRequiresGrad");
  define<isLeaf>(exports, "isLeaf");
  define<isGradEnabled>(exports, "isGradEnabled");
  define<withGrad>(exports, "withGrad");
  define<withInferenceMode>(exports, "withInferenceMode");
  define<withAutocast>(exports, "withAutocast");
}

}  // namespace tadpole
