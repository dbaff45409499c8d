// Operators of libtorch's dispatcher: one by its overload, or several behind one name.
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

/** The name of an argument in JavaScript's spelling: `paddingMode` for `padding_mode`. */
std::string camelCase(const std::string& name);

/** One overload, its schema read once. */
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
  /** Whether it makes a tensor from sizes or after another one; such operators take `requiresGrad` as
   * PyTorch's do. */
  bool creates = false;
  /** The argument that says the dtype of a tensor made from sizes and numbers, float32 by default; -1 for
   * other operators. */
  int factoryDtype = -1;
  /** Keyword names, in snake_case and camelCase, to argument indices. */
  std::unordered_map<std::string, std::size_t> indexOf;
  /** For each result: the argument it is written into, or -1. */
  std::vector<int> writtenArgument;
  /** What must hold before the kernel may be called; nullptr for almost all. */
  Precondition precondition = nullptr;
};

/** What a JavaScript operator function is bound to: the overloads to try in order. */
struct OverloadSet {
  std::string name;
  std::vector<Operator*> overloads;
  bool resolved = false;
  /** Whether `this` is the first argument. */
  bool method = false;
  /** Whether PyTorch takes numbers for its Tensors. */
  bool numbersAsTensors = false;
};

/** The operators that an environment has looked up so far. */
class OperatorTable {
 public:
  /** The overload `namespace::base.overload`; nullptr when the dispatcher has no such schema. */
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
