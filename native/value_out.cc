// Conversion of c10::IValue to JavaScript values.
#include <ATen/core/jit_type.h>
#include <c10/core/Layout.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/SymInt.h>

#include <cmath>
#include <string>
#include <vector>

#include "errors.h"
#include "js_value.h"
#include "names.h"
#include "tensor.h"
#include "value.h"
#include "value_number.h"

namespace tadpole {

namespace {

napi_value number(napi_env env, double value) {
  napi_value result = nullptr;
  check(env, napi_create_double(env, value, &result));
  return result;
}

napi_value integer(napi_env env, std::int64_t value) {
  napi_value result = nullptr;
  if (std::abs(static_cast<double>(value)) <= kMaxSafeInteger)
    return number(env, static_cast<double>(value));
  check(env, napi_create_bigint_int64(env, value, &result));
  return result;
}

napi_value text(napi_env env, const std::string& value) {
  napi_value result = nullptr;
  check(env, napi_create_string_utf8(env, value.data(), value.size(), &result));
  return result;
}

napi_value nothing(napi_env env) {
  napi_value result = nullptr;
  check(env, napi_get_null(env, &result));
  return result;
}

napi_value complexNumber(napi_env env, c10::complex<double> value) {
  napi_value result = nullptr;
  check(env, napi_create_object(env, &result));
  check(env, napi_set_named_property(env, result, "re", number(env, value.real())));
  check(env, napi_set_named_property(env, result, "im", number(env, value.imag())));
  return result;
}

napi_value writeInt(napi_env env, std::int64_t value, const c10::Type* type) {
  if (type != nullptr) {
    if (type->kind() == c10::TypeKind::ScalarTypeType) {
      return text(env, dtypeName(static_cast<c10::ScalarType>(value)));
    }
    if (type->kind() == c10::TypeKind::LayoutType) {
      return text(env, layoutName(static_cast<c10::Layout>(value)));
    }
    if (type->kind() == c10::TypeKind::MemoryFormatType) {
      return text(env, memoryFormatName(static_cast<c10::MemoryFormat>(value)));
    }
  }
  return integer(env, value);
}

template <typename Elements>
napi_value writeElements(Environment& environment, napi_env env, const Elements& elements) {
  napi_value array = newArray(env, elements.size());
  std::uint32_t index = 0;
  for (const c10::IValue& element : elements) {
    check(env, napi_set_element(env, array, index++, writeValue(environment, env, element)));
  }
  return array;
}

}  // namespace

napi_value writeValue(Environment& environment, napi_env env, const c10::IValue& value,
                      const c10::Type* type) {
  if (value.isTensor())
    return wrapTensor(environment, env, value.toTensor());
  if (value.isNone())
    return nothing(env);
  if (value.isInt())
    return writeInt(env, value.toInt(), type);
  if (value.isDouble())
    return number(env, value.toDouble());
  if (value.isBool()) {
    napi_value result = nullptr;
    check(env, napi_get_boolean(env, value.toBool(), &result));
    return result;
  }
  if (value.isComplexDouble())
    return complexNumber(env, value.toComplexDouble());
  if (value.isSymInt())
    return integer(env, value.toSymInt().guard_int(__FILE__, __LINE__));
  if (value.isString())
    return text(env, value.toStringRef());
  // By name: older versions of libtorch have no function that asks for it.
  if (value.tagKind() == "UInt") {
    napi_value big = nullptr;
    check(env, napi_create_bigint_uint64(env, value.toScalar().toUInt64(), &big));
    return big;
  }
  if (value.isDevice())
    return text(env, value.toDevice().str());
  if (value.isTuple())
    return writeElements(environment, env, value.toTupleRef().elements());
  if (value.isList()) {
    const auto list = value.toList();
    std::vector<c10::IValue> elements;
    elements.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
      elements.push_back(list.get(i));
    return writeElements(environment, env, elements);
  }
  if (value.isGenericDict()) {
    napi_value object = nullptr;
    check(env, napi_create_object(env, &object));
    for (const auto& entry : value.toGenericDict()) {
      napi_value key = entry.key().isString() ? text(env, entry.key().toStringRef())
                                              : writeValue(environment, env, entry.key());
      check(env, napi_set_property(env, object, key, writeValue(environment, env, entry.value())));
    }
    return object;
  }
  throw std::runtime_error("a result of type " + value.tagKind() + " has no JavaScript counterpart");
}

}  // namespace tadpole
