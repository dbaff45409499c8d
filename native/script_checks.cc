// Replacement of TorchScript's operators by checked ones.
#include "script_checks.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/jit/runtime/jit_exception.h>
#include <torch/csrc/jit/runtime/operator.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "errors.h"
#include "library.h"
#include "preconditions.h"

namespace tadpole {

namespace {

using torch::jit::Stack;

/** Marks that a copy of this library has installed the checks; never called. */
constexpr const char* kMark = "tadpole::operators_are_checked() -> ()";

torch::jit::Operation checked(const c10::OperatorHandle& handle, Precondition precondition) {
  return [handle, precondition](Stack& stack) {
    try {
      checkPrecondition(precondition, handle.schema(), stack);
    } catch (const ValueError& error) {
      // The interpreter preserves the class of no other exception.
      throw torch::jit::JITException(error.what(), "ValueError");
    }
    handle.callBoxed(stack);
  };
}

/** Replaces every overload of an operator, in order, because TorchScript tries them in that order. */
void exchange(const PreconditionEntry& entry) {
  const auto symbol = c10::Symbol::fromQualString(std::string(entry.name));
  // A copy: the registry's own list changes in the loop.
  const std::vector<std::shared_ptr<torch::jit::Operator>> overloads = torch::jit::getAllOperatorsFor(symbol);
  for (const std::shared_ptr<torch::jit::Operator>& overload : overloads) {
    if (!overload->isC10Op())
      continue;
    const auto handle = c10::Dispatcher::singleton().findSchema(
        {overload->schema().name(), overload->schema().overload_name()});
    if (!handle)
      continue;
    torch::jit::deregisterOperator(overload->schema());
    torch::jit::registerOperator(torch::jit::Operator(*handle, checked(*handle, entry.precondition)));
  }
}

}  // namespace

void checkScriptOperators() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (!torch::jit::getAllOperatorsFor(c10::Symbol::fromQualString("tadpole::operators_are_checked"))
             .empty())
      return;
    keepLibraryLoaded();
    torch::jit::registerOperator(
        torch::jit::Operator(kMark, [](Stack&) {}, c10::AliasAnalysisKind::FROM_SCHEMA));
    for (const auto& family : preconditions()) {
      for (const PreconditionEntry& entry : family)
        exchange(entry);
    }
  });
}

}  // namespace tadpole
