// Values that stand for others, as PyTorch has it: numbers for tensors, and tensors for numbers.
#pragma once

#include <ATen/core/ivalue.h>
#include <napi.h>

#include "js_value.h"
#include "value_type.h"

namespace tadpole {

// Each returns false when the value does not stand for `type`. A tensor stands for no number while a trace is
// recorded, which would keep the number for ever, nor where gradients would end.

/** A number for a Tensor argument: a tensor that gives way to others when dtypes are promoted. */
bool readNumberAsTensor(napi_env env, const JsValue& value, c10::IValue& result);

/** The number in a tensor without dimensions. */
bool readTensorAsNumber(const JsValue& value, const ValueType& type, c10::IValue& result);

/** The integers in a tensor of one dimension for a list of integers; one without dimensions holds all of an
 * `int[N]`. */
bool readTensorAsIntegers(const JsValue& value, const ValueType& type, c10::IValue& result);

}  // namespace tadpole
