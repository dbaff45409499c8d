// Conversion of JavaScript values to TorchScript's typed arguments.
#include "script_value.h"

#include <ATen/core/jit_type.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "any_value.h"
#include "errors.h"
#include "js_value.h"
#include "value.h"

namespace tadpole {

namespace {

/** Reads values of one argument; `where` names it in errors. */
class Reader {
 public:
  Reader(Environment& environment, napi_env env, const std::string& where)
      : environment_(environment), env_(env), where_(where) {}

  c10::IValue read(Napi::Value value, const c10::TypePtr& type) const {
    if (const auto optional = type->cast<c10::OptionalType>()) {
      return value.IsNull() || value.IsUndefined() ? c10::IValue() : read(value, optional->getElementType());
    }
    if (const auto tuple = type->cast<c10::TupleType>())
      return readTuple(value, *tuple);
    if (const auto dict = type->cast<c10::DictType>())
      return readDict(value, *dict);
    const ValueType known = ValueType::of(type);
    if (known.kind == Kind::kAny)
      return readAny(environment_, env_, value, where_);
    const auto list = type->cast<c10::ListType>();
    if (list != nullptr && (known.element == Kind::kList || known.element == Kind::kUnsupported))
      return readList(value, *list);
    c10::IValue result;
    if (!readValue(environment_, env_, JsValue::of(environment_, env_, value), known, result))
      refuse(value, *type);
    return result;
  }

 private:
  [[noreturn]] void refuse(Napi::Value value, const c10::Type& type) const {
    throw ArgumentError(where_ + " must be " + type.repr_str() + ", got " +
                        describe(environment_, env_, value));
  }

  [[noreturn]] void refuseKey(Napi::Value key, const c10::Type& type) const {
    throw ArgumentError(where_ + " must be " + type.repr_str() + ", got the key " +
                        describe(environment_, env_, key));
  }

  c10::IValue readTuple(Napi::Value value, const c10::TupleType& type) const {
    const auto elements = type.elements();
    if (!value.IsArray() || value.As<Napi::Array>().Length() != elements.size())
      refuse(value, type);
    const auto array = value.As<Napi::Array>();
    std::vector<c10::IValue> result;
    result.reserve(array.Length());
    for (std::uint32_t i = 0; i < array.Length(); ++i)
      result.push_back(read(array.Get(i), elements[i]));
    return c10::ivalue::Tuple::create(std::move(result));
  }

  c10::IValue readList(Napi::Value value, const c10::ListType& type) const {
    if (!value.IsArray())
      refuse(value, type);
    const auto array = value.As<Napi::Array>();
    c10::impl::GenericList result(type.getElementType());
    for (std::uint32_t i = 0; i < array.Length(); ++i)
      result.push_back(read(array.Get(i), type.getElementType()));
    return result;
  }

  c10::IValue readDict(Napi::Value value, const c10::DictType& type) const {
    if (!isMap(env_, value) && !isPlainObject(env_, value))
      refuse(value, type);
    const ValueType keyType = ValueType::of(type.getKeyType());
    c10::impl::GenericDict result(type.getKeyType(), type.getValueType());
    for (const auto& [key, item] : entriesOf(env_, value)) {
      // JavaScript object keys are always strings.
      const bool fromText = keyType.kind != Kind::kString && !isMap(env_, value);
      const Napi::Value given(env_, key);
      const JsValue name =
          JsValue::of(environment_, env_, fromText ? static_cast<napi_value>(given.ToNumber()) : key);
      c10::IValue read;
      if (!readValue(environment_, env_, name, keyType, read))
        refuseKey(given, type);
      result.insert(read, this->read(Napi::Value(env_, item), type.getValueType()));
    }
    return result;
  }

  Environment& environment_;
  napi_env env_;
  const std::string& where_;
};

}  // namespace

c10::IValue readScriptValue(Environment& environment, Napi::Value value, const c10::TypePtr& type,
                            const std::string& where) {
  return Reader(environment, value.Env(), where).read(value, type);
}

}  // namespace tadpole
