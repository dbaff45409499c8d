// C++ objects behind instances of TypeScript classes. Node-API type tags tell them apart, so that a pointer
// from a foreign object is never followed.
#pragma once

#include <napi.h>

#include <memory>
#include <string>
#include <type_traits>

#include "errors.h"

namespace tadpole {

/** `T` must have `static constexpr napi_type_tag kTag` and `static constexpr const char* kName`. */
template <typename T>
class NativeObject {
 public:
  static_assert(std::is_nothrow_destructible_v<T>, "a finalizer has nobody to throw to");

  /**
   * Attaches `native` to `object`, a fresh instance of the TypeScript class; it is deleted when the object is
   * collected.
   */
  static void attach(Napi::Value object, std::unique_ptr<T> native) {
    napi_env env = object.Env();
    if (!object.IsObject() || tagged(env, object)) {
      throw ArgumentError(std::string("argument 'object' must be a new ") + T::kName);
    }
    check(env,
          napi_wrap(
              env, object, native.get(),
              [](napi_env, void* data, void*) noexcept { delete static_cast<T*>(data); }, nullptr, nullptr));
    native.release();
    check(env, napi_type_tag_object(env, object, &T::kTag));
  }

  /** The C++ object behind `value`; nullptr when there is none of this class. */
  static T* of(napi_env env, napi_value value) {
    napi_valuetype type = napi_undefined;
    if (napi_typeof(env, value, &type) != napi_ok || type != napi_object || !tagged(env, value))
      return nullptr;
    void* data = nullptr;
    return napi_unwrap(env, value, &data) == napi_ok ? static_cast<T*>(data) : nullptr;
  }

  /**
   * The C++ object behind `value`. @throws ArgumentError that names `argument` when there is none of this
   * class
   */
  static T& unwrap(Napi::Value value, const char* argument) {
    T* native = of(value.Env(), value);
    if (native == nullptr) {
      throw ArgumentError(std::string("argument '") + argument + "' must be a " + T::kName);
    }
    return *native;
  }

 private:
  static bool tagged(napi_env env, napi_value value) {
    bool result = false;
    return napi_check_object_type_tag(env, value, &T::kTag, &result) == napi_ok && result;
  }
};

}  // namespace tadpole
