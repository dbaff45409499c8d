// JavaScript arrays as list arguments of operators.
#pragma once

#include <ATen/core/List.h>
#include <ATen/core/ivalue.h>
#include <napi.h>

#include <cstdint>

#include "environment.h"
#include "errors.h"
#include "js_value.h"
#include "value_type.h"

namespace tadpole {

/** Whether `value` is an array. */
bool isArray(napi_env env, const JsValue& value);

/** Calls `take(JsValue)` for each element; stops and returns false when `take` returns false. */
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

/**
 * Reads an array, or a single value that fills an `int[N]`, as the list `type`; returns false when it does
 * not fit.
 * @throws ValueError for elements of the right type with impossible values, or a wrong number of elements
 */
bool readList(Environment& environment, napi_env env, const JsValue& value, const ValueType& type,
              c10::IValue& result);

/**
 * The integers as a list of `type`.
 * @throws ValueError for integers that no list accepts, or a wrong number of them
 */
c10::IValue integerList(c10::List<std::int64_t> integers, const ValueType& type);

}  // namespace tadpole
