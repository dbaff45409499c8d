// Dense layers of training networks with oneDNN, where libtorch's own matrix products are slow.
#include "linear.h"

#include <ATen/ATen.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/jit/frontend/tracer.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "environment.h"
#include "errors.h"
#include "tensor.h"

namespace tadpole {

namespace {

/** Number of multiplications below which MKL is faster, because of its smaller overhead. */
constexpr std::int64_t kWorthwhile = 1 << 21;

/** oneDNN's x W^T + b, an operator without a derivative. */
using DenseKernel = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&,
                               std::string_view, c10::List<std::optional<at::Scalar>>,
                               std::optional<std::string_view>);

std::optional<c10::TypedOperatorHandle<DenseKernel>> findKernel() {
#if defined(__x86_64__)
  // On AMD's processors, MKL keeps to kernels for AVX2 and copies its operands first; oneDNN takes half the
  // time with AVX-512 (bench/linear.mjs).
  __builtin_cpu_init();
  if (!__builtin_cpu_is("amd") || at::get_cpu_capability() != "AVX512" ||
      !at::globalContext().userEnabledMkldnn())
    return std::nullopt;
  const auto found = c10::Dispatcher::singleton().findSchema({"mkldnn::_linear_pointwise", ""});
  if (found.has_value())
    return found->typed<DenseKernel>();
#endif
  return std::nullopt;
}

/** The kernel, on processors where it is faster; empty on others. */
const std::optional<c10::TypedOperatorHandle<DenseKernel>>& denseKernel() {
  static const auto kernel = findKernel();
  return kernel;
}

/** oneDNN multiplies matrices whose rows lie apart, or on top of each other, in a plain loop. */
at::Tensor dense(const at::Tensor& matrix) {
  return matrix.is_non_overlapping_and_dense() ? matrix : matrix.contiguous();
}

/**
 * x W^T + b with derivatives of any order: each derivative of a product is such a product again. x [n, k], W
 * [m, k], b [m] or none; the result is [n, m].
 */
class DenseProduct : public torch::autograd::Function<DenseProduct> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input,
                            const at::Tensor& weight, const std::optional<at::Tensor>& bias) {
    context->save_for_backward({input, weight});
    context->saved_data["bias"] = bias.has_value();
    const at::AutoDispatchBelowADInplaceOrView belowAutograd;
    return denseKernel()->call(dense(input), dense(weight), bias, "none",
                               c10::List<std::optional<at::Scalar>>(), std::nullopt);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const torch::autograd::variable_list saved = context->get_saved_variables();
    const at::Tensor& gradient = gradients[0];
    at::Tensor ofInput;
    at::Tensor ofWeight;
    at::Tensor ofBias;
    if (gradient.defined()) {
      if (context->needs_input_grad(0))
        ofInput = apply(gradient, saved[1].t(), std::nullopt);
      if (context->needs_input_grad(1))
        ofWeight = apply(gradient.t(), saved[0].t(), std::nullopt);
      if (context->saved_data["bias"].toBool() && context->needs_input_grad(2))
        ofBias = gradient.sum(0);
    }
    return {ofInput, ofWeight, ofBias};
  }
};

bool isPlain(const at::Tensor& tensor, std::int64_t dimensions) {
  return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided &&
         tensor.dim() == dimensions && !tensor.is_neg() && !tensor._fw_grad(0).defined();
}

/** Whether a graph is being recorded that the kernel can be part of; all other calls are left to libtorch. */
bool isEligible(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias) {
  if (!isPlain(input, 2) || !isPlain(weight, 2) || (bias.defined() && !isPlain(bias, 1)))
    return false;
  const std::int64_t inputs = weight.size(1);
  const std::int64_t outputs = weight.size(0);
  if (input.size(1) != inputs || (bias.defined() && bias.size(0) != outputs) ||
      input.size(0) * inputs * outputs < kWorthwhile)
    return false;
  // Without gradients, a network computes exactly what its TorchScript form computes.
  return c10::GradMode::is_enabled() &&
         (input.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad())) &&
         !torch::jit::tracer::isTracing() && !at::autocast::is_autocast_enabled(at::kCPU);
}

/** linear(input, weight, bias | null): Tensor, or null when aten::linear should be called instead. */
Napi::Value linear(const Napi::CallbackInfo& info) {
  Environment& environment = Environment::of(info.Env());
  const auto tensor = [&](std::size_t index) {
    TensorHandle* handle = tensorHandleOf(environment, info.Env(), info[index]);
    return handle == nullptr ? at::Tensor() : handle->tensor;
  };
  const at::Tensor input = tensor(0);
  const at::Tensor weight = tensor(1);
  const at::Tensor bias = tensor(2);
  if (!input.defined() || !weight.defined() || (!bias.defined() && !info[2].IsNull()) ||
      !isEligible(input, weight, bias))
    return info.Env().Null();
  return wrapTensor(info.Env(),
                    DenseProduct::apply(input, weight, bias.defined() ? std::optional(bias) : std::nullopt));
}

}  // namespace

void initLinear(Napi::Object exports) {
  if (denseKernel().has_value())
    define<linear>(exports, "linear");
}

}  // namespace tadpole
