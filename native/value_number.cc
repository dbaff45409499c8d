// Reading of integers, booleans and scalars from JavaScript values.
#include "value_number.h"

#include <cmath>
#include <string>

#include "errors.h"

namespace tadpole {

namespace {

/** 2^63, the first double beyond the 64-bit integers. */
constexpr double kIntegerEnd = 9223372036854775808.0;

napi_value coerced(napi_env env, const JsValue& value) {
  napi_value text = nullptr;
  check(env, napi_coerce_to_string(env, value.value, &text));
  return text;
}

/**
 * The bits of a bigint between the maxima of int64 and uint64, which PyTorch accepts as an unsigned scalar.
 */
bool readUnsigned(napi_env env, const JsValue& value, std::uint64_t& result) {
  bool lossless = false;
  check(env, napi_get_value_bigint_uint64(env, value.value, &result, &lossless));
  return lossless;
}

}  // namespace

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
        result = c10::Scalar(bits);
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

}  // namespace tadpole
