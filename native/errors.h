// The one guard: everything the addon exports runs inside it, so that every C++ exception becomes a
// JavaScript error.
#pragma once

#include <napi.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace tadpole {

/** A wrong argument: becomes a TypeError that names the argument, what was expected and what came. */
class ArgumentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/** A right argument with an impossible value: becomes a RangeError. */
class ValueError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/** Throws the exception in flight as a JavaScript error; must be called from a catch block. */
void throwCurrentException(napi_env env) noexcept;

/** Message of the exception in flight, without libtorch's backtrace; must be called from a catch block. */
std::string currentExceptionMessage() noexcept;

/**
 * Throws the exception in flight again, with `prefix` before its message: what would have become a TypeError,
 * a RangeError or an Error still does. Must be called from a catch block.
 */
[[noreturn]] void rethrowAfter(const std::string& prefix);

/** Throws what the system says about its last failed call (errno), after the path that it was for. */
[[noreturn]] void throwSystemError(const std::string& path);

/** Turns a failed Node-API call into a C++ exception. */
inline void check(napi_env env, napi_status status) {
  if (status != napi_ok)
    throw Napi::Error::New(env);
}

/** Runs `body` and turns whatever it throws into a pending JavaScript error. */
template <typename Body>
napi_value guard(napi_env env, Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (...) {
    throwCurrentException(env);
    return nullptr;
  }
}

/** The Node-API entry point of an exported function, inside the guard. */
template <Napi::Value (*Function)(const Napi::CallbackInfo&)>
napi_value guardedEntry(napi_env env, napi_callback_info info) {
  return guard(env, [&]() -> napi_value {
    Napi::CallbackInfo arguments(env, info);
    return Function(arguments);
  });
}

/** Exports `Function` under `name`. */
template <Napi::Value (*Function)(const Napi::CallbackInfo&)>
void define(Napi::Object exports, const char* name) {
  napi_env env = exports.Env();
  napi_value function = nullptr;
  check(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, guardedEntry<Function>, nullptr, &function));
  exports.Set(name, function);
}

}  // namespace tadpole
