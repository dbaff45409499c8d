// Access to the arguments of a call, and the requirements on them.
#include "precondition_arguments.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>

#include "errors.h"
#include "js_value.h"

namespace tadpole {

Arguments::Arguments(const c10::FunctionSchema& schema, const torch::jit::Stack& stack)
    : schema_(schema),
      values_(torch::jit::last(stack, schema.arguments().size())),
      recorded_(c10::GradMode::is_enabled()) {}

const c10::IValue& Arguments::operator[](const char* name) const {
  return values_.at(static_cast<std::size_t>(schema_.argumentIndexWithName(name).value()));
}

at::Tensor Arguments::optionalTensor(const char* name) const {
  return has(name) && (*this)[name].isTensor() ? tensor(name) : at::Tensor();
}

bool Arguments::plain() const {
  return std::all_of(values_.begin(), values_.end(), [](const c10::IValue& value) {
    if (!value.isTensor() || !value.toTensor().defined())
      return true;
    const at::Tensor& tensor = value.toTensor();
    return tensor.is_cpu() && tensor.layout() == c10::kStrided && !tensor.is_nested();
  });
}

void refuse(const char* argument, const std::string& expected, const std::string& got) {
  throw ValueError("argument '" + std::string(argument) + "' must " + expected + ", got " + got);
}

void requireDimensions(const at::Tensor& tensor, std::int64_t count, const char* argument) {
  if (tensor.dim() != count)
    refuse(argument, "have " + std::to_string(count) + " dimensions", describe(tensor));
}

void requireSizes(const at::Tensor& tensor, at::IntArrayRef sizes, const char* argument) {
  if (tensor.sizes() != sizes)
    refuse(argument, "have the shape " + c10::str(sizes), describe(tensor));
}

void requireCount(const at::Tensor& tensor, std::int64_t count, const char* argument) {
  if (!tensor.defined() || tensor.numel() != count)
    refuse(argument, "hold " + std::to_string(count) + " values", describe(tensor));
}

void requireRange(const at::Tensor& values, std::int64_t end, const char* argument) {
  if (values.numel() == 0)
    return;
  const auto [lowest, highest] = at::aminmax(values);
  const auto low = lowest.item<std::int64_t>();
  const auto high = highest.item<std::int64_t>();
  if (low < 0 || high >= end) {
    refuse(argument, "hold values of at least 0 and below " + std::to_string(end),
           std::to_string(low < 0 ? low : high));
  }
}

std::vector<std::int64_t> integers(const c10::IValue& value) {
  if (!value.isTensor())
    return value.toIntVector();
  const at::Tensor values = value.toTensor().to(at::kLong).contiguous();
  const auto* start = values.const_data_ptr<std::int64_t>();
  return {start, start + values.numel()};
}

}  // namespace tadpole
