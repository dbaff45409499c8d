// Preconditions of the normalization kernels.
#include <ATen/ATen.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "js_value.h"
#include "precondition_arguments.h"
#include "preconditions.h"

namespace tadpole {

namespace {

std::int64_t channelsOf(const at::Tensor& input) {
  if (input.dim() < 2)
    refuse("input", "have at least 2 dimensions", describe(input));
  return input.size(1);
}

void requireRunningStatistics(const Arguments& arguments) {
  for (const char* name : {"running_mean", "running_var"})
    requireCount(arguments.optionalTensor(name), channelsOf(arguments.tensor("input")), name);
}

/**
 * Per-channel tensors are read and written once per channel, whatever their size. Upstream: pytorch#194014
 * (no running statistics), pytorch#169208 (empty ones), pytorch#194798 (`batch_norm_update_stats`).
 */
void batchNorm(const Arguments& arguments) {
  const std::int64_t channels = channelsOf(arguments.tensor("input"));
  for (const char* name : {"weight", "bias", "running_mean", "running_var"}) {
    const at::Tensor values = arguments.optionalTensor(name);
    if (values.defined())
      requireCount(values, channels, name);
  }
  const bool training = !arguments.has("training") || arguments.flag("training");
  if (!training)
    requireRunningStatistics(arguments);
}

/** The same for operators that always normalize with the running statistics. */
void batchNormEvaluation(const Arguments& arguments) {
  batchNorm(arguments);
  requireRunningStatistics(arguments);
}

/**
 * The same for the backward pass: `torch.ops.aten.native_batch_norm_backward(torch.ones(3, 4, 5),
 * torch.ones(3, 4, 5), torch.ones(4), None, None, None, None, True, 1e-5, [True] * 3)` crashes.
 */
void batchNormBackward(const Arguments& arguments) {
  const at::Tensor& input = arguments.tensor("input");
  const std::int64_t channels = channelsOf(input);
  if (input.numel() == 0)
    refuse("input", "hold values", describe(input));
  requireSizes(arguments.tensor("grad_out"), input.sizes(), "grad_out");
  if (arguments.optionalTensor("weight").defined())
    requireCount(arguments.tensor("weight"), channels, "weight");
  const bool training = arguments.flag(arguments.has("train") ? "train" : "update");
  const char* variance = arguments.has("save_var") ? "save_var" : "save_invstd";
  requireCount(arguments.optionalTensor(training ? "save_mean" : "running_mean"), channels,
               training ? "save_mean" : "running_mean");
  requireCount(arguments.optionalTensor(training ? variance : "running_var"), channels,
               training ? variance : "running_var");
}

/**
 * A mean and a standard deviation are read for each row.
 * `torch.ops.aten.native_layer_norm_backward(torch.ones(3, 4), torch.ones(3, 4), [4], torch.ones(0, 1),
 * torch.ones(0, 1), torch.ones(4), None, [True] * 3)` crashes.
 */
void layerNormBackward(const Arguments& arguments) {
  const at::Tensor& input = arguments.tensor("input");
  const std::size_t normalized = arguments["normalized_shape"].toIntVector().size();
  if (normalized > input.sizes().size())
    return;
  requireSizes(arguments.tensor("grad_out"), input.sizes(), "grad_out");
  const std::int64_t rows = c10::multiply_integers(input.sizes().slice(0, input.sizes().size() - normalized));
  for (const char* name : {"mean", "rstd"})
    requireCount(arguments.tensor(name), rows, name);
}

constexpr auto kNormPreconditions = std::to_array<PreconditionEntry>({
    {"aten::native_batch_norm", batchNorm},
    {"aten::_native_batch_norm_legit", batchNorm},
    {"aten::_native_batch_norm_legit_no_training", batchNormEvaluation},
    {"aten::_batch_norm_with_update", batchNorm},
    {"aten::_batch_norm_no_update", batchNormEvaluation},
    {"aten::batch_norm_update_stats", batchNorm},
    {"aten::native_batch_norm_backward", batchNormBackward},
    {"aten::batch_norm_backward", batchNormBackward},
    {"aten::native_layer_norm_backward", layerNormBackward},
});

}  // namespace

std::span<const PreconditionEntry> normPreconditions() {
  return kNormPreconditions;
}

}  // namespace tadpole
