// JavaScript values to c10::IValue and back, driven by the type that an operator's schema (or a TorchScript
// graph) declares.
#pragma once

#include <ATen/core/ivalue.h>
#include <napi.h>

#include <string>

#include "environment.h"
#include "js_value.h"
#include "value_type.h"

namespace tadpole {

/** The largest integer that a JavaScript number holds exactly, together with all below it: 2^53 - 1. */
inline constexpr double kMaxSafeInteger = 9007199254740991.0;

/**
 * Reads `value` as `type`. Returns false when the JavaScript type does not fit (so that another overload can
 * be tried).
 * @throws ValueError for a fitting type with an impossible value (an unknown dtype, a malformed device, ...)
 */
bool readValue(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
               c10::IValue& result);

/** A JavaScript value for `value`; `type` (may be null) tells dtypes, layouts and memory formats from
 * integers. */
napi_value writeValue(Environment& environment, napi_env env, const c10::IValue& value,
                      const c10::Type* type = nullptr);

/**
 * Reads a number, boolean, bigint or `{ re, im }` as PyTorch's Scalar: a number that is an integer within 64 bits is an
 * int, any other a float. Returns false for anything else.
 * @throws ValueError for a bigint that fits neither int64 nor uint64
 */
bool readScalar(napi_env env, const JsValue& value, c10::IValue& result);

/** Why `readValue` refused `value` as `type`, for error messages: what it is, down to the element of an array. */
std::string describeMisfit(Environment& environment, napi_env env, const JsValue& value,
                           const ValueType& type);

}  // namespace tadpole
