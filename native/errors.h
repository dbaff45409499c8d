// The guard around everything that the addon exports: it turns every C++ exception into a JavaScript error.
#pragma once

#include <napi.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace tadpole {

/**
 * An argument of a wrong type; becomes a TypeError that names the argument, what was expected and what was
 * given.
 */
class ArgumentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/** An argument of the right type with an impossible value; becomes a RangeError. */
class ValueError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/** Throws the current exception as a JavaScript error. Must be called from a catch block. */
void throwCurrentException(napi_env env) noexcept;

/** The message of the current exception without libtorch's backtrace. Must be called from a catch block. */
std::string currentExceptionMessage() noexcept;

/**
 * Rethrows the current exception with `prefix` before its message; the class of the JavaScript error
 * (TypeError, RangeError or Error) stays the same. Must be called from a catch block.
 */
[[noreturn]] void rethrowAfter(const std::string& prefix);

/** Throws the system's message for its last failed call (errno), after the path concerned. */
[[noreturn]] void throwSystemError(const std::string& path);

/** Turns a failed Node-API call into a C++ exception. */
inline void check(napi_env env, napi_status status) {
  if (status != napi_ok)
    throw Napi::Error::New(env);
}

/** Runs `body` and turns any exception into a pending JavaScript error. */
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
