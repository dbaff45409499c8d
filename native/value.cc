// Conversion of JavaScript values to c10::IValue.
#include "value.h"

#include <ATen/core/Generator.h>
#include <ATen/core/jit_type.h>

#include <cmath>

#include "any_value.h"
#include "errors.h"
#include "generator.h"
#include "names.h"
#include "tensor.h"
#include "value_list.h"
#include "value_number.h"

namespace tadpole {

bool readValue(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
               c10::IValue& result) {
  if (value.isNothing() && type.optional) {
    result = c10::IValue();
    return true;
  }
  switch (type.kind) {
    case Kind::kTensor:
      if (value.tensor == nullptr)
        return false;
      // It was live when the value was inspected, but a getter of a later argument may have disposed it.
      if (!value.tensor->tensor.defined())
        throwDisposed();
      result = value.tensor->tensor;
      return true;
    case Kind::kScalar:
      return readScalar(env, value, result);
    case Kind::kInt: {
      std::int64_t read = 0;
      if (!readInt(env, value, read))
        return false;
      result = read;
      return true;
    }
    case Kind::kFloat: {
      double read = 0;
      if (!readDouble(env, value, read))
        return false;
      result = read;
      return true;
    }
    case Kind::kBool: {
      bool read = false;
      if (!readBool(env, value, read))
        return false;
      result = read;
      return true;
    }
    case Kind::kString:
      if (value.type != napi_string)
        return false;
      result = stringOf(env, value.value);
      return true;
    case Kind::kDtype:
      if (value.type != napi_string)
        return false;
      result = static_cast<std::int64_t>(parseDtype(stringOf(env, value.value)));
      return true;
    case Kind::kLayout:
      if (value.type != napi_string)
        return false;
      result = static_cast<std::int64_t>(parseLayout(stringOf(env, value.value)));
      return true;
    case Kind::kMemoryFormat:
      if (value.type != napi_string)
        return false;
      result = static_cast<std::int64_t>(parseMemoryFormat(stringOf(env, value.value)));
      return true;
    case Kind::kDevice:
      if (value.type != napi_string)
        return false;
      result = presentDevice(stringOf(env, value.value));
      return true;
    case Kind::kGenerator: {
      at::Generator* generator = generatorOf(env, value.value);
      if (generator == nullptr)
        return false;
      result = *generator;
      return true;
    }
    case Kind::kList:
      return readList(environment, env, value, type, result);
    case Kind::kAny:
      result = readAny(environment, env, value.value, "the value");
      return true;
    case Kind::kComplex: {
      c10::complex<double> number;
      if (!readComplex(env, value, number))
        return false;
      result = number;
      return true;
    }
    case Kind::kUnsupported:
      return false;
  }
  return false;
}

std::string describeMisfit(Environment& environment, napi_env env, const JsValue& value,
                           const ValueType& type) {
  std::string text = describe(environment, env, value.value);
  if (value.type == napi_number) {
    double number = 0;
    check(env, napi_get_value_double(env, value.value, &number));
    if (type.kind == Kind::kInt && number == std::trunc(number) && std::isfinite(number))
      return text + "; give integers beyond 2^53 as bigints";
    if (type.kind == Kind::kList && type.element == Kind::kInt)
      return text + "; write them in brackets, such as [2, 3]";
  }
  if (type.kind != Kind::kList || !isArray(env, value))
    return text;
  ValueType element;
  element.kind = type.element;
  element.optional = type.elementOptional;
  std::uint32_t index = 0;
  forEachElement(environment, env, value.value, [&](const JsValue& item) {
    c10::IValue ignored;
    const bool absent = item.type == napi_undefined;
    if (!absent && readValue(environment, env, item, element, ignored)) {
      ++index;
      return true;
    }
    text = "an array whose element " + std::to_string(index) + " is " +
           describeMisfit(environment, env, item, element);
    return false;
  });
  return text;
}

}  // namespace tadpole
