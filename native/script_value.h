// JavaScript values for TorchScript's typed arguments: what value.h reads, and tuples, dicts and lists of
// lists.
#pragma once

#include <ATen/core/ivalue.h>
#include <napi.h>

#include <string>

#include "environment.h"

namespace tadpole {

/**
 * Reads `value` as `type`: arrays for lists and tuples, plain objects for dicts, null for None.
 * @throws ArgumentError that begins with `where` when it does not fit.
 */
c10::IValue readScriptValue(Environment& environment, Napi::Value value, const c10::TypePtr& type,
                            const std::string& where);

}  // namespace tadpole
