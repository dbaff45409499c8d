// Preconditions of the embedding kernels.
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

/**
 * An index outside all bags is counted towards the bag before the first one. Upstream: pytorch#175370 and,
 * with the last offset included, pytorch#190044.
 */
void embeddingBag(const Arguments& arguments) {
  const at::Tensor& indices = arguments.tensor("indices");
  const at::Tensor& offsets = arguments.tensor("offsets");
  const std::int64_t bags = offsets.numel() - (arguments.flag("include_last_offset") ? 1 : 0);
  if (bags < 1 && indices.dim() == 1 && indices.numel() > 0)
    refuse("offsets", "say where each bag of the indices starts", describe(offsets));
}

/**
 * Indices and bags are used as row numbers without a check.
 * `torch.ops.aten._embedding_bag_dense_backward(torch.ones(1, 5), torch.tensor([10**9]), torch.tensor([0]),
 * torch.tensor([1]), torch.tensor([]), 10, False, 0, None)` crashes.
 */
void embeddingBagBackward(const Arguments& arguments) {
  const at::Tensor& grad = arguments.tensor("grad");
  const at::Tensor& indices = arguments.tensor("indices");
  requireDimensions(grad, 2, "grad");
  requireRange(indices, arguments.integer("num_weights"), "indices");
  requireCount(arguments.tensor("offset2bag"), indices.numel(), "offset2bag");
  requireRange(arguments.tensor("offset2bag"), grad.size(0), "offset2bag");
  requireCount(arguments.tensor("bag_size"), grad.size(0), "bag_size");
  const at::Tensor weights = arguments.optionalTensor("per_sample_weights");
  if (weights.defined())
    requireCount(weights, indices.numel(), "per_sample_weights");
}

/** Rows of indices beyond the weights are written to. Upstream: pytorch#143482, pytorch#145267. */
void embeddingBackward(const Arguments& arguments) {
  const char* name = arguments.has("grad") ? "grad" : "grad_output";
  const at::Tensor& grad = arguments.tensor(name);
  const at::Tensor& indices = arguments.tensor("indices");
  if (grad.dim() == 0)
    refuse(name, "have at least 1 dimension", describe(grad));
  requireCount(grad, indices.numel() * grad.size(-1), name);
  requireRange(indices, arguments.integer("num_weights"), "indices");
}

constexpr auto kEmbeddingPreconditions = std::to_array<PreconditionEntry>({
    {"aten::embedding_bag", embeddingBag},
    {"aten::_embedding_bag", embeddingBag},
    {"aten::_embedding_bag_forward_only", embeddingBag},
    {"aten::_embedding_bag_dense_backward", embeddingBagBackward},
    {"aten::embedding_backward", embeddingBackward},
    {"aten::embedding_dense_backward", embeddingBackward},
});

}  // namespace

std::span<const PreconditionEntry> embeddingPreconditions() {
  return kEmbeddingPreconditions;
}

}  // namespace tadpole
