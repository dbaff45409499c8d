// Work that runs off the main thread and settles a promise.
#pragma once

#include <napi.h>

#include <functional>

namespace tadpole {

/**
 * Runs `work` in Node's thread pool under the caller's thread-local state (gradient mode, autocast, ...),
 * then `finish` on the calling thread, whose result settles the promise. Both must own what they use: they
 * are kept until the promise is settled and destroyed on the calling thread. Whatever either throws rejects
 * the promise.
 */
Napi::Value runAsync(Napi::Env env, std::function<void()> work, std::function<napi_value(Napi::Env)> finish);

}  // namespace tadpole
