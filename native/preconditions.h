// What CPU kernels of libtorch take for granted of their arguments: without these checks they read or write
// outside of their memory, or divide by zero, and end the process.
//
// Each is a bug of libtorch 2.13.0; those that are known upstream are linked where they are checked, and
// https://github.com/pytorch/pytorch/issues/195547 collects them. A check goes when the pinned libtorch looks
// for itself.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/stack.h>

#include <array>
#include <span>
#include <string_view>

namespace tadpole {

class Arguments;

/** Throws a ValueError that names the argument when a call's arguments would lead a kernel astray. */
using Precondition = void (*)(const Arguments& arguments);

struct PreconditionEntry {
  /** Of the operator, all of whose overloads are checked: `aten::ctc_loss`. */
  std::string_view name;
  Precondition precondition;
};

/** All that is known, by what the operators are for. */
std::array<std::span<const PreconditionEntry>, 6> preconditions();

std::span<const PreconditionEntry> embeddingPreconditions();
std::span<const PreconditionEntry> linalgPreconditions();
std::span<const PreconditionEntry> lossPreconditions();
std::span<const PreconditionEntry> normPreconditions();
std::span<const PreconditionEntry> poolPreconditions();
std::span<const PreconditionEntry> rnnPreconditions();

/** The precondition of an operator; nullptr for almost all, whose kernels look at what they are given. */
Precondition preconditionOf(const c10::FunctionSchema& schema);

/** Checks a call whose arguments are the last of the stack. Tensors on other devices are left to the kernels
 * there. */
void checkPrecondition(Precondition precondition, const c10::FunctionSchema& schema,
                       const torch::jit::Stack& stack);

}  // namespace tadpole
