// Checks of arguments that libtorch's CPU kernels do not check themselves: without them, a kernel accesses
// memory out of bounds or divides by zero, and the process ends.
//
// Each is a bug of libtorch 2.13.0. Known upstream issues are linked at the check that covers them, and
// https://github.com/pytorch/pytorch/issues/195547 collects them. A check is removed when the pinned libtorch
// does it itself.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/stack.h>

#include <array>
#include <span>
#include <string_view>

namespace tadpole {

class Arguments;

/** Throws a ValueError that names the argument when a call's arguments are invalid for the kernel. */
using Precondition = void (*)(const Arguments& arguments);

struct PreconditionEntry {
  /** The operator, all of whose overloads are checked: `aten::ctc_loss`. */
  std::string_view name;
  Precondition precondition;
};

/** All known preconditions, grouped by what the operators are for. */
std::array<std::span<const PreconditionEntry>, 6> preconditions();

std::span<const PreconditionEntry> embeddingPreconditions();
std::span<const PreconditionEntry> linalgPreconditions();
std::span<const PreconditionEntry> lossPreconditions();
std::span<const PreconditionEntry> normPreconditions();
std::span<const PreconditionEntry> poolPreconditions();
std::span<const PreconditionEntry> rnnPreconditions();

/** The precondition of an operator; nullptr for almost all, whose kernels check their arguments. */
Precondition preconditionOf(const c10::FunctionSchema& schema);

/**
 * Checks a call whose arguments are on top of the stack. Tensors on other devices are left to the kernels of
 * those devices.
 */
void checkPrecondition(Precondition precondition, const c10::FunctionSchema& schema,
                       const torch::jit::Stack& stack);

}  // namespace tadpole
