// Inference of TorchScript types from JavaScript values, and their conversion.
#include "any_value.h"

#include <ATen/core/jit_type.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "errors.h"
#include "js_value.h"
#include "value.h"
#include "value_number.h"

namespace tadpole {

namespace {

constexpr int kDeepestValue = 200;

/** The common type of `values`; Any when they have several. */
c10::TypePtr commonType(const std::vector<c10::IValue>& values) {
  if (values.empty())
    return c10::AnyType::get();
  const c10::TypePtr type = values.front().type();
  for (const c10::IValue& value : values) {
    if (*value.type() != *type)
      return c10::AnyType::get();
  }
  return type;
}

class AnyReader {
 public:
  AnyReader(Environment& environment, napi_env env) : environment_(environment), env_(env) {}

  c10::IValue read(napi_value raw, const std::string& where, int depth) const {
    if (depth > kDeepestValue)
      throw ArgumentError(where + " is nested too deeply, or contains itself");
    const JsValue value = JsValue::of(environment_, env_, raw);
    if (value.type == napi_null || (value.type == napi_undefined && depth == 0))
      return {};
    if (value.tensor != nullptr)
      return value.tensor->tensor;
    c10::IValue result;
    if (readScalar(env_, value, result))
      return result;
    if (value.type == napi_string)
      return stringOf(env_, raw);
    const Napi::Value object(env_, raw);
    if (object.IsArray())
      return readArray(object.As<Napi::Array>(), where, depth);
    if (isMap(env_, raw) || isPlainObject(env_, raw))
      return readDict(raw, where, depth);
    throw ArgumentError(where + " cannot be passed to TorchScript: " + describe(environment_, env_, raw) +
                        "; give tensors, numbers, strings, arrays, Maps or plain objects");
  }

 private:
  c10::IValue readArray(Napi::Array array, const std::string& where, int depth) const {
    std::vector<c10::IValue> elements;
    const std::uint32_t length = lengthOf(env_, array);
    for (std::uint32_t i = 0; i < length; ++i)
      elements.push_back(read(array.Get(i), where + "[" + std::to_string(i) + "]", depth + 1));
    c10::impl::GenericList list(commonType(elements));
    for (c10::IValue& element : elements)
      list.push_back(std::move(element));
    return list;
  }

  c10::IValue readDict(napi_value raw, const std::string& where, int depth) const {
    std::vector<c10::IValue> keys;
    std::vector<c10::IValue> values;
    for (const auto& [key, value] : entriesOf(env_, raw)) {
      const JsValue name = JsValue::of(environment_, env_, key);
      c10::IValue readKey;
      if (name.type == napi_string) {
        readKey = stringOf(env_, key);
      } else if (!readScalar(env_, name, readKey)) {
        throw ArgumentError(where + " has a key that is " + describe(environment_, env_, key) +
                            "; keys are strings, numbers or booleans");
      }
      values.push_back(read(value, where + "[" + describe(environment_, env_, key) + "]", depth + 1));
      keys.push_back(std::move(readKey));
    }
    const c10::TypePtr keyType = keys.empty() ? c10::TypePtr(c10::StringType::get()) : commonType(keys);
    if (keyType->kind() == c10::TypeKind::AnyType)
      throw ArgumentError(where + " has keys of several types; a dict has keys of one");
    c10::impl::GenericDict dict(keyType, commonType(values));
    for (std::size_t i = 0; i < keys.size(); ++i)
      dict.insert(std::move(keys[i]), std::move(values[i]));
    return dict;
  }

  Environment& environment_;
  napi_env env_;
};

}  // namespace

c10::IValue readAny(Environment& environment, napi_env env, napi_value value, const std::string& where) {
  return AnyReader(environment, env).read(value, where, 0);
}

}  // namespace tadpole
