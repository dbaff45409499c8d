// The forward of a TorchScript module as plain data: calls inlined, tensors of the module by name.
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/passes/lower_tuples.h>
#include <torch/csrc/jit/passes/remove_exceptions.h>
#include <torch/csrc/jit/passes/remove_mutation.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "environment.h"
#include "errors.h"
#include "script.h"
#include "tensor.h"
#include "value.h"

namespace tadpole {

namespace {

using torch::jit::Graph;
using torch::jit::Module;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = torch::jit::prim;
namespace attr = torch::jit::attr;

/** An attribute of the module or of a submodule: its dotted name and its value. */
struct Attribute {
  std::string name;
  c10::IValue value;
};

/** The attribute at the end of a chain of prim::GetAttr that begins at `self`. */
Attribute attributeOf(const Module& module, const Value* self, const Value* value) {
  if (value == self)
    return {"", module._ivalue()};
  const Node* node = value->node();
  if (node->kind() != prim::GetAttr)
    throw std::runtime_error("forward() picks its modules while it runs, which no graph can tell");
  const Attribute owner = attributeOf(module, self, node->input());
  const std::string& name = node->s(attr::name);
  return {owner.name.empty() ? name : owner.name + "." + name, owner.value.toObject()->getAttr(name)};
}

void forEachNode(torch::jit::Block* block, const std::function<void(Node*)>& visit) {
  for (Node* node : block->nodes()) {
    visit(node);
    for (torch::jit::Block* inner : node->blocks())
      forEachNode(inner, visit);
  }
}

/** Replaces numbers, booleans and strings that a module holds with constants; its tensors stay attributes. */
void foldPlainAttributes(const Module& module, Graph& graph) {
  const Value* self = graph.inputs().at(0);
  forEachNode(graph.block(), [&](Node* node) {
    if (node->kind() != prim::GetAttr)
      return;
    const c10::IValue value = attributeOf(module, self, node->output()).value;
    if (value.isTensor() || value.isObject())
      return;
    const torch::jit::WithInsertPoint place(node);
    if (const auto constant = torch::jit::tryInsertConstant(graph, value))
      node->output()->replaceAllUsesWith(*constant);
  });
}

std::shared_ptr<Graph> forwardGraph(const Module& module) {
  const auto method = module.find_method("forward");
  if (!method)
    throw ValueError("the ScriptModule has no method 'forward'");
  std::shared_ptr<Graph> graph = torch::jit::toGraphFunction(method->function()).graph()->copy();
  torch::jit::Inline(*graph);
  foldPlainAttributes(module, *graph);
  torch::jit::ConstantPropagation(graph);
  // Removes checks that only raise errors: users of the graph first run it with valid inputs.
  torch::jit::EliminateExceptions(graph);
  torch::jit::ConstantPropagation(graph);
  torch::jit::RemoveListMutation(graph);
  torch::jit::RemoveTensorMutation(graph);
  torch::jit::LowerSimpleTuples(graph);
  torch::jit::EliminateDeadCode(graph);
  return graph;
}

/** The dotted name of the module whose inlined call `node` comes from; empty when the graph does not say. */
std::string moduleOf(const Node* node) {
  std::string name;
  if (const auto callstack = node->callstack()) {
    for (const auto& entry : (*callstack)->vec()) {
      const auto& instance = std::get<2>(entry);
      if (instance && instance->instance_name() != "SELF")
        name += (name.empty() ? "" : ".") + instance->instance_name();
    }
  }
  return name;
}

/** Writes a graph as JavaScript objects and collects the tensors that it names. */
class GraphWriter {
 public:
  GraphWriter(Napi::Env env, const Module& module, const Graph& graph)
      : env_(env),
        module_(module),
        graph_(graph),
        self_(graph.inputs().at(0)),
        tensors_(Napi::Array::New(env)) {}

  Napi::Object write() {
    Napi::Array inputs = Napi::Array::New(env_);
    for (std::size_t i = 1; i < graph_.inputs().size(); ++i)
      inputs.Set(inputs.Length(), graph_.inputs()[i]->debugName());
    Napi::Array nodes = Napi::Array::New(env_);
    for (const Node* node : graph_.nodes()) {
      if (!isFolded(node))
        nodes.Set(nodes.Length(), writeNode(node));
    }
    Napi::Array outputs = Napi::Array::New(env_);
    for (const Value* output : graph_.outputs())
      outputs.Set(outputs.Length(), expression(output, nullptr));
    Napi::Object result = Napi::Object::New(env_);
    result.Set("inputs", inputs);
    result.Set("nodes", nodes);
    result.Set("outputs", outputs);
    result.Set("tensors", tensors_);
    return result;
  }

 private:
  /** Whether the users of a node contain its value inline, so that it needs no entry of its own. */
  static bool isFolded(const Node* node) {
    return node->kind() == prim::Constant || node->kind() == prim::GetAttr ||
           node->kind() == prim::ListConstruct || node->kind() == prim::TupleConstruct;
  }

  Napi::Object writeNode(const Node* node) {
    const c10::FunctionSchema* schema = node->maybeSchema();
    Napi::Array arguments = Napi::Array::New(env_);
    for (std::size_t i = 0; i < node->inputs().size(); ++i) {
      const c10::Argument* argument =
          schema != nullptr && i < schema->arguments().size() ? &schema->arguments()[i] : nullptr;
      Napi::Object entry = expression(node->inputs()[i], argument);
      entry.Set("name", argument != nullptr ? argument->name() : std::to_string(i));
      arguments.Set(arguments.Length(), entry);
    }
    Napi::Array outputs = Napi::Array::New(env_);
    for (const Value* output : node->outputs())
      outputs.Set(outputs.Length(), output->debugName());
    Napi::Object result = Napi::Object::New(env_);
    result.Set("operator", node->kind().toQualString());
    result.Set("overload", schema != nullptr ? schema->overload_name() : std::string());
    result.Set("module", moduleOf(node));
    result.Set("arguments", arguments);
    result.Set("outputs", outputs);
    return result;
  }

  /** { value }, { constant }, { tensor } or { list }: the source of an operator's argument. */
  Napi::Object expression(const Value* value, const c10::Argument* argument) {
    const Node* node = value->node();
    Napi::Object result = Napi::Object::New(env_);
    if (node->kind() == prim::Constant) {
      writeConstant(result, value, argument);
    } else if (node->kind() == prim::GetAttr) {
      const Attribute attribute = attributeOf(module_, self_, value);
      result.Set("tensor", nameOf(attribute.value.toTensor(), attribute.name));
    } else if (node->kind() == prim::ListConstruct || node->kind() == prim::TupleConstruct) {
      Napi::Array list = Napi::Array::New(env_);
      for (const Value* element : node->inputs())
        list.Set(list.Length(), expression(element, nullptr));
      result.Set("list", list);
    } else {
      result.Set("value", value->debugName());
    }
    return result;
  }

  void writeConstant(Napi::Object result, const Value* value, const c10::Argument* argument) {
    const c10::IValue constant = torch::jit::toIValue(value).value();
    if (constant.isTensor()) {
      result.Set("tensor", nameOf(constant.toTensor(), "constant_" + value->debugName()));
      return;
    }
    const c10::Type* type = argument != nullptr ? argument->real_type().get() : nullptr;
    if (type != nullptr && type->kind() == c10::TypeKind::OptionalType)
      type = type->expectRef<c10::OptionalType>().getElementType().get();
    result.Set("constant", Napi::Value(env_, writeValue(Environment::of(env_), env_, constant, type)));
  }

  /** The name under which a tensor was first seen: tied weights are one tensor. */
  std::string nameOf(const at::Tensor& tensor, const std::string& name) {
    const auto [place, isNew] = names_.try_emplace(tensor.unsafeGetTensorImpl(), name);
    if (isNew) {
      Napi::Array pair = Napi::Array::New(env_, 2);
      pair.Set(0U, name);
      pair.Set(1U, wrapTensor(env_, tensor));
      tensors_.Set(tensors_.Length(), pair);
    }
    return place->second;
  }

  Napi::Env env_;
  const Module& module_;
  const Graph& graph_;
  const Value* self_;
  Napi::Array tensors_;
  std::unordered_map<const c10::TensorImpl*, std::string> names_;
};

/**
 * scriptGraph(module): { inputs: string[], nodes: { operator, overload, module, arguments: Expression[],
 * outputs: string[] }[], outputs: Expression[], tensors: [name, Tensor][] } of forward in the module's mode.
 */
Napi::Value graph(const Napi::CallbackInfo& info) {
  const Module& module = unwrapScript(info[0]);
  const std::shared_ptr<Graph> graph = forwardGraph(module);
  return GraphWriter(info.Env(), module, *graph).write();
}

}  // namespace

void initGraph(Napi::Object exports) {
  define<graph>(exports, "scriptGraph");
}

}  // namespace tadpole
