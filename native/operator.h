// Operators of libtorch's dispatcher: single overloads, and the overloads that share a name.
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <napi.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "preconditions.h"
#include "slot_board.h"
#include "value.h"

namespace tadpole {

/** More arguments than any ATen schema has. */
inline constexpr std::size_t kMaxArguments = SlotBoard::kMostArguments;

/**
 * PyTorch's snake_case name in camelCase: `convTranspose2d` for `conv_transpose2d`. Leading and trailing
 * underscores stay, because `add_` and `add` are different operators.
 */
std::string camelCase(const std::string& name);

/** One overload, with its schema read once. */
struct Operator {
  struct Argument {
    std::string name;
    ValueType type;
    bool keywordOnly = false;
    bool required = false;
    c10::IValue defaultValue;
  };

  explicit Operator(c10::OperatorHandle handle);

  c10::OperatorHandle handle;
  /** `aten::add.Tensor` */
  std::string name;
  std::vector<Argument> arguments;
  std::size_t positionalCount = 0;
  /**
   * Whether it creates a tensor from sizes or like another one; such operators take `requiresGrad`, as in
   * PyTorch.
   */
  bool creates = false;
  /**
   * The index of the dtype argument of a factory that takes sizes and numbers, float32 by default; -1 for
   * other operators.
   */
  int factoryDtype = -1;
  /** Whether it gives values of tensors to the host, and not only their shape or kind. */
  bool readsValues = false;
  /** Argument indices by keyword, in snake_case and camelCase. */
  std::unordered_map<std::string, std::size_t> indexOf;
  /** For each result, the index of the argument that it is written into, or -1. */
  std::vector<int> writtenArgument;
  /** What must hold before the kernel may be called; nullptr for almost all operators. */
  Precondition precondition = nullptr;
};

/** What a JavaScript operator function is bound to: its overloads, in the order in which they are tried. */
struct OverloadSet {
  std::string name;
  std::vector<Operator*> overloads;
  bool resolved = false;
  /** Whether `this` is the first argument. */
  bool method = false;
  /** Whether PyTorch accepts numbers for its Tensor arguments. */
  bool numbersAsTensors = false;
};

/** The operators that an environment has looked up. */
class OperatorTable {
 public:
  /** The overload `aten::base.overload`; nullptr when the dispatcher has no such schema. */
  Operator* find(const std::string& base, const std::string& overload);
  OverloadSet* makeSet(std::string name, bool method);
  void resolve(OverloadSet& set);

 private:
  std::unordered_map<std::string, std::unique_ptr<Operator>> operators_;
  /** Overload names by base name. */
  std::unordered_map<std::string, std::vector<std::string>> overloadNames_;
  std::vector<std::unique_ptr<OverloadSet>> sets_;
};

void initOperatorCalls(Napi::Object exports);
void initOperatorSchemas(Napi::Object exports);

}  // namespace tadpole
