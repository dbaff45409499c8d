// Work that runs off the main thread and settles a promise.
#pragma once

#include <napi.h>

#include <functional>

namespace tadpole {

/**
 * Runs `work` in Node's thread pool with the caller's thread-local state (gradient mode, autocast, ...), then
 * `finish` on the calling thread; its result resolves the promise. Both must own what they use: they live
 * until the promise is settled and are destroyed on the calling thread. An exception from either rejects the
 * promise.
 */
Napi::Value runAsync(Napi::Env env, std::function<void()> work, std::function<napi_value(Napi::Env)> finish);

}  // namespace tadpole
