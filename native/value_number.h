// JavaScript numbers, booleans and bigints as numbers of operators.
#pragma once

#include <ATen/core/ivalue.h>
#include <c10/util/complex.h>
#include <napi.h>

#include <cstdint>

#include "js_value.h"

namespace tadpole {

/** The largest integer up to which JavaScript numbers hold every integer exactly: 2^53 - 1. */
inline constexpr double kMaxSafeInteger = 9007199254740991.0;

// Each returns false and leaves `result` unchanged when the JavaScript type does not fit.

/**
 * Reads an integral number within kMaxSafeInteger, or a bigint.
 * @throws ValueError for a bigint beyond 64 bits
 */
bool readInt(napi_env env, const JsValue& value, std::int64_t& result);
bool readDouble(napi_env env, const JsValue& value, double& result);
bool readBool(napi_env env, const JsValue& value, bool& result);
/** Reads a complex number as operators return it: `{ re, im }`, both numbers. */
bool readComplex(napi_env env, const JsValue& value, c10::complex<double>& result);

/**
 * Reads a number, boolean, bigint or `{ re, im }` as PyTorch's Scalar: integers within 64 bits become int
 * scalars, all other numbers float scalars.
 * @throws ValueError for a bigint that fits neither int64 nor uint64
 */
bool readScalar(napi_env env, const JsValue& value, c10::IValue& result);

}  // namespace tadpole
