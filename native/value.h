// Conversion between JavaScript values and c10::IValue, by the type that an operator's schema or a
// TorchScript graph declares.
#pragma once

#include <ATen/core/ivalue.h>
#include <napi.h>

#include <string>

#include "environment.h"
#include "js_value.h"
#include "value_type.h"

namespace tadpole {

/**
 * Reads `value` as `type`. Returns false when the JavaScript type does not fit, so that another overload can
 * be tried.
 * @throws ValueError for the right type with an impossible value (an unknown dtype, a malformed device, ...)
 */
bool readValue(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
               c10::IValue& result);

/**
 * A JavaScript value for `value`; `type`, which may be null, tells dtypes, layouts and memory formats from
 * integers.
 */
napi_value writeValue(Environment& environment, napi_env env, const c10::IValue& value,
                      const c10::Type* type = nullptr);

/**
 * Why `readValue` refused `value` as `type`, for error messages; for an array, the element that did not fit.
 */
std::string describeMisfit(Environment& environment, napi_env env, const JsValue& value,
                           const ValueType& type);

}  // namespace tadpole
