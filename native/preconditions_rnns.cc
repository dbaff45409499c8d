// Preconditions of the kernels of recurrent networks.
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
 * An RNN with `gates` gates per hidden unit, whose weight matrices are stored as one. States and weights of
 * other shapes, or missing ones, are read as if they had these shapes. Upstream: pytorch#173946.
 */
template <std::int64_t gates>
void rnn(const Arguments& arguments) {
  const bool packed = arguments.has("batch_sizes");
  const at::Tensor& input = arguments.tensor(packed ? "data" : "input");
  const c10::IValue& hx = arguments["hx"];
  const std::vector<at::Tensor> states = hx.isTensor() ? std::vector{hx.toTensor()} : hx.toTensorVector();
  const std::vector<at::Tensor> params = arguments["params"].toTensorVector();
  if (states.empty())
    refuse("hx", "hold the hidden state", "none");
  const at::Tensor& hidden = states.front();
  const at::Tensor& cell = states.back();

  const bool batched = hidden.dim() == 3 && cell.dim() == 3;
  const bool projected = batched && hidden.size(2) != cell.size(2);
  const std::int64_t directions = arguments.flag("bidirectional") ? 2 : 1;
  const std::int64_t layers = arguments.integer("num_layers");
  const std::size_t each = 2U + (arguments.flag("has_biases") ? 2U : 0U);
  const std::size_t stride = each + (projected ? 1U : 0U);
  const auto given = static_cast<std::int64_t>(params.size());
  if (layers < 1 || layers > given || layers * directions * static_cast<std::int64_t>(stride) != given) {
    refuse("params",
           "hold " + std::to_string(stride) + " tensors for each layer and direction of " +
               std::to_string(layers) + " layers",
           std::to_string(given));
  }

  std::int64_t batch = 0;
  if (packed) {
    const at::Tensor& sizes = arguments.tensor("batch_sizes");
    if (sizes.dim() != 1 || sizes.numel() == 0)
      refuse("batch_sizes", "hold at least one size", describe(sizes));
    batch = integers(sizes).front();
  } else if (input.dim() == 3) {
    batch = input.size(arguments.flag("batch_first") ? 0 : 1);
  } else {
    return;  // Unbatched input, which some of these operators accept, goes to kernels that check.
  }
  if (!batched)
    refuse("hx", "have 3 dimensions", describe(hidden.dim() == 3 ? cell : hidden));
  for (const at::Tensor& state : states)
    requireSizes(state, {layers * directions, batch, state.size(2)}, "hx");

  const std::int64_t rows = gates * cell.size(2);
  for (std::size_t first = 0; first < params.size(); first += stride) {
    const bool lowest = first < stride * static_cast<std::size_t>(directions);
    requireSizes(params[first], {rows, lowest ? input.size(-1) : hidden.size(2) * directions}, "params");
    requireSizes(params[first + 1], {rows, hidden.size(2)}, "params");
    for (std::size_t bias = 2; bias < each; ++bias)
      requireSizes(params[first + bias], {rows}, "params");
    if (projected)
      requireSizes(params[first + each], {hidden.size(2), cell.size(2)}, "params");
  }
}

/** The state is read as a batch of rows. Upstream: pytorch#193823. */
void lstmCell(const Arguments& arguments) {
  for (const at::Tensor& state : arguments["hx"].toTensorVector())
    requireDimensions(state, 2, "hx");
}

constexpr auto kRnnPreconditions = std::to_array<PreconditionEntry>({
    {"aten::lstm", rnn<4>},
    {"aten::gru", rnn<3>},
    {"aten::rnn_tanh", rnn<1>},
    {"aten::rnn_relu", rnn<1>},
    {"aten::lstm_cell", lstmCell},
});

}  // namespace

std::span<const PreconditionEntry> rnnPreconditions() {
  return kRnnPreconditions;
}

}  // namespace tadpole
