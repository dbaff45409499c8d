// Implicit conversions as in PyTorch: numbers in place of tensors, and tensors in place of numbers.
#pragma once

#include <ATen/core/ivalue.h>
#include <napi.h>

#include "js_value.h"
#include "value_type.h"

namespace tadpole {

// Each returns false when the value cannot stand for `type`. A tensor cannot stand for a number while a trace
// is recorded, which would store the number as a constant, nor where gradients would be cut off.

/** A number for a Tensor argument: a tensor that yields to others in dtype promotion. */
bool readNumberAsTensor(napi_env env, const JsValue& value, c10::IValue& result);

/** The number in a zero-dimensional tensor. */
bool readTensorAsNumber(const JsValue& value, const ValueType& type, c10::IValue& result);

/**
 * The integers in a one-dimensional tensor for a list of integers; a zero-dimensional one fills an `int[N]`.
 */
bool readTensorAsIntegers(const JsValue& value, const ValueType& type, c10::IValue& result);

}  // namespace tadpole
