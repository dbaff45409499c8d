// JavaScript values for TorchScript's typed arguments: the types of value.h, and tuples, dicts and nested
// lists.
#pragma once

#include <ATen/core/ivalue.h>
#include <napi.h>

#include <string>

#include "environment.h"

namespace tadpole {

/**
 * Reads `value` as `type`: arrays for lists and tuples, plain objects for dicts, null for None.
 * @throws ArgumentError when it does not fit; its message begins with `where`
 */
c10::IValue readScriptValue(Environment& environment, Napi::Value value, const c10::TypePtr& type,
                            const std::string& where);

}  // namespace tadpole
