// Tracing: records a TypeScript module's forward as a TorchScript method of a tree of the module's own
// tensors.
#include <ATen/ATen.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/lower_tuples.h>

#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "errors.h"
#include "js_value.h"
#include "script.h"
#include "tensor.h"
#include "tracing.h"

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
 * The TorchScript module for `description` { type, training, parameters, buffers, constants, children }. It
 * holds the described tensors themselves; parameters, buffers and constants are [name, Tensor][], children
 * [name, description][].
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

/**
 * Converts a traced result: a tensor stays a tensor, an array of tensors becomes a tuple; anything else is
 * refused.
 */
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

Stack readInputs(Napi::Value value) {
  Stack inputs;
  for (const at::Tensor& tensor : unwrapTensors(value, "inputs"))
    inputs.emplace_back(tensor);
  if (inputs.empty())
    throw ValueError("argument 'inputs' must hold at least one example tensor");
  return inputs;
}

/**
 * Replaces the graph's constants with copies, so that later changes of the program's tensors do not affect
 * them.
 */
void ownConstants(torch::jit::Graph& graph) {
  for (torch::jit::Node* node : graph.nodes()) {
    const bool isTensor = node->kind() == torch::jit::prim::Constant &&
                          node->hasAttribute(torch::jit::attr::value) &&
                          node->kindOf(torch::jit::attr::value) == torch::jit::AttributeKind::t;
    if (isTensor)
      node->t_(torch::jit::attr::value, node->t(torch::jit::attr::value).clone());
  }
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
    ownConstants(*state->graph);
    return state->graph;
  } catch (const std::exception& error) {
    // Already a JavaScript error when an operator that forward() called reported it.
    const std::string message = error.what();
    if (message.find("Cannot insert a Tensor that requires grad as a constant") == std::string::npos)
      throw;
    throw std::runtime_error(
        "trace: forward() uses a tensor that requires gradients but is neither an input nor a registered "
        "parameter of the module. Make it a field marked by nn.parameter, or use a detached copy made "
        "beforehand, which is stored as a constant");
  }
}

/**
 * scriptTrace(object, description, inputs, inputNames | [], forward): fills a new ScriptModule. Returns how
 * often forward read values that depend on its inputs or on the module's tensors.
 */
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
  for (std::uint32_t i = 0; i < givenNames.Length(); ++i)
    names.push_back(readString(givenNames.Get(i), "inputNames"));
  if (!names.empty() && names.size() != inputs.size()) {
    throw ValueError("argument 'inputNames' must name each of the " + std::to_string(inputs.size()) +
                     " inputs");
  }
  const Forward forward(info.Env(), info[4].As<Napi::Function>());

  takeHostReads();
  const auto graph = record(module, inputs, forward, names);
  const c10::QualifiedName methodName(*module.type()->name(), "forward");
  module.type()->addMethod(module._ivalue()->compilation_unit()->create_function(methodName, graph));
  attachScript(info[0], module);
  return Napi::Number::New(info.Env(), static_cast<double>(takeHostReads()));
}

}  // namespace

void initTrace(Napi::Object exports) {
  define<trace>(exports, "scriptTrace");
}

}  // namespace tadpole
