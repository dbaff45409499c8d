// Inspection and description of JavaScript values.
#include "js_value.h"

#include <cstdint>

#include "errors.h"
#include "names.h"
#include "tensor.h"

namespace tadpole {

namespace {

constexpr std::uint32_t kLongestList = 1U << 24U;
constexpr std::size_t kLongestResult = std::size_t{1} << 20U;

std::string className(napi_env env, napi_value value) {
  const Napi::Value made = Napi::Object(env, value).Get("constructor");
  const Napi::Value name = made.IsFunction() ? made.As<Napi::Object>().Get("name") : made;
  return name.IsString() ? name.As<Napi::String>().Utf8Value() : "unknown";
}

}  // namespace

JsValue JsValue::of(Environment& environment, napi_env env, napi_value value) {
  JsValue result{value, napi_undefined, nullptr, 0};
  check(env, napi_typeof(env, value, &result.type));
  if (result.type == napi_object)
    result = of(environment, env, value, environment.slotOf(value));
  return result;
}

JsValue JsValue::of(Environment& environment, napi_env env, napi_value value, std::int32_t slot) {
  JsValue result{value, napi_object, nullptr, 0};
  if (slot == kNoTensor) {
    check(env, napi_typeof(env, value, &result.type));
  } else if (slot == kImitation) {
    throwImitation();
  } else {
    result.tensor = environment.tensors.at(slot);
    if (result.tensor == nullptr || !result.tensor->tensor.defined())
      throwDisposed();
    result.generation = result.tensor->generation;
  }
  return result;
}

void throwDisposed() {
  throw ArgumentError(
      "this Tensor was disposed (or its torch.scope has ended); keep it with torch.keep or return it from "
      "the scope");
}

void throwImitation() {
  throw ArgumentError(
      "this is a copy or a proxy of a Tensor and has no values of its own; copy tensors with clone()");
}

std::uint32_t lengthOf(napi_env env, napi_value array) {
  std::uint32_t length = 0;
  check(env, napi_get_array_length(env, array, &length));
  if (length > kLongestList) {
    throw ValueError("an array of " + std::to_string(length) + " elements is too long, at most " +
                     std::to_string(kLongestList) + " are read; put many values into a Tensor");
  }
  return length;
}

napi_value newArray(napi_env env, std::size_t length) {
  if (length > kLongestResult) {
    throw std::runtime_error("the result has " + std::to_string(length) +
                             " elements, an array takes at most " + std::to_string(kLongestResult));
  }
  napi_value array = nullptr;
  check(env, napi_create_array_with_length(env, length, &array));
  return array;
}

bool isMap(napi_env env, napi_value value) {
  const Napi::Value object(env, value);
  if (!object.IsObject())
    return false;
  const Napi::Value tag = object.As<Napi::Object>().Get(Napi::Symbol::WellKnown(env, "toStringTag"));
  return tag.IsString() && tag.As<Napi::String>().Utf8Value() == "Map";
}

bool isPlainObject(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  check(env, napi_typeof(env, value, &type));
  if (type != napi_object)
    return false;
  // Compared by its position in the prototype chain, because other realms have their own Object.prototype.
  napi_value prototype = value;
  for (int level = 0; level < 2; ++level) {
    check(env, napi_get_prototype(env, prototype, &prototype));
    check(env, napi_typeof(env, prototype, &type));
    if (type == napi_null)
      return true;
  }
  return false;
}

std::vector<std::pair<napi_value, napi_value>> entriesOf(napi_env env, napi_value value) {
  std::vector<std::pair<napi_value, napi_value>> entries;
  const Napi::Object object(env, value);
  if (isMap(env, value)) {
    const auto from =
        Napi::Env(env).Global().Get("Array").As<Napi::Object>().Get("from").As<Napi::Function>();
    const auto pairs = from.Call({object}).As<Napi::Array>();
    for (std::uint32_t i = 0; i < lengthOf(env, pairs); ++i) {
      const auto pair = pairs.Get(i).As<Napi::Object>();
      entries.emplace_back(pair.Get(0U), pair.Get(1U));
    }
    return entries;
  }
  const Napi::Array keys = object.GetPropertyNames();
  for (std::uint32_t i = 0; i < lengthOf(env, keys); ++i) {
    const Napi::Value key = keys.Get(i);
    entries.emplace_back(key, object.Get(key));
  }
  return entries;
}

std::string stringOf(napi_env env, napi_value value) {
  std::size_t length = 0;
  check(env, napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string text(length, '\0');
  check(env, napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
}

std::string describe(const at::Tensor& tensor) {
  if (!tensor.defined())
    return "undefined Tensor";
  std::string text = "Tensor " + dtypeName(tensor.scalar_type()) + " [";
  bool first = true;
  for (std::int64_t size : tensor.sizes()) {
    text += (first ? "" : ", ") + std::to_string(size);
    first = false;
  }
  text += "]";
  if (!tensor.is_cpu())
    text += " on " + tensor.device().str();
  return text;
}

std::string describe(Environment& environment, napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  check(env, napi_typeof(env, value, &type));
  switch (type) {
    case napi_undefined:
      return "undefined";
    case napi_null:
      return "null";
    case napi_function:
      return "a function";
    case napi_symbol:
      return "a symbol";
    case napi_external:
      return "an external value";
    case napi_object: {
      const std::int32_t slot = environment.slotOf(value);
      const TensorHandle* handle = environment.tensors.at(slot);
      if (handle != nullptr && handle->tensor.defined())
        return describe(handle->tensor);
      if (slot == kImitation)
        return "a copy or a proxy of a Tensor, which has no values; copy tensors with clone()";
      if (slot != kNoTensor)
        return "a disposed Tensor";
      bool array = false;
      check(env, napi_is_array(env, value, &array));
      if (array) {
        std::uint32_t length = 0;
        check(env, napi_get_array_length(env, value, &length));
        std::string text = "an array of " + std::to_string(length);
        if (length > 0) {
          napi_value first = nullptr;
          check(env, napi_get_element(env, value, 0, &first));
          bool nested = false;
          check(env, napi_is_array(env, first, &nested));
          text += nested ? " arrays" : " starting with " + describe(environment, env, first);
        }
        return text;
      }
      bool promise = false;
      check(env, napi_is_promise(env, value, &promise));
      if (promise)
        return "a promise; await it first";
      const std::string name = isPlainObject(env, value) ? "" : className(env, value);
      return name.empty() ? "an object" : "an object of class " + name;
    }
    default: {
      napi_value asString = nullptr;
      check(env, napi_coerce_to_string(env, value, &asString));
      std::string text = stringOf(env, asString);
      if (text.size() > 60) {
        text.resize(57);
        text += "...";
      }
      if (type == napi_string)
        return "string '" + text + "'";
      return (type == napi_number ? "number " : type == napi_boolean ? "boolean " : "bigint ") + text;
    }
  }
}

}  // namespace tadpole
