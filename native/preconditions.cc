// The preconditions of kernels, described in preconditions.h, and the table of the operators that have one.
#include "preconditions.h"

#include <ATen/ATen.h>
#include <ATen/ExpandUtils.h>
#include <ATen/TracerMode.h>
#include <ATen/WrapDimUtils.h>
#include <ATen/core/Reduction.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errors.h"
#include "js_value.h"

namespace tadpole {

class Arguments {
 public:
  Arguments(const c10::FunctionSchema& schema, const torch::jit::Stack& stack)
      : schema_(schema), stack_(stack) {}

  const c10::IValue& operator[](const char* name) const {
    return stack_.at(static_cast<std::size_t>(schema_.argumentIndexWithName(name).value()));
  }
  bool has(const char* name) const { return schema_.argumentIndexWithName(name).has_value(); }
  const at::Tensor& tensor(const char* name) const { return (*this)[name].toTensor(); }
  /** An undefined tensor where null was given, or the operator has no such argument. */
  at::Tensor optionalTensor(const char* name) const {
    return has(name) && (*this)[name].isTensor() ? tensor(name) : at::Tensor();
  }
  std::int64_t integer(const char* name) const { return (*this)[name].toInt(); }
  bool flag(const char* name) const { return (*this)[name].toBool(); }
  /** Whether a backward pass may follow. */
  bool recorded() const { return recorded_; }

  /** Whether every tensor is an ordinary one on the CPU, whose sizes and values can be looked at. */
  bool plain() const {
    return std::all_of(stack_.begin(), stack_.end(), [](const c10::IValue& value) {
      if (!value.isTensor() || !value.toTensor().defined())
        return true;
      const at::Tensor& tensor = value.toTensor();
      return tensor.is_cpu() && tensor.layout() == c10::kStrided && !tensor.is_nested();
    });
  }

 private:
  const c10::FunctionSchema& schema_;
  const torch::jit::Stack& stack_;
  bool recorded_ = c10::GradMode::is_enabled();
};

namespace {

[[noreturn]] void refuse(const char* argument, const std::string& expected, const std::string& got) {
  throw ValueError("argument '" + std::string(argument) + "' must " + expected + ", got " + got);
}

void requireSizes(const at::Tensor& tensor, at::IntArrayRef sizes, const char* argument) {
  if (tensor.sizes() != sizes)
    refuse(argument, "have the shape " + c10::str(sizes), describe(tensor));
}

void requireCount(const at::Tensor& tensor, std::int64_t count, const char* argument) {
  if (!tensor.defined() || tensor.numel() != count)
    refuse(argument, "hold " + std::to_string(count) + " values", describe(tensor));
}

void requireRange(const at::Tensor& values, std::int64_t end, const char* argument) {
  if (values.numel() == 0)
    return;
  const auto [lowest, highest] = at::aminmax(values);
  const auto low = lowest.item<std::int64_t>();
  const auto high = highest.item<std::int64_t>();
  if (low < 0 || high >= end) {
    refuse(argument, "hold values of at least 0 and below " + std::to_string(end),
           std::to_string(low < 0 ? low : high));
  }
}

/** The integers of a tensor, or of a list, row by row. */
std::vector<std::int64_t> integers(const c10::IValue& value) {
  if (!value.isTensor())
    return value.toIntVector();
  const at::Tensor values = value.toTensor().to(at::kLong).contiguous();
  const auto* start = values.const_data_ptr<std::int64_t>();
  return {start, start + values.numel()};
}

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

/** An RNN with as many `gates` for each hidden value, whose weight matrices are stored as one. */
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
    return;  // Without a batch, which some of these operators take, kernels that look are used.
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

void embeddingBag(const Arguments& arguments) {
  const at::Tensor& offsets = arguments.tensor("offsets");
  if (offsets.numel() == 0 && arguments.tensor("indices").dim() == 1 &&
      arguments.tensor("indices").numel() > 0)
    refuse("offsets", "say where each bag of the indices starts", describe(offsets));
}

void luUnpack(const Arguments& arguments) {
  const at::Tensor& lu = arguments.tensor("LU_data");
  if (lu.dim() < 2 || !arguments.flag("unpack_pivots"))
    return;
  std::vector<std::int64_t> sizes = lu.sizes().vec();
  const std::int64_t columns = sizes.back();
  sizes.pop_back();
  sizes.back() = std::min(sizes.back(), columns);
  const at::Tensor& pivots = arguments.tensor("LU_pivots");
  if (pivots.dim() == 0 || pivots.size(-1) != sizes.back() || !at::is_expandable_to(pivots.sizes(), sizes) ||
      (pivots.numel() == 0) != (lu.numel() == 0)) {
    refuse("LU_pivots", "have the shape " + c10::str(at::IntArrayRef(sizes)), describe(pivots));
  }
}

void pdist(const Arguments& arguments) {
  const at::Tensor& self = arguments.tensor("self");
  if (self.dim() > 0 && self.size(0) == 0 && self.requires_grad() && arguments.recorded())
    refuse("self", "have rows when it requires gradients", describe(self));
}

/** Indices of the largest values count through the last `spatial` dimensions of `self`. */
template <std::int64_t spatial>
void maxPoolBackward(const Arguments& arguments) {
  const at::Tensor& grad = arguments.tensor("grad_output");
  const at::Tensor& self = arguments.tensor("self");
  const at::Tensor& indices = arguments.tensor("indices");
  if (self.dim() != spatial + 1 && self.dim() != spatial + 2) {
    refuse("self",
           "have " + std::to_string(spatial + 1) + " or " + std::to_string(spatial + 2) + " dimensions",
           describe(self));
  }
  const auto outer = static_cast<std::size_t>(self.dim() - spatial);
  if (grad.dim() != self.dim() || grad.sizes().slice(0, outer) != self.sizes().slice(0, outer))
    refuse("grad_output", "have the batch and channels of 'self', " + describe(self), describe(grad));
  requireSizes(indices, grad.sizes(), "indices");
  requireRange(indices, c10::multiply_integers(self.sizes().slice(outer)), "indices");
}

void embeddingBackward(const Arguments& arguments) {
  const char* name = arguments.has("grad") ? "grad" : "grad_output";
  const at::Tensor& grad = arguments.tensor(name);
  const at::Tensor& indices = arguments.tensor("indices");
  if (grad.dim() == 0)
    refuse(name, "have at least 1 dimension", describe(grad));
  requireCount(grad, indices.numel() * grad.size(-1), name);
  requireRange(indices, arguments.integer("num_weights"), "indices");
}

std::int64_t channelsOf(const at::Tensor& input) {
  if (input.dim() < 2)
    refuse("input", "have at least 2 dimensions", describe(input));
  return input.size(1);
}

void batchNorm(const Arguments& arguments) {
  const std::int64_t channels = channelsOf(arguments.tensor("input"));
  for (const char* name : {"weight", "bias", "running_mean", "running_var"}) {
    const at::Tensor values = arguments.optionalTensor(name);
    if (values.defined())
      requireCount(values, channels, name);
  }
  if (!arguments.has("training") || arguments.flag("training"))
    return;
  for (const char* name : {"running_mean", "running_var"})
    requireCount(arguments.optionalTensor(name), channels, name);
}

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

/** Segments of the dimension `axis`, for each place in the dimensions before it: their lengths, or where each
 * starts and the last ends. */
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

/** LAPACK's pivots: rows counted from 1; blocks of two rows have a pair of negative ones. */
void ldlSolve(const Arguments& arguments) {
  const at::Tensor& factors = arguments.tensor("LD");
  const at::Tensor& pivots = arguments.tensor("pivots");
  if (factors.dim() < 2)
    return;
  const std::int64_t rows = factors.size(-1);
  requireSizes(pivots, factors.sizes().slice(0, static_cast<std::size_t>(factors.dim() - 1)), "pivots");
  const std::vector<std::int64_t> values = integers(pivots);
  bool pairOpen = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool lastRow = (i + 1) % static_cast<std::size_t>(rows) == 0;
    pairOpen = values[i] < 0 && !pairOpen;
    const bool paired = !pairOpen || (!lastRow && values[i + 1] < 0);
    if (values[i] == 0 || values[i] < -rows || values[i] > rows || !paired) {
      refuse("pivots", "hold rows from 1 to " + std::to_string(rows) + ", or pairs of negative ones",
             std::to_string(values[i]));
    }
  }
}

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

void multiMarginLossBackward(const Arguments& arguments) {
  const at::Tensor& grad = arguments.tensor("grad_output");
  const at::Tensor& self = arguments.tensor("self");
  const bool perSample =
      arguments.integer("reduction") == at::Reduction::None && grad.dim() > 0 && self.dim() == 2;
  requireCount(grad, perSample ? self.size(0) : 1, "grad_output");
}

constexpr auto kPreconditions = std::to_array<std::pair<std::string_view, Precondition>>({
    {"aten::ctc_loss", ctcLoss},
    {"aten::lstm", rnn<4>},
    {"aten::gru", rnn<3>},
    {"aten::rnn_tanh", rnn<1>},
    {"aten::rnn_relu", rnn<1>},
    {"aten::embedding_bag", embeddingBag},
    {"aten::lu_unpack", luUnpack},
    {"aten::pdist", pdist},
    {"aten::adaptive_max_pool2d_backward", maxPoolBackward<2>},
    {"aten::adaptive_max_pool3d_backward", maxPoolBackward<3>},
    {"aten::max_pool2d_with_indices_backward", maxPoolBackward<2>},
    {"aten::max_pool3d_with_indices_backward", maxPoolBackward<3>},
    {"aten::fractional_max_pool2d_backward", maxPoolBackward<2>},
    {"aten::fractional_max_pool3d_backward", maxPoolBackward<3>},
    {"aten::embedding_backward", embeddingBackward},
    {"aten::embedding_dense_backward", embeddingBackward},
    {"aten::native_batch_norm", batchNorm},
    {"aten::_native_batch_norm_legit", batchNorm},
    {"aten::_batch_norm_with_update", batchNorm},
    {"aten::batch_norm_update_stats", batchNorm},
    {"aten::native_batch_norm_backward", batchNormBackward},
    {"aten::batch_norm_backward", batchNormBackward},
    {"aten::segment_reduce", segmentReduce},
    {"aten::linalg_ldl_solve", ldlSolve},
    {"aten::native_layer_norm_backward", layerNormBackward},
    {"aten::multi_margin_loss_backward", multiMarginLossBackward},
});

}  // namespace

Precondition preconditionOf(const c10::FunctionSchema& schema) {
  const auto* const found = std::find_if(kPreconditions.begin(), kPreconditions.end(),
                                         [&](const auto& entry) { return entry.first == schema.name(); });
  return found == kPreconditions.end() ? nullptr : found->second;
}

void checkPrecondition(Precondition precondition, const c10::FunctionSchema& schema,
                       const torch::jit::Stack& stack) {
  const Arguments arguments(schema, stack);
  if (!arguments.plain())
    return;
  // What is computed here belongs neither to the graph of gradients nor to a trace.
  const c10::NoGradGuard noGrad;
  const at::tracer::impl::NoTracerDispatchMode noTracing;
  precondition(arguments);
}

}  // namespace tadpole
