// What the checks of preconditions.h use: the arguments of a call by name, and common requirements.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/function_schema.h>
#include <ATen/core/stack.h>

#include <cstdint>
#include <string>
#include <vector>

namespace tadpole {

/** The arguments of one call, by their names in the schema. */
class Arguments {
 public:
  Arguments(const c10::FunctionSchema& schema, const torch::jit::Stack& stack);

  const c10::IValue& operator[](const char* name) const;
  bool has(const char* name) const { return schema_.argumentIndexWithName(name).has_value(); }
  const at::Tensor& tensor(const char* name) const { return (*this)[name].toTensor(); }
  /** The tensor, undefined when null was given or the operator has no such argument. */
  at::Tensor optionalTensor(const char* name) const;
  std::int64_t integer(const char* name) const { return (*this)[name].toInt(); }
  bool flag(const char* name) const { return (*this)[name].toBool(); }
  /** Whether autograd records the call, so that a backward pass may follow. */
  bool recorded() const { return recorded_; }
  /** Whether every tensor is a dense one on the CPU, whose sizes and values can be read. */
  bool plain() const;

 private:
  const c10::FunctionSchema& schema_;
  /** The last values of the stack, one per argument. */
  c10::ArrayRef<c10::IValue> values_;
  bool recorded_;
};

// Each throws a ValueError that names `argument`.

[[noreturn]] void refuse(const char* argument, const std::string& expected, const std::string& got);
void requireDimensions(const at::Tensor& tensor, std::int64_t count, const char* argument);
void requireSizes(const at::Tensor& tensor, at::IntArrayRef sizes, const char* argument);
void requireCount(const at::Tensor& tensor, std::int64_t count, const char* argument);
/** Requires that all values are at least 0 and below `end`. */
void requireRange(const at::Tensor& values, std::int64_t end, const char* argument);

/** The integers of a tensor or of a list, in row-major order. */
std::vector<std::int64_t> integers(const c10::IValue& value);

}  // namespace tadpole
