// Preconditions of the kernels of losses and segment reductions.
#include <ATen/ATen.h>
#include <ATen/WrapDimUtils.h>
#include <ATen/core/Reduction.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "js_value.h"
#include "precondition_arguments.h"
#include "preconditions.h"

namespace tadpole {

namespace {

/** Labels are used as indices into the probabilities without a check. Upstream: pytorch#193794. */
void ctcLoss(const Arguments& arguments) {
  const at::Tensor& logProbs = arguments.tensor("log_probs");
  const at::Tensor& targets = arguments.tensor("targets");
  if (logProbs.dim() < 2)
    refuse("log_probs", "have at least 2 dimensions", describe(logProbs));
  const std::vector<std::int64_t> lengths = integers(arguments["target_lengths"]);
  const bool padded = targets.dim() == 2;
  if (targets.dim() != 1 && (!padded || targets.size(0) < static_cast<std::int64_t>(lengths.size()))) {
    refuse("targets", "have 1 dimension or a row for each of " + std::to_string(lengths.size()) + " lengths",
           describe(targets));
  }
  std::int64_t start = 0;
  for (std::size_t row = 0; row < lengths.size(); ++row) {
    const at::Tensor labels = padded ? targets.select(0, static_cast<std::int64_t>(row)) : targets;
    if (lengths[row] < 0 || lengths[row] > labels.size(0) - start) {
      refuse("target_lengths", "stay within the targets, " + describe(targets), std::to_string(lengths[row]));
    }
    requireRange(labels.narrow(0, start, lengths[row]), logProbs.size(-1), "targets");
    if (!padded)
      start += lengths[row];
  }
}

/** The same, and the sizes of the forward pass's results are not checked. Upstream: pytorch#193794. */
void ctcLossBackward(const Arguments& arguments) {
  ctcLoss(arguments);
  const at::Tensor& logProbs = arguments.tensor("log_probs");
  const std::vector<std::int64_t> inputs = integers(arguments["input_lengths"]);
  const std::vector<std::int64_t> targets = integers(arguments["target_lengths"]);
  const std::int64_t batch = logProbs.dim() == 3 ? logProbs.size(1) : 1;
  for (const auto& [lengths, name] :
       {std::pair(&inputs, "input_lengths"), std::pair(&targets, "target_lengths")}) {
    if (static_cast<std::int64_t>(lengths->size()) != batch)
      refuse(name, "hold " + std::to_string(batch) + " lengths", std::to_string(lengths->size()));
  }
  for (const std::int64_t length : inputs) {
    if (length < 0 || length > logProbs.size(0))
      refuse("input_lengths", "be at most " + std::to_string(logProbs.size(0)), std::to_string(length));
  }
  const std::int64_t longest = targets.empty() ? 0 : *std::max_element(targets.begin(), targets.end());
  const at::Tensor& alpha = arguments.tensor("log_alpha");
  requireDimensions(alpha, 3, "log_alpha");
  if (alpha.size(0) != batch || alpha.size(1) != logProbs.size(0) || alpha.size(2) < 2 * longest + 1)
    refuse("log_alpha", "be that of the forward pass", describe(alpha));
  for (const char* name : {"grad", "neg_log_likelihood"})
    requireCount(arguments.tensor(name), batch, name);
}

/** One gradient per sample is read, however many there are. Upstream: pytorch#146790. */
void multiMarginLossBackward(const Arguments& arguments) {
  const at::Tensor& grad = arguments.tensor("grad_output");
  const at::Tensor& self = arguments.tensor("self");
  const bool perSample =
      arguments.integer("reduction") == at::Reduction::None && grad.dim() > 0 && self.dim() == 2;
  requireCount(grad, perSample ? self.size(0) : 1, "grad_output");
}

/**
 * Segments of the dimension `axis`, for each position in the dimensions before it: their lengths, or the
 * offsets of their starts and of the last end. They are used without a check:
 * `torch.segment_reduce(torch.ones(3), 'sum', lengths=torch.tensor([10**9]), unsafe=True)` crashes.
 */
void segmentReduce(const Arguments& arguments) {
  const at::Tensor& data = arguments.tensor("data");
  const bool byOffsets = arguments.optionalTensor("offsets").defined();
  const char* name = byOffsets ? "offsets" : "lengths";
  const at::Tensor segments = arguments.optionalTensor(name);
  if (!segments.defined() || data.dim() == 0)
    return;
  const std::int64_t axis = at::maybe_wrap_dim(arguments.integer("axis"), data.dim());
  const auto outer = static_cast<std::size_t>(axis);
  if (segments.dim() != axis + 1 || segments.sizes().slice(0, outer) != data.sizes().slice(0, outer) ||
      (byOffsets && segments.size(-1) == 0)) {
    refuse(name, "have the dimensions of 'data' before 'axis' and one for the segments", describe(segments));
  }
  const std::vector<std::int64_t> values = integers(segments);
  const std::int64_t size = data.size(axis);
  std::int64_t end = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % static_cast<std::size_t>(segments.size(-1)) == 0)
      end = 0;
    const std::int64_t next = byOffsets || values[i] > size ? values[i] : end + values[i];
    if (next < end || next > size) {
      refuse(name, "describe segments in order within " + std::to_string(size) + " values",
             std::to_string(values[i]));
    }
    end = next;
  }
}

/**
 * The same, and a gradient is read for every segment: `torch.ops.aten._segment_reduce_backward(torch.ones(1),
 * torch.ones(1), torch.ones(3), 'sum', lengths=torch.tensor([10**6]))` crashes.
 */
void segmentReduceBackward(const Arguments& arguments) {
  segmentReduce(arguments);
  const at::Tensor& data = arguments.tensor("data");
  const bool byOffsets = arguments.optionalTensor("offsets").defined();
  const at::Tensor segments = arguments.optionalTensor(byOffsets ? "offsets" : "lengths");
  if (!segments.defined() || data.dim() == 0)
    return;
  std::vector<std::int64_t> sizes = data.sizes().vec();
  const std::int64_t axis = at::maybe_wrap_dim(arguments.integer("axis"), data.dim());
  sizes[static_cast<std::size_t>(axis)] = segments.size(-1) - (byOffsets ? 1 : 0);
  for (const char* name : {"grad", "output"})
    requireSizes(arguments.tensor(name), sizes, name);
}

constexpr auto kLossPreconditions = std::to_array<PreconditionEntry>({
    {"aten::ctc_loss", ctcLoss},
    {"aten::_ctc_loss", ctcLoss},
    {"aten::_ctc_loss_backward", ctcLossBackward},
    {"aten::multi_margin_loss_backward", multiMarginLossBackward},
    {"aten::segment_reduce", segmentReduce},
    {"aten::_segment_reduce_backward", segmentReduceBackward},
});

}  // namespace

std::span<const PreconditionEntry> lossPreconditions() {
  return kLossPreconditions;
}

}  // namespace tadpole
