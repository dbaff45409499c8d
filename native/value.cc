// Conversion of values, described in value.h.
#include "value.h"

#include <ATen/core/Generator.h>
#include <ATen/core/jit_type.h>
#include <c10/core/Scalar.h>
#include <c10/core/SymInt.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "any_value.h"
#include "errors.h"
#include "generator.h"
#include "names.h"
#include "tensor.h"

namespace tadpole {

namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;
/** 2 ^ 63, the first double beyond the integers of 64 bits. */
constexpr double kIntegerEnd = 9223372036854775808.0;

napi_value coerced(napi_env env, const JsValue& value) {
  napi_value text = nullptr;
  check(env, napi_coerce_to_string(env, value.value, &text));
  return text;
}

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
      throw ValueError("the bigint " + stringOf(env, coerced(env, value)) + " does not fit into 64 bits");
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

/** A complex number as operators return it: `{ re, im }`, both numbers. */
bool readComplex(napi_env env, const JsValue& value, c10::complex<double>& result) {
  if (value.type != napi_object || value.tensor != nullptr || !isPlainObject(env, value.value))
    return false;
  double parts[2] = {0, 0};
  const char* names[2] = {"re", "im"};
  for (std::size_t i = 0; i < 2; ++i) {
    napi_value part = nullptr;
    napi_valuetype type = napi_undefined;
    check(env, napi_get_named_property(env, value.value, names[i], &part));
    check(env, napi_typeof(env, part, &type));
    if (type != napi_number)
      return false;
    check(env, napi_get_value_double(env, part, &parts[i]));
  }
  result = {parts[0], parts[1]};
  return true;
}

/** The bits of a bigint between the ends of int64 and uint64, which PyTorch takes as an unsigned scalar. */
bool readUnsigned(napi_env env, const JsValue& value, std::uint64_t& result) {
  bool lossless = false;
  check(env, napi_get_value_bigint_uint64(env, value.value, &result, &lossless));
  return lossless;
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
          if (item.type == napi_null) {
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

}  // namespace

bool readScalar(napi_env env, const JsValue& value, c10::IValue& result) {
  switch (value.type) {
    case napi_number: {
      double number = 0;
      check(env, napi_get_value_double(env, value.value, &number));
      if (number == std::trunc(number) && number >= -kIntegerEnd && number < kIntegerEnd) {
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
      std::uint64_t bits = 0;
      std::int64_t integer = 0;
      if (readUnsigned(env, value, bits)) {
        result = c10::IValue(bits);
      } else {
        readInt(env, value, integer);
        result = integer;
      }
      return true;
    }
    case napi_object: {
      c10::complex<double> number;
      if (!readComplex(env, value, number))
        return false;
      result = number;
      return true;
    }
    default:
      return false;
  }
}

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
