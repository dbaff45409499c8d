// Conversion of values, described in value.h.
#include "value.h"

#include <ATen/core/Generator.h>
#include <ATen/core/jit_type.h>
#include <c10/core/Layout.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/Scalar.h>
#include <c10/core/SymInt.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "errors.h"
#include "generator.h"
#include "names.h"
#include "tensor.h"

namespace tadpole {

namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;
constexpr int kDeepestValue = 200;

bool readInt(napi_env env, const JsValue& value, std::int64_t& result) {
  if (value.type == napi_number) {
    double number = 0;
    check(env, napi_get_value_double(env, value.value, &number));
    if (number != std::trunc(number) || std::abs(number) > kMaxSafeInteger)
      return false;
    result = static_cast<std::int64_t>(number);
    return true;
  }
  if (value.type == napi_bigint) {
    bool lossless = false;
    check(env, napi_get_value_bigint_int64(env, value.value, &result, &lossless));
    if (!lossless)
      throw ValueError("a bigint does not fit into 64 bits");
    return true;
  }
  return false;
}

/** An integer of a list. Libtorch reads lists of integers as lists of SymInts, where the lowest values are
 * pointers. */
bool readListedInt(napi_env env, const JsValue& value, std::int64_t& result) {
  if (!readInt(env, value, result))
    return false;
  if (!c10::SymInt::check_range(result))
    throw ValueError("an array holds the integer " + std::to_string(result) + ", which is too low");
  return true;
}

bool readDouble(napi_env env, const JsValue& value, double& result) {
  if (value.type != napi_number)
    return false;
  check(env, napi_get_value_double(env, value.value, &result));
  return true;
}

bool readBool(napi_env env, const JsValue& value, bool& result) {
  if (value.type != napi_boolean)
    return false;
  check(env, napi_get_value_bool(env, value.value, &result));
  return true;
}

bool readScalar(napi_env env, const JsValue& value, c10::IValue& result) {
  switch (value.type) {
    case napi_number: {
      double number = 0;
      check(env, napi_get_value_double(env, value.value, &number));
      const bool integral = number == std::trunc(number) && std::abs(number) <= kMaxSafeInteger;
      if (integral) {
        result = static_cast<std::int64_t>(number);
      } else {
        result = number;
      }
      return true;
    }
    case napi_boolean: {
      bool flag = false;
      check(env, napi_get_value_bool(env, value.value, &flag));
      result = flag;
      return true;
    }
    case napi_bigint: {
      std::int64_t integer = 0;
      readInt(env, value, integer);
      result = integer;
      return true;
    }
    default:
      return false;
  }
}

bool isArray(napi_env env, const JsValue& value) {
  if (value.type != napi_object || value.tensor != nullptr)
    return false;
  bool array = false;
  check(env, napi_is_array(env, value.value, &array));
  return array;
}

/** Calls `take(JsValue)` for each element; stops and returns false when it does. */
template <typename Take>
bool forEachElement(Environment& environment, napi_env env, napi_value array, Take&& take) {
  const std::uint32_t length = lengthOf(env, array);
  for (std::uint32_t i = 0; i < length; ++i) {
    napi_value element = nullptr;
    check(env, napi_get_element(env, array, i, &element));
    if (!take(JsValue::of(environment, env, element)))
      return false;
  }
  return true;
}

/** Makes the list of an `int[N]` N long, since kernels read so many without looking: one value stands for
 * all.
 */
template <typename Element>
void fitLength(c10::List<Element>& list, const ValueType& type) {
  const auto size = static_cast<std::size_t>(type.size);
  if (list.size() == size || (list.empty() && type.mayBeEmpty))
    return;
  if (list.size() != 1) {
    throw ValueError("must hold " + std::to_string(size) + " values or one for all of them, got " +
                     std::to_string(list.size()));
  }
  list.resize(size, list.get(0));
}

template <typename Element, typename Read>
bool readPlainList(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
                   Read&& read, c10::IValue& result) {
  c10::List<Element> list;
  Element element{};
  if (type.size > 0 && read(env, value, element)) {
    for (std::int32_t i = 0; i < type.size; ++i)
      list.push_back(element);
  } else {
    if (!isArray(env, value))
      return false;
    const bool read_all = forEachElement(environment, env, value.value, [&](const JsValue& item) {
      if (!read(env, item, element))
        return false;
      list.push_back(element);
      return true;
    });
    if (!read_all)
      return false;
    if (type.size > 1)
      fitLength(list, type);
  }
  result = std::move(list);
  return true;
}

bool readTensorList(Environment& environment, napi_env env, const JsValue& value, bool optional,
                    c10::IValue& result) {
  if (!isArray(env, value))
    return false;
  if (optional) {
    c10::List<std::optional<at::Tensor>> list;
    if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
          if (item.isNothing()) {
            list.push_back(std::nullopt);
          } else if (item.tensor != nullptr) {
            list.push_back(item.tensor->tensor);
          } else {
            return false;
          }
          return true;
        })) {
      return false;
    }
    result = std::move(list);
    return true;
  }
  c10::List<at::Tensor> list;
  if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
        if (item.tensor == nullptr)
          return false;
        list.push_back(item.tensor->tensor);
        return true;
      })) {
    return false;
  }
  result = std::move(list);
  return true;
}

bool readList(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
              c10::IValue& result) {
  switch (type.element) {
    case Kind::kTensor:
      return readTensorList(environment, env, value, type.elementOptional, result);
    case Kind::kInt:
      return readPlainList<std::int64_t>(environment, env, value, type, readListedInt, result);
    case Kind::kFloat:
      return readPlainList<double>(environment, env, value, type, readDouble, result);
    case Kind::kBool:
      return readPlainList<bool>(environment, env, value, type, readBool, result);
    case Kind::kScalar: {
      if (!isArray(env, value))
        return false;
      c10::impl::GenericList list(c10::NumberType::get());
      c10::IValue element;
      if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
            if (!readScalar(env, item, element))
              return false;
            list.push_back(element);
            return true;
          })) {
        return false;
      }
      result = list;
      return true;
    }
    case Kind::kString: {
      if (!isArray(env, value))
        return false;
      c10::List<std::string> list;
      if (!forEachElement(environment, env, value.value, [&](const JsValue& item) {
            if (item.type != napi_string)
              return false;
            list.push_back(stringOf(env, item.value));
            return true;
          })) {
        return false;
      }
      result = std::move(list);
      return true;
    }
    default:
      return false;
  }
}

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
      // It was there when the value was looked at, but the getter of a later argument may have disposed it.
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
      result = parseDevice(stringOf(env, value.value));
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
      result = readAny(environment, env, value.value, "value");
      return true;
    case Kind::kComplex:
    case Kind::kUnsupported:
      return false;
  }
  return false;
}

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

c10::IValue readAny(Environment& environment, napi_env env, napi_value raw, const char* argument, int depth) {
  if (depth > kDeepestValue) {
    throw ArgumentError(std::string("argument '") + argument + "' is nested too deeply, or contains itself");
  }
  const JsValue value = JsValue::of(environment, env, raw);
  if (value.isNothing())
    return {};
  if (value.tensor != nullptr)
    return value.tensor->tensor;
  c10::IValue result;
  if (readScalar(env, value, result))
    return result;
  if (value.type == napi_string)
    return stringOf(env, raw);
  if (value.type != napi_object) {
    throw ArgumentError(std::string("argument '") + argument +
                        "' cannot be passed to TorchScript: " + describe(environment, env, raw));
  }
  if (isArray(env, value)) {
    std::vector<c10::IValue> elements;
    forEachElement(environment, env, raw, [&](const JsValue& item) {
      elements.push_back(readAny(environment, env, item.value, argument, depth + 1));
      return true;
    });
    const bool allTensors =
        !elements.empty() && std::all_of(elements.begin(), elements.end(),
                                         [](const c10::IValue& item) { return item.isTensor(); });
    c10::impl::GenericList list(allTensors         ? c10::TypePtr(c10::TensorType::get())
                                : elements.empty() ? c10::TypePtr(c10::AnyType::get())
                                                   : elements.front().type());
    for (c10::IValue& element : elements)
      list.push_back(std::move(element));
    return list;
  }
  napi_value keys = nullptr;
  check(env, napi_get_property_names(env, raw, &keys));
  c10::impl::GenericDict dict(c10::StringType::get(), c10::AnyType::get());
  forEachElement(environment, env, keys, [&](const JsValue& key) {
    napi_value item = nullptr;
    check(env, napi_get_property(env, raw, key.value, &item));
    dict.insert(stringOf(env, key.value), readAny(environment, env, item, argument, depth + 1));
    return true;
  });
  return dict;
}

}  // namespace tadpole
