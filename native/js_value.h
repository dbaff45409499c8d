// A JavaScript value as it comes in: its type, the tensor behind it, its text, and how error messages
// describe it.
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
 * A JavaScript argument looked at once: its type, and the tensor behind it when there is one. Left
 * uninitialized by default, because every operator call holds an array of them.
 */
struct JsValue {
  napi_value value;
  napi_valuetype type;
  TensorHandle* tensor;
  /** That of the handle when it was looked at. */
  std::uint32_t generation;

  static JsValue of(Environment& environment, napi_env env, napi_value value);
  /** The same when the slot of `value`, or what stands in its place, is known. */
  static JsValue of(Environment& environment, napi_env env, napi_value value, std::int32_t slot);
  bool isNothing() const { return type == napi_undefined || type == napi_null; }
};

[[noreturn]] void throwDisposed();
/** For a value that stands for kImitation. */
[[noreturn]] void throwImitation();

/** The length of a JavaScript array that is going to be read; a ValueError for one that no call can need. */
std::uint32_t lengthOf(napi_env env, napi_value array);

/** A JavaScript array for `length` results; throws for more than JavaScript's heap should be asked to hold.
 */
napi_value newArray(napi_env env, std::size_t length);

bool isMap(napi_env env, napi_value value);

/** Whether `value` is an object made with braces (or without a prototype): no class's instance, array or
 * function. */
bool isPlainObject(napi_env env, napi_value value);

/** The entries of a Map, or the enumerable properties of an object, in order. */
std::vector<std::pair<napi_value, napi_value>> entriesOf(napi_env env, napi_value value);

/** The text of a JavaScript string. */
std::string stringOf(napi_env env, napi_value value);

/** A short description of a JavaScript value for error messages: `Tensor float32 [2, 3]`, `string "abc"`, ...
 */
std::string describe(Environment& environment, napi_env env, napi_value value);
std::string describe(const at::Tensor& tensor);

}  // namespace tadpole
