// Gradients of many parameters at once, without JavaScript handles: presence, clearing, clipping.
#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "errors.h"
#include "optim.h"
#include "tensor.h"

namespace tadpole {

namespace {

using TensorGroups = std::map<std::pair<std::string, c10::ScalarType>, std::vector<at::Tensor>>;

/** The existing gradients by device and dtype: each group suits one _foreach_ call. */
TensorGroups gradientsOf(const std::vector<at::Tensor>& parameters) {
  TensorGroups groups;
  for (const at::Tensor& parameter : parameters) {
    const at::Tensor& gradient = parameter.grad();
    if (!gradient.defined())
      continue;
    if (gradient.layout() != c10::kStrided)
      throw ValueError("clipping takes dense gradients only");
    groups[{gradient.device().str(), gradient.scalar_type()}].push_back(gradient);
  }
  return groups;
}

double readPositive(Napi::Value value, const char* argument) {
  const double number = readNumber(value, argument);
  if (!(number > 0)) {
    throw ValueError(std::string("argument '") + argument + "' must be a positive number, got " +
                     std::to_string(number));
  }
  return number;
}

/** hasGradients(parameters): boolean[] */
Napi::Value hasGradients(const Napi::CallbackInfo& info) {
  const std::vector<at::Tensor> parameters = unwrapTensors(info[0], "parameters");
  Napi::Array flags = Napi::Array::New(info.Env(), parameters.size());
  for (std::uint32_t i = 0; i < parameters.size(); ++i) {
    flags.Set(i, Napi::Boolean::New(info.Env(), parameters[i].grad().defined()));
  }
  return flags;
}

/** zeroGradients(parameters): drops the gradients, so that the next backward pass creates them anew. */
Napi::Value zeroGradients(const Napi::CallbackInfo& info) {
  for (at::Tensor& parameter : unwrapTensors(info[0], "parameters"))
    parameter.mutable_grad().reset();
  return info.Env().Undefined();
}

/**
 * clipGradientNorm(parameters, maxNorm, normType, errorIfNonfinite): Tensor, the norm of all gradients before
 * clipping.
 */
Napi::Value clipGradientNorm(const Napi::CallbackInfo& info) {
  const std::vector<at::Tensor> parameters = unwrapTensors(info[0], "parameters");
  const double maxNorm = readPositive(info[1], "maxNorm");
  const double normType = readPositive(info[2], "normType");
  const bool errorIfNonfinite = readBoolean(info[3], "errorIfNonfinite");
  const c10::NoGradGuard noGrad;
  const TensorGroups groups = gradientsOf(parameters);
  if (groups.empty())
    return wrapTensor(info.Env(), at::zeros({}));

  std::vector<at::Tensor> norms;
  for (const auto& [key, gradients] : groups) {
    for (const at::Tensor& norm : at::_foreach_norm(gradients, normType)) {
      norms.push_back(norms.empty() ? norm : norm.to(norms.front().options()));
    }
  }
  at::Tensor total = at::linalg_vector_norm(at::stack(norms), normType);
  if (errorIfNonfinite && !std::isfinite(total.item<double>())) {
    throw ValueError(
        "the norm of the gradients is not finite, so they cannot be clipped; look for NaN in the loss");
  }
  const at::Tensor factor = at::clamp_max(at::mul(at::reciprocal(at::add(total, 1e-6)), maxNorm), 1.0);
  for (const auto& [key, gradients] : groups) {
    at::_foreach_mul_(gradients, factor.to(gradients.front().device()));
  }
  return wrapTensor(info.Env(), std::move(total));
}

/**
 * clipGradientValue(parameters, clipValue): clamps every element of every gradient to [-clipValue,
 * clipValue].
 */
Napi::Value clipGradientValue(const Napi::CallbackInfo& info) {
  const std::vector<at::Tensor> parameters = unwrapTensors(info[0], "parameters");
  const double clipValue = readPositive(info[1], "clipValue");
  const c10::NoGradGuard noGrad;
  for (const auto& [key, gradients] : gradientsOf(parameters)) {
    at::_foreach_clamp_min_(gradients, -clipValue);
    at::_foreach_clamp_max_(gradients, clipValue);
  }
  return info.Env().Undefined();
}

}  // namespace

void initGradients(Napi::Object exports) {
  define<hasGradients>(exports, "hasGradients");
  define<zeroGradients>(exports, "zeroGradients");
  define<clipGradientNorm>(exports, "clipGradientNorm");
  define<clipGradientValue>(exports, "clipGradientValue");
}

}  // namespace tadpole
