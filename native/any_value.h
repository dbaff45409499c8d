// JavaScript values for TorchScript arguments of type Any, whose type is inferred from the value.
#pragma once

#include <ATen/core/ivalue.h>
#include <napi.h>

#include <string>

#include "environment.h"

namespace tadpole {

/**
 * Converts every JavaScript value that has a natural TorchScript counterpart: tensors, null, numbers,
 * booleans, bigints, strings, arrays, Maps, and plain objects (as dicts with string keys).
 * @throws ArgumentError for any other value; its message begins with `where`
 */
c10::IValue readAny(Environment& environment, napi_env env, napi_value value, const std::string& where);

}  // namespace tadpole
