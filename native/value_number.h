// JavaScript numbers, booleans and bigints as the numbers of operators.
#pragma once

#include <ATen/core/ivalue.h>
#include <c10/util/complex.h>
#include <napi.h>

#include <cstdint>

#include "js_value.h"

namespace tadpole {

/** The largest integer that a JavaScript number holds exactly, together with all below it: 2^53 - 1. */
inline constexpr double kMaxSafeInteger = 9007199254740991.0;

// Each returns false, and leaves `result` alone, when the JavaScript type does not fit.

/** An integral number within kMaxSafeInteger, or a bigint.
 * @throws ValueError for a bigint beyond 64 bits */
bool readInt(napi_env env, const JsValue& value, std::int64_t& result);
bool readDouble(napi_env env, const JsValue& value, double& result);
bool readBool(napi_env env, const JsValue& value, bool& result);
/** A complex number as operators return it: `{ re, im }`, both numbers. */
bool readComplex(napi_env env, const JsValue& value, c10::complex<double>& result);

/**
 * Reads a number, boolean, bigint or `{ re, im }` as PyTorch's Scalar: a number that is an integer within 64
 * bits is an int, any other a float.
 * @throws ValueError for a bigint that fits neither int64 nor uint64
 */
bool readScalar(napi_env env, const JsValue& value, c10::IValue& result);

}  // namespace tadpole
