// Preconditions of the pooling kernels.
#include <ATen/ATen.h>

#include <array>
#include <cstdint>
#include <string>

#include "js_value.h"
#include "precondition_arguments.h"
#include "preconditions.h"

namespace tadpole {

namespace {

/** Requires that a gradient has the batch and channel sizes of the pooled tensor. */
template <std::int64_t spatial>
void requirePooled(const Arguments& arguments) {
  const at::Tensor& grad = arguments.tensor("grad_output");
  const at::Tensor& self = arguments.tensor("self");
  if (self.dim() != spatial + 1 && self.dim() != spatial + 2) {
    refuse("self",
           "have " + std::to_string(spatial + 1) + " or " + std::to_string(spatial + 2) + " dimensions",
           describe(self));
  }
  const auto outer = static_cast<std::size_t>(self.dim() - spatial);
  if (grad.dim() != self.dim() || grad.sizes().slice(0, outer) != self.sizes().slice(0, outer))
    refuse("grad_output", "have the batch and channels of 'self', " + describe(self), describe(grad));
}

/**
 * Indices of maxima, which count through the last `spatial` dimensions of `self`, are written to. Upstream:
 * pytorch#140923, pytorch#142459, pytorch#141099 (adaptive), pytorch#141102 and pytorch#142838 (fractional).
 */
template <std::int64_t spatial>
void maxPoolBackward(const Arguments& arguments) {
  requirePooled<spatial>(arguments);
  const at::Tensor& self = arguments.tensor("self");
  const at::Tensor& indices = arguments.tensor("indices");
  requireSizes(indices, arguments.tensor("grad_output").sizes(), "indices");
  const auto outer = static_cast<std::size_t>(self.dim() - spatial);
  requireRange(indices, c10::multiply_integers(self.sizes().slice(outer)), "indices");
}

/**
 * The number of planes is read from one tensor and used for the other. Upstream: pytorch#194803 (adaptive),
 * pytorch#193736 (in its comments).
 */
template <std::int64_t spatial>
void averagePoolBackward(const Arguments& arguments) {
  requirePooled<spatial>(arguments);
}

constexpr auto kPoolPreconditions = std::to_array<PreconditionEntry>({
    {"aten::adaptive_max_pool2d_backward", maxPoolBackward<2>},
    {"aten::adaptive_max_pool3d_backward", maxPoolBackward<3>},
    {"aten::max_pool2d_with_indices_backward", maxPoolBackward<2>},
    {"aten::max_pool3d_with_indices_backward", maxPoolBackward<3>},
    {"aten::fractional_max_pool2d_backward", maxPoolBackward<2>},
    {"aten::fractional_max_pool3d_backward", maxPoolBackward<3>},
    {"aten::avg_pool2d_backward", averagePoolBackward<2>},
    {"aten::avg_pool3d_backward", averagePoolBackward<3>},
    {"aten::_adaptive_avg_pool2d_backward", averagePoolBackward<2>},
    {"aten::_adaptive_avg_pool3d_backward", averagePoolBackward<3>},
});

}  // namespace

std::span<const PreconditionEntry> poolPreconditions() {
  return kPoolPreconditions;
}

}  // namespace tadpole
