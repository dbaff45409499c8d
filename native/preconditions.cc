// Lookup and execution of the checks of an operator's arguments.
#include "preconditions.h"

#include <ATen/TracerMode.h>
#include <c10/core/GradMode.h>

#include "precondition_arguments.h"

namespace tadpole {

std::array<std::span<const PreconditionEntry>, 6> preconditions() {
  return {embeddingPreconditions(), linalgPreconditions(), lossPreconditions(),
          normPreconditions(),      poolPreconditions(),   rnnPreconditions()};
}

Precondition preconditionOf(const c10::FunctionSchema& schema) {
  for (const auto& family : preconditions()) {
    for (const PreconditionEntry& entry : family) {
      if (entry.name == schema.name())
        return entry.precondition;
    }
  }
  return nullptr;
}

void checkPrecondition(Precondition precondition, const c10::FunctionSchema& schema,
                       const torch::jit::Stack& stack) {
  const Arguments arguments(schema, stack);
  if (!arguments.plain())
    return;
  // The checks must enter neither the autograd graph nor a trace.
  const c10::NoGradGuard noGrad;
  const at::tracer::impl::NoTracerDispatchMode noTracing;
  precondition(arguments);
}

}  // namespace tadpole
