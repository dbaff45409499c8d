// Optimizer steps: one call updates every parameter, with libtorch's fused kernels where they exist.
#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "errors.h"
#include "js_value.h"
#include "optim.h"
#include "tensor.h"

namespace tadpole {

namespace {

using Tensors = std::vector<at::Tensor>;

/**
 * The state tensors that an optimizer keeps per parameter; the names are the keys of the JavaScript argument.
 */
struct StateColumn {
  const char* name;
  /**
   * Whether every parameter must have one; if not, some settings of the optimizer do without it and the
   * column is empty.
   */
  bool required;
};

/** The parameters of one device and dtype that have a gradient, with their gradients and state, in rows. */
struct Rows {
  Tensors params;
  Tensors grads;
  std::vector<Tensors> state;
  Tensors steps;
  /**
   * Copies in the parameter's memory layout, and the tensors that their values are copied back to after the
   * step.
   */
  std::vector<std::pair<at::Tensor, at::Tensor>> copies;
};

bool sameLayout(const at::Tensor& a, const at::Tensor& b) {
  for (std::int64_t dim = 0; dim < a.dim(); ++dim) {
    if (a.size(dim) > 1 && a.stride(dim) != b.stride(dim))
      return false;
  }
  return true;
}

/**
 * `tensor` with the memory layout of `like`: fused kernels traverse the tensors of a row in the same order.
 */
at::Tensor aligned(Rows& rows, const at::Tensor& tensor, const at::Tensor& like) {
  if (sameLayout(tensor, like))
    return tensor;
  at::Tensor copy = at::empty_strided(like.sizes(), like.strides(), tensor.options());
  copy.copy_(tensor);
  rows.copies.emplace_back(tensor, copy);
  return copy;
}

void checkMatches(const at::Tensor& tensor, const at::Tensor& param, const char* name, std::size_t row,
                  const char* remedy) {
  if (tensor.sizes() == param.sizes() && tensor.device() == param.device() &&
      tensor.scalar_type() == param.scalar_type() && tensor.layout() == c10::kStrided) {
    return;
  }
  throw ArgumentError("argument '" + std::string(name) + "' must match its parameter " + std::to_string(row) +
                      ", " + describe(param) + " on " + param.device().str() + ", got " + describe(tensor) +
                      " on " + tensor.device().str() + "; " + remedy);
}

void checkStep(const at::Tensor& step, const at::Tensor& param, std::size_t row) {
  if (step.numel() == 1 && step.scalar_type() == at::kFloat && step.device() == param.device())
    return;
  throw ArgumentError("argument 'steps' must hold one float32 value for parameter " + std::to_string(row) +
                      " on " + param.device().str() + ", got " + describe(step) + " on " +
                      step.device().str());
}

Tensors readColumn(Napi::Object columns, const char* name, std::size_t length, bool required) {
  Tensors column = unwrapTensors(columns.Get(name), name);
  if (column.size() == length || (!required && column.empty()))
    return column;
  throw ArgumentError("argument '" + std::string(name) + "' must hold one tensor for each of the " +
                      std::to_string(length) + " parameters, got " + std::to_string(column.size()));
}

/** Reads { params, steps, ...state } and groups the rows that have a gradient by device and dtype. */
std::vector<Rows> readRows(Napi::Value value, std::initializer_list<StateColumn> names,
                           bool withSteps = true) {
  const Napi::Object columns = readObject(value, "columns");
  const Tensors params = unwrapTensors(columns.Get("params"), "params");
  const Tensors steps = withSteps ? readColumn(columns, "steps", params.size(), true) : Tensors();
  std::vector<Tensors> state;
  state.reserve(names.size());
  for (const StateColumn& column : names) {
    state.push_back(readColumn(columns, column.name, params.size(), column.required));
  }

  std::map<std::pair<std::string, c10::ScalarType>, Rows> groups;
  for (std::size_t row = 0; row < params.size(); ++row) {
    const at::Tensor& param = params[row];
    const at::Tensor& grad = param.grad();
    if (!grad.defined())
      continue;
    if (grad.layout() != c10::kStrided || !at::isFloatingType(param.scalar_type())) {
      throw ArgumentError("parameter " + std::to_string(row) +
                          " must be a dense floating tensor with a dense gradient, got " + describe(param));
    }
    checkMatches(grad, param, "grad", row, "zeroGrad() and backward() make one that does");
    Rows& rows = groups[{param.device().str(), param.scalar_type()}];
    rows.state.resize(names.size());
    // A view with gaps or overlaps is updated through a dense copy.
    const bool dense = param.is_non_overlapping_and_dense();
    const at::Tensor target = aligned(rows, param, dense ? param : at::empty(param.sizes(), param.options()));
    rows.params.push_back(target);
    rows.grads.push_back(aligned(rows, grad, target));
    std::size_t column = 0;
    for (const StateColumn& name : names) {
      if (!state[column].empty()) {
        const at::Tensor& tensor = state[column][row];
        checkMatches(tensor, param, name.name, row, "move a module before making its optimizer");
        rows.state[column].push_back(aligned(rows, tensor, target));
      }
      ++column;
    }
    if (withSteps) {
      checkStep(steps[row], param, row);
      rows.steps.push_back(steps[row]);
    }
  }

  std::vector<Rows> result;
  result.reserve(groups.size());
  for (auto& [key, rows] : groups)
    result.push_back(std::move(rows));
  return result;
}

/** The settings of a step by name. */
struct Options {
  Napi::Object object;
  double number(const char* name) const { return readNumber(object.Get(name), name); }
  bool flag(const char* name) const { return readBoolean(object.Get(name), name); }
};

void increment(const Tensors& steps) {
  if (!steps.front().is_cpu())
    return at::_foreach_add_(steps, 1);
  // Each is one float in CPU memory: the dispatcher would cost more than a small network's whole update.
  for (const at::Tensor& step : steps)
    *step.mutable_data_ptr<float>() += 1;
}

/** The gradients that the update uses: negated to maximize, plus weightDecay times the parameter. */
Tensors effectiveGradients(const Rows& rows, const Options& options) {
  Tensors grads = options.flag("maximize") ? at::_foreach_neg(rows.grads) : rows.grads;
  const double weightDecay = options.number("weightDecay");
  return weightDecay == 0 ? grads : at::_foreach_add(grads, rows.params, weightDecay);
}

void finish(const Rows& rows) {
  for (const auto& [original, copy] : rows.copies)
    original.copy_(copy);
}

/** adamStep({ params, steps, expAvgs, expAvgSqs, maxExpAvgSqs }, options) */
Napi::Value adamStep(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  const Options options{readObject(info[1], "options")};
  const bool amsgrad = options.flag("amsgrad");
  auto* kernel =
      options.flag("decoupledWeightDecay") ? &at::_ops::_fused_adamw_::call : &at::_ops::_fused_adam_::call;
  for (const Rows& rows :
       readRows(info[0], {{"expAvgs", true}, {"expAvgSqs", true}, {"maxExpAvgSqs", amsgrad}})) {
    increment(rows.steps);
    kernel(rows.params, rows.grads, rows.state[0], rows.state[1], amsgrad ? rows.state[2] : Tensors(),
           rows.steps, options.number("lr"), options.number("beta1"), options.number("beta2"),
           options.number("weightDecay"), options.number("eps"), amsgrad, options.flag("maximize"),
           std::nullopt, std::nullopt);
    finish(rows);
  }
  return info.Env().Undefined();
}

/**
 * sgdStep({ params, momentumBuffers }, options); with `isFirstStep` the buffers are initialized instead of
 * decayed.
 */
Napi::Value sgdStep(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  const Options options{readObject(info[1], "options")};
  const double momentum = options.number("momentum");
  for (const Rows& rows : readRows(info[0], {{"momentumBuffers", momentum != 0}}, false)) {
    at::_fused_sgd_(rows.params, rows.grads, momentum == 0 ? Tensors() : rows.state[0],
                    options.number("weightDecay"), momentum, options.number("lr"),
                    options.number("dampening"), options.flag("nesterov"), options.flag("maximize"),
                    options.flag("isFirstStep"));
    finish(rows);
  }
  return info.Env().Undefined();
}

/** adagradStep({ params, steps, sums }, options) */
Napi::Value adagradStep(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  const Options options{readObject(info[1], "options")};
  for (const Rows& rows : readRows(info[0], {{"sums", true}})) {
    increment(rows.steps);
    at::_fused_adagrad_(rows.params, rows.grads, rows.state[0], rows.steps, options.number("lr"),
                        options.number("lrDecay"), options.number("weightDecay"), options.number("eps"),
                        options.flag("maximize"));
    finish(rows);
  }
  return info.Env().Undefined();
}

/** rmspropStep({ params, steps, squareAvgs, gradAvgs, momentumBuffers }, options) */
Napi::Value rmspropStep(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  const Options options{readObject(info[1], "options")};
  const bool centered = options.flag("centered");
  const bool epsInsideRoot = options.flag("epsInsideRoot");
  const double momentum = options.number("momentum");
  const double lr = options.number("lr");
  const double alpha = options.number("alpha");
  const double eps = options.number("eps");
  for (const Rows& rows : readRows(
           info[0], {{"squareAvgs", true}, {"gradAvgs", centered}, {"momentumBuffers", momentum != 0}})) {
    increment(rows.steps);
    const Tensors grads = effectiveGradients(rows, options);
    const Tensors& squareAvgs = rows.state[0];
    at::_foreach_mul_(squareAvgs, alpha);
    at::_foreach_addcmul_(squareAvgs, grads, grads, 1 - alpha);
    Tensors roots = squareAvgs;
    if (centered) {
      at::_foreach_lerp_(rows.state[1], grads, 1 - alpha);
      roots = at::_foreach_addcmul(squareAvgs, rows.state[1], rows.state[1], -1);
    }
    if (epsInsideRoot)
      roots = at::_foreach_add(roots, eps);
    roots = at::_foreach_sqrt(roots);
    if (!epsInsideRoot)
      at::_foreach_add_(roots, eps);
    if (momentum != 0) {
      at::_foreach_mul_(rows.state[2], momentum);
      at::_foreach_addcdiv_(rows.state[2], grads, roots);
      at::_foreach_add_(rows.params, rows.state[2], -lr);
    } else {
      at::_foreach_addcdiv_(rows.params, grads, roots, -lr);
    }
    finish(rows);
  }
  return info.Env().Undefined();
}

/** adadeltaStep({ params, steps, squareAvgs, accDeltas }, options) */
Napi::Value adadeltaStep(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  const Options options{readObject(info[1], "options")};
  const double rho = options.number("rho");
  const double eps = options.number("eps");
  for (const Rows& rows : readRows(info[0], {{"squareAvgs", true}, {"accDeltas", true}})) {
    increment(rows.steps);
    const Tensors grads = effectiveGradients(rows, options);
    const Tensors& squareAvgs = rows.state[0];
    const Tensors& accDeltas = rows.state[1];
    at::_foreach_mul_(squareAvgs, rho);
    at::_foreach_addcmul_(squareAvgs, grads, grads, 1 - rho);
    const Tensors roots = at::_foreach_add(squareAvgs, eps);
    at::_foreach_sqrt_(roots);
    const Tensors deltas = at::_foreach_add(accDeltas, eps);
    at::_foreach_sqrt_(deltas);
    at::_foreach_div_(deltas, roots);
    at::_foreach_mul_(deltas, grads);
    at::_foreach_mul_(accDeltas, rho);
    at::_foreach_addcmul_(accDeltas, deltas, deltas, 1 - rho);
    at::_foreach_add_(rows.params, deltas, -options.number("lr"));
    finish(rows);
  }
  return info.Env().Undefined();
}

}  // namespace

void initOptim(Napi::Object exports) {
  define<adamStep>(exports, "adamStep");
  define<sgdStep>(exports, "sgdStep");
  define<adagradStep>(exports, "adagradStep");
  define<rmspropStep>(exports, "rmspropStep");
  define<adadeltaStep>(exports, "adadeltaStep");
}

}  // namespace tadpole
