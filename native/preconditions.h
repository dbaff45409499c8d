// What CPU kernels of libtorch take for granted of their arguments: they would read or write outside of their
// memory.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/stack.h>

namespace tadpole {

/** The arguments of one call, by their names in the schema. */
class Arguments;

/** Throws a ValueError that names the argument when a call's arguments would lead a kernel astray. */
using Precondition = void (*)(const Arguments& arguments);

/** The precondition of an operator; nullptr for almost all, whose kernels look at what they are given. */
Precondition preconditionOf(const c10::FunctionSchema& schema);

/** Checks a call that is about to be made. Tensors on other devices are left to the kernels there. */
void checkPrecondition(Precondition precondition, const c10::FunctionSchema& schema,
                       const torch::jit::Stack& stack);

}  // namespace tadpole
