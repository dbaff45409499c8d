// Incoming JavaScript values: their type, the tensor behind them, their text, and their description in error
// messages.
#pragma once

#include <ATen/core/Tensor.h>
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "environment.h"

namespace tadpole {

/**
 * A JavaScript argument, inspected once: its type, and the tensor behind it, if any. Uninitialized by
 * default, because every operator call holds an array of them.
 */
struct JsValue {
  napi_value value;
  napi_valuetype type;
  TensorHandle* tensor;
  /** The generation of the handle when the argument was inspected. */
  std::uint32_t generation;

  static JsValue of(Environment& environment, napi_env env, napi_value value);
  /** The same when the slot of `value` (or the constant in its place) is known. */
  static JsValue of(Environment& environment, napi_env env, napi_value value, std::int32_t slot);
  bool isNothing() const { return type == napi_undefined || type == napi_null; }
};

[[noreturn]] void throwDisposed();
/** Throws for a value of kind kImitation. */
[[noreturn]] void throwImitation();

/** The length of a JavaScript array to read. @throws ValueError for a length that no call can need */
std::uint32_t lengthOf(napi_env env, napi_value array);

/**
 * Creates a JavaScript array for `length` results; throws when it would take too much of JavaScript's heap.
 */
napi_value newArray(napi_env env, std::size_t length);

bool isMap(napi_env env, napi_value value);

/**
 * Whether `value` is a plain object (literal or without a prototype), not an instance of a class, an array or
 * a function.
 */
bool isPlainObject(napi_env env, napi_value value);

/** The entries of a Map, or the enumerable properties of an object, in order. */
std::vector<std::pair<napi_value, napi_value>> entriesOf(napi_env env, napi_value value);

/** The text of a JavaScript string. */
std::string stringOf(napi_env env, napi_value value);

/**
 * A short description of a JavaScript value for error messages: `Tensor float32 [2, 3]`, `string "abc"`, ...
 */
std::string describe(Environment& environment, napi_env env, napi_value value);
std::string describe(const at::Tensor& tensor);

}  // namespace tadpole
