// Tracing: a TypeScript module's forward becomes a TorchScript method on a tree of the module's own tensors.
#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/lower_tuples.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "errors.h"
#include "js_value.h"
#include "rewind.h"
#include "script.h"
#include "tensor.h"

namespace tadpole {

namespace {

using torch::jit::Module;
using torch::jit::Stack;
namespace tracer = torch::jit::tracer;

constexpr int kDeepestTree = 200;

template <typename Visit>
void forEachNamed(Napi::Object description, const char* field, Visit visit) {
  const Napi::Array entries = readArray(description.Get(field), field);
  for (std::uint32_t i = 0; i < entries.Length(); ++i) {
    const Napi::Array entry = readArray(entries.Get(i), field);
    visit(readString(entry.Get(0U), field), entry.Get(1U));
  }
}

/**
 * The TorchScript module that `description` { type, training, parameters, buffers, constants, children }
 * tells of. It holds the described tensors themselves; the last three fields are [name, Tensor |
 * description][].
 */
Module build(Napi::Object description, const std::shared_ptr<torch::jit::CompilationUnit>& unit, int depth) {
  if (depth > kDeepestTree)
    throw ValueError("argument 'description' is nested too deeply, or contains itself");
  const c10::QualifiedName name("__torch__.tadpole." + readString(description.Get("type"), "type"));
  Module module(name, unit, /*shouldMangle=*/true);
  module.register_attribute("training", c10::BoolType::get(),
                            readBoolean(description.Get("training"), "training"));
  forEachNamed(description, "parameters", [&](const std::string& key, Napi::Value value) {
    module.register_parameter(key, unwrapTensor(value, key.c_str()), /*is_buffer=*/false);
  });
  forEachNamed(description, "buffers", [&](const std::string& key, Napi::Value value) {
    module.register_buffer(key, unwrapTensor(value, key.c_str()));
  });
  forEachNamed(description, "constants", [&](const std::string& key, Napi::Value value) {
    module.register_attribute(key, c10::TensorType::get(), unwrapTensor(value, key.c_str()));
  });
  forEachNamed(description, "children", [&](const std::string& key, Napi::Value value) {
    module.register_module(key, build(readObject(value, key.c_str()), unit, depth + 1));
  });
  return module;
}

/** A tensor stays a tensor, an array of tensors becomes a tuple; anything else cannot be traced. */
c10::IValue readResult(Napi::Value value) {
  if (!value.IsArray())
    return unwrapTensor(value, "result of forward");
  std::vector<c10::IValue> elements;
  for (const at::Tensor& tensor : unwrapTensors(value, "result of forward"))
    elements.emplace_back(tensor);
  return c10::ivalue::Tuple::create(std::move(elements));
}

/** Calls JavaScript's forward with tensors. */
class Forward {
 public:
  Forward(Napi::Env env, Napi::Function function) : env_(env), function_(function) {}

  Stack operator()(const Stack& inputs) const {
    std::vector<napi_value> arguments;
    arguments.reserve(inputs.size());
    for (const c10::IValue& input : inputs)
      arguments.push_back(wrapTensor(env_, input.toTensor()));
    return {readResult(function_.Call(arguments))};
  }

 private:
  Napi::Env env_;
  Napi::Function function_;
};

std::vector<at::Tensor> tensorsOf(const c10::IValue& value) {
  if (value.isTensor())
    return {value.toTensor()};
  std::vector<at::Tensor> tensors;
  for (const c10::IValue& element : value.toTupleRef().elements())
    tensors.push_back(element.toTensor());
  return tensors;
}

bool agree(const at::Tensor& actual, const at::Tensor& expected) {
  if (!actual.sizes().equals(expected.sizes()) || actual.scalar_type() != expected.scalar_type())
    return false;
  if (!expected.is_floating_point())
    return actual.equal(expected);
  const bool coarse = c10::elementSize(expected.scalar_type()) < 4;
  return at::allclose(actual.to(at::kDouble), expected.to(at::kDouble), coarse ? 2e-2 : 1e-4,
                      coarse ? 2e-2 : 1e-5, true);
}

/** The first difference between two results in words, or nothing. */
std::string difference(const c10::IValue& actual, const c10::IValue& expected) {
  const c10::NoGradGuard noGrad;
  const std::vector<at::Tensor> one = tensorsOf(actual);
  const std::vector<at::Tensor> other = tensorsOf(expected);
  if (one.size() != other.size())
    return "another number of results";
  for (std::size_t i = 0; i < one.size(); ++i) {
    const at::Tensor a = one[i].detach();
    const at::Tensor b = other[i].detach();
    if (agree(a, b))
      continue;
    if (!a.sizes().equals(b.sizes()) || a.scalar_type() != b.scalar_type()) {
      return describe(a) + " instead of " + describe(b);
    }
    return "values that differ by up to " +
           std::to_string((a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>());
  }
  return "";
}

/** The inputs with their first sample once more at the end; empty when they have no batch dimension in
 * common. */
Stack withLargerBatch(const Stack& inputs) {
  const c10::NoGradGuard noGrad;
  Stack larger;
  std::int64_t batch = -1;
  for (const c10::IValue& input : inputs) {
    const at::Tensor& tensor = input.toTensor();
    if (tensor.dim() == 0 || tensor.size(0) == 0 || (batch != -1 && tensor.size(0) != batch))
      return {};
    batch = tensor.size(0);
    larger.emplace_back(at::cat({tensor, tensor.narrow(0, 0, 1)}).detach());
  }
  return larger;
}

/** Compares the traced module with the original on its inputs and on a larger batch. */
void checkTraced(const Module& traced, const Forward& forward, const Stack& inputs, Rewind& rewind) {
  const auto compare = [&](const Stack& given, const c10::IValue& expected) -> std::string {
    rewind.apply();
    try {
      return difference(traced.get_method("forward")(given), expected);
    } catch (...) {
      return "an error: " + scriptFailure();
    }
  };
  rewind.apply();
  std::string problem = compare(inputs, forward(inputs)[0]);
  if (!problem.empty()) {
    throw std::runtime_error(
        "trace: run again on the same inputs, the traced module gives " + problem +
        ". forward() must be a pure function of its inputs, the module's tensors and the default "
        "generator; pass { check: false } to accept this");
  }
  const Stack larger = withLargerBatch(inputs);
  if (larger.empty())
    return;
  rewind.apply();
  Stack expected;
  try {
    expected = forward(larger);
  } catch (...) {
    // The module itself is made for this one batch size: there is nothing to compare with.
    return;
  }
  problem = compare(larger, expected[0]);
  if (!problem.empty()) {
    throw std::runtime_error("trace: for a batch of " + std::to_string(larger[0].toTensor().size(0)) +
                             " the traced module gives " + problem +
                             ". A number read from a tensor while tracing (its shape, item(), ...) became a "
                             "constant. Use operators that follow "
                             "the input, such as flatten(1), reshape([-1, ...]) or randnLike; or pass { "
                             "check: false } to fix the batch size");
  }
}

Stack readInputs(Napi::Value value) {
  Stack inputs;
  for (const at::Tensor& tensor : unwrapTensors(value, "inputs"))
    inputs.emplace_back(tensor);
  if (inputs.empty())
    throw ValueError("argument 'inputs' must hold at least one example tensor");
  return inputs;
}

std::shared_ptr<torch::jit::Graph> record(Module& module, const Stack& inputs, const Forward& forward,
                                          const std::vector<std::string>& names) {
  try {
    const auto [state, outputs] = tracer::trace(
        inputs, [&](const Stack& traced) { return forward(traced); },
        [](const at::Tensor&) { return std::string(); },
        /*strict=*/true, /*force_outplace=*/false, &module, names);
    torch::jit::EliminateDeadCode(state->graph);
    torch::jit::LowerSimpleTuples(state->graph);
    return state->graph;
  } catch (const std::exception& error) {
    // Arrives as a JavaScript error where an operator that forward() called found it.
    const std::string message = error.what();
    if (message.find("Cannot insert a Tensor that requires grad as a constant") == std::string::npos)
      throw;
    throw std::runtime_error(
        "trace: forward() uses a tensor that requires gradients but is neither an input nor a registered "
        "parameter of the module. Make it a field marked by nn.parameter, or use a detached copy made "
        "beforehand, which is stored as a constant");
  }
}

/** scriptTrace(object, description, inputs, inputNames | [], forward, check): fills a new ScriptModule. */
Napi::Value trace(const Napi::CallbackInfo& info) {
  if (tracer::isTracing())
    throw std::runtime_error("trace: another module is being traced; finish that first");
  if (!info[4].IsFunction())
    throw ArgumentError("argument 'forward' must be a function");
  Module module =
      build(readObject(info[1], "description"), std::make_shared<torch::jit::CompilationUnit>(), 0);
  const Stack inputs = readInputs(info[2]);
  const Napi::Array givenNames = readArray(info[3], "inputNames");
  std::vector<std::string> names;
  names.reserve(givenNames.Length());
  for (std::uint32_t i = 0; i < givenNames.Length(); ++i)
    names.push_back(readString(givenNames.Get(i), "inputNames"));
  if (!names.empty() && names.size() != inputs.size()) {
    throw ValueError("argument 'inputNames' must name each of the " + std::to_string(inputs.size()) +
                     " inputs");
  }
  const Forward forward(info.Env(), info[4].As<Napi::Function>());
  const bool check = readBoolean(info[5], "check");

  Rewind rewind(module, inputs);
  const auto graph = record(module, inputs, forward, names);
  const c10::QualifiedName methodName(*module.type()->name(), "forward");
  module.type()->addMethod(module._ivalue()->compilation_unit()->create_function(methodName, graph));
  if (check)
    checkTraced(module, forward, inputs, rewind);
  attachScript(info[0], module);
  return info.Env().Undefined();
}

}  // namespace

void initTrace(Napi::Object exports) {
  define<trace>(exports, "scriptTrace");
}

}  // namespace tadpole
