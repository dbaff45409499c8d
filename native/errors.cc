// Conversion of C++ exceptions into JavaScript errors of the realm that loaded the addon.
#include "errors.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <system_error>

#include "block_cache.h"
#include "environment.h"

namespace tadpole {

namespace {

std::string withoutTrailingSpace(std::string message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' '))
    message.pop_back();
  return message;
}

/**
 * The message without libtorch's notes for its own developers: a page about dispatch keys and mobile builds
 * when a backend is missing.
 */
std::string withoutBuildAdvice(std::string message) {
  for (const char* advice : {"This could be because the operator doesn't exist for this backend",
                             "PyTorch splits its backend into two shared libraries"}) {
    const std::size_t start = message.find(advice);
    if (start != std::string::npos)
      message.erase(start);
  }
  return message;
}

/** In our words what libtorch's own allocator says, which TADPOLE_NO_MEMORY_CACHING leaves in place. */
std::string ofRefusedMemory(std::string message) {
  const std::string said = "DefaultCPUAllocator: can't allocate memory: you tried to allocate ";
  const std::size_t found = message.find(said);
  if (found == std::string::npos)
    return message;
  const std::size_t number = found + said.size();
  const std::size_t place = message.rfind("[enforce fail", found);
  return message.substr(0, std::min(place, found)) +
         refusedMemory(message.substr(number, message.find(' ', number) - number));
}

std::string readable(const std::string& message) {
  return withoutTrailingSpace(withoutBuildAdvice(ofRefusedMemory(message)));
}

std::string messageOf(const c10::Error& error) {
  return readable(error.what_without_backtrace());
}

struct Failure {
  ErrorClass errorClass;
  std::string message;
};

Failure currentFailure() {
  try {
    throw;
  } catch (const ArgumentError& error) {
    return {ErrorClass::kType, error.what()};
  } catch (const ValueError& error) {
    return {ErrorClass::kRange, error.what()};
  } catch (const c10::TypeError& error) {
    return {ErrorClass::kType, messageOf(error)};
  } catch (const c10::IndexError& error) {
    return {ErrorClass::kRange, messageOf(error)};
  } catch (const c10::ValueError& error) {
    return {ErrorClass::kRange, messageOf(error)};
  } catch (const c10::Error& error) {
    return {ErrorClass::kError, messageOf(error)};
  } catch (const std::bad_alloc&) {
    return {ErrorClass::kError, "out of memory"};
  } catch (const std::exception& error) {
    return {ErrorClass::kError, readable(error.what())};
  } catch (...) {
    return {ErrorClass::kError, "unknown native error"};
  }
}

}  // namespace

void rethrowAfter(const std::string& prefix) {
  try {
    throw;
  } catch (const Napi::Error&) {
    // Already a JavaScript error, which only JavaScript may change.
    throw;
  } catch (...) {
    const Failure failure = currentFailure();
    const std::string message = prefix + failure.message;
    if (failure.errorClass == ErrorClass::kType)
      throw ArgumentError(message);
    if (failure.errorClass == ErrorClass::kRange)
      throw ValueError(message);
    throw std::runtime_error(message);
  }
}

void throwSystemError(const std::string& path) {
  throw std::runtime_error(path + ": " + std::generic_category().message(errno));
}

std::string currentExceptionMessage() noexcept {
  try {
    return currentFailure().message;
  } catch (...) {
    return "out of memory";
  }
}

void throwCurrentException(napi_env env) noexcept {
  try {
    throw;
  } catch (const Napi::Error& error) {
    try {
      error.ThrowAsJavaScriptException();
    } catch (...) {
      // A worker thread that is being terminated accepts no exceptions.
    }
  } catch (...) {
    bool pending = false;
    napi_is_exception_pending(env, &pending);
    if (pending)
      return;
    try {
      Failure failure = currentFailure();
      Environment::of(env).throwError(failure.errorClass, failure.message);
    } catch (...) {
      napi_throw_error(env, nullptr, "out of memory");
    }
  }
}

}  // namespace tadpole
