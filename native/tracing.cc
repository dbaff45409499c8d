// Host data as constants of a trace, and the count of values read from it.
#include "tracing.h"

#include <ATen/ATen.h>
#include <ATen/TracerMode.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/ir/ir.h>

#include <unordered_set>
#include <utility>
#include <vector>

namespace tadpole {

namespace {

namespace tracer = torch::jit::tracer;
using torch::jit::Value;

thread_local std::int64_t hostReads = 0;

/** Whether `value` is an input of its graph or a tensor of the module, or is computed from one. */
bool followsInputs(Value* value) {
  std::unordered_set<const Value*> seen;
  std::vector<Value*> open{value};
  while (!open.empty()) {
    Value* current = open.back();
    open.pop_back();
    if (!seen.insert(current).second)
      continue;
    const auto kind = current->node()->kind();
    if (kind == torch::jit::prim::Param || kind == torch::jit::prim::TracedAttr)
      return true;
    for (Value* input : current->node()->inputs())
      open.push_back(input);
  }
  return false;
}

}  // namespace

at::Tensor fromHost(const std::function<at::Tensor()>& make) {
  at::Tensor tensor;
  {
    const at::tracer::impl::NoTracerDispatchMode unseen;
    tensor = make();
  }
  return tracer::isTracing() ? tensor.clone() : tensor;
}

void noteHostRead(const at::Tensor& tensor) {
  const auto& state = tracer::getTracingState();
  if (state && state->hasValue(tensor) && followsInputs(state->getValue(tensor)))
    ++hostReads;
}

std::int64_t takeHostReads() {
  return std::exchange(hostReads, 0);
}

}  // namespace tadpole
