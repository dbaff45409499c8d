// Numbers in place of tensors, and tensors in place of numbers.
#include "substitution.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/frontend/tracer.h>

#include <cstdint>
#include <utility>

#include "value_list.h"
#include "value_number.h"

namespace tadpole {

namespace {

/** Whether the values of `tensor` may be read as numbers. */
bool isReadable(const at::Tensor& tensor) {
  return !tensor.requires_grad() && !tensor.is_meta() && !torch::jit::tracer::isTracing();
}

}  // namespace

bool readNumberAsTensor(napi_env env, const JsValue& value, c10::IValue& result) {
  if (!readScalar(env, value, result))
    return false;
  at::Tensor tensor = at::scalar_tensor(result.toScalar(), result.toScalar().type());
  tensor.unsafeGetTensorImpl()->set_wrapped_number(true);
  result = std::move(tensor);
  return true;
}

bool readTensorAsNumber(const JsValue& value, const ValueType& type, c10::IValue& result) {
  if (value.tensor == nullptr)
    return false;
  const at::Tensor& tensor = value.tensor->tensor;
  const bool integral = at::isIntegralType(tensor.scalar_type(), false);
  const bool takesInt = type.kind == Kind::kInt && integral;
  const bool takesFloat = type.kind == Kind::kFloat && (integral || tensor.is_floating_point());
  if (!(takesInt || takesFloat || type.kind == Kind::kScalar) || tensor.dim() != 0 || !isReadable(tensor))
    return false;
  const at::Scalar number = tensor.item();
  result = takesFloat ? c10::IValue(number.toDouble()) : c10::IValue(number);
  return true;
}

bool readTensorAsIntegers(const JsValue& value, const ValueType& type, c10::IValue& result) {
  if (value.tensor == nullptr || type.kind != Kind::kList || type.element != Kind::kInt)
    return false;
  const at::Tensor& tensor = value.tensor->tensor;
  const bool holdsAll = tensor.dim() == 0 && type.size > 0;
  if (!(tensor.dim() == 1 || holdsAll) || tensor.layout() != c10::kStrided ||
      !at::isIntegralType(tensor.scalar_type(), false) || !isReadable(tensor)) {
    return false;
  }
  const at::Tensor values = tensor.to(at::kCPU, at::kLong).contiguous();
  const auto* start = values.const_data_ptr<std::int64_t>();
  c10::List<std::int64_t> integers;
  for (std::int64_t i = 0; i < values.numel(); ++i)
    integers.push_back(start[i]);
  result = integerList(integers, type);
  return true;
}

}  // namespace tadpole
