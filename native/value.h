// JavaScript values to c10::IValue and back, driven by the type that an operator's schema (or a TorchScript
// graph) declares.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>
#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>
#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>

#include "environment.h"

namespace tadpole {

/** What a schema argument takes, read once from its type. */
enum class Kind : std::uint8_t {
  kTensor,
  kScalar,
  kInt,
  kFloat,
  kBool,
  kComplex,
  kString,
  kDtype,
  kLayout,
  kDevice,
  kMemoryFormat,
  kGenerator,
  kList,
  kAny,
  kUnsupported,
};

struct ValueType {
  Kind kind = Kind::kUnsupported;
  bool optional = false;
  /** Of a list: what its elements are, and whether they may be null. */
  Kind element = Kind::kUnsupported;
  bool elementOptional = false;
  /** Of a list `int[N]`: N, else 0. A single value fills such a list. */
  std::int32_t size = 0;

  static ValueType of(const c10::TypePtr& type, std::optional<std::int32_t> size = std::nullopt);
  /** The type in TypeScript's words, for error messages. */
  std::string name() const;
};

/**
 * A JavaScript argument looked at once: its type, and the tensor behind it when there is one. Left
 * uninitialised by default, because every operator call holds an array of them.
 */
struct JsValue {
  napi_value value;
  napi_valuetype type;
  TensorHandle* tensor;

  static JsValue of(Environment& environment, napi_env env, napi_value value);
  bool isNothing() const { return type == napi_undefined || type == napi_null; }
};

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

/** A short description of a JavaScript value for error messages: `Tensor float32 [2, 3]`, `string "abc"`, ...
 */
std::string describe(Environment& environment, napi_env env, napi_value value);
std::string describe(const at::Tensor& tensor);

/** Every JavaScript value that has a natural TorchScript counterpart: tensors, numbers, strings, arrays and
 * plain objects. */
c10::IValue readAny(Environment& environment, napi_env env, napi_value value, const char* argument,
                    int depth = 0);

// Names of dtypes and devices as PyTorch spells them.
std::string dtypeName(c10::ScalarType dtype);
c10::ScalarType parseDtype(const std::string& name);
c10::Device parseDevice(const std::string& name);

// Arguments of hand-written functions; `argument` names the argument in the TypeError.
std::string readString(Napi::Value value, const char* argument);
double readNumber(Napi::Value value, const char* argument);
std::int64_t readInteger(Napi::Value value, const char* argument);
bool readBoolean(Napi::Value value, const char* argument);
Napi::Object readObject(Napi::Value value, const char* argument);
Napi::Array readArray(Napi::Value value, const char* argument);

}  // namespace tadpole
